"""Lots drawn by hash (rendezvous hashing): the same everywhere for the same key, and a new name moves only the slots
that it wins."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from math import log

Weigh = Callable[[str], float]


def lots(key: str, what: str, names: Iterable[str], weigh: Weigh | None = None) -> list[tuple[float, str]]:
    """A score for each name, of the canonical text `key|what|name`; the greatest comes first. `weigh` makes a name
    win so much more often than one of weight 1; a name of no weight comes last."""
    start = blake2b(f"{key}|{what}|".encode(), digest_size=8)
    scored: list[tuple[float, str]] = []
    for name in names:
        digest = start.copy()
        digest.update(name.encode())
        scored.append((int.from_bytes(digest.digest()), name))
    return scored if weigh is None else [(_weighted(score, weigh(name)), name) for score, name in scored]


def in_order(scored: list[tuple[float, str]]) -> Iterator[str]:
    """Names from the greatest score down. Most slots need the first alone, so the rest is sorted only on demand."""
    if scored:
        first = max(scored)
        yield first[1]
        yield from (name for _, name in sorted(scored, reverse=True)[1:])


def _weighted(score: float, weight: float) -> float:
    evenly = ((int(score) >> 12) + 0.5) / (1 << 52)  # strictly between 0 and 1, exactly as a float holds it
    return max(weight, 0.0) / -log(evenly)
