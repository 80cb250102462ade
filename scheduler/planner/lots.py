"""Lots drawn by hash (rendezvous hashing): the same everywhere for the same key, and a new name moves only the slots
that it wins."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from math import log

PRIME = (1 << 61) - 1

Weigh = Callable[[str], float]
Scored = list[tuple[float, str]]


def numbered(names: Iterable[str]) -> dict[str, int]:
    """Each name with the number under which it takes part in every draw."""
    return {name: _number(blake2b(name.encode(), digest_size=16).digest()) for name in names}


def draw(key: str, numbers: Mapping[str, int], weigh: Weigh | None = None) -> Scored:
    """A score for each name; the greatest comes first. `weigh` lets a name win so much more often than one of weight
    1; a name of no weight comes last.

    The key and each name are hashed once, and put together by a universal hash (Carter and Wegman 1979): a hash of
    every pair would cost three times as much."""
    digest = blake2b(key.encode(), digest_size=32).digest()
    factor, offset = _number(digest[:16]), _number(digest[16:])
    scored: Scored = [((factor * number + offset) % PRIME, name) for name, number in numbers.items()]
    return scored if weigh is None else [(weighted(score, weigh(name)), name) for score, name in scored]


def in_order(scored: Scored) -> Iterator[str]:
    """Names from the greatest score down. Most slots need the first alone, so the rest is sorted only on demand."""
    if scored:
        yield max(scored)[1]
        yield from (name for _, name in sorted(scored, reverse=True)[1:])


def _number(digest: bytes) -> int:
    return int.from_bytes(digest) % PRIME


def weighted(score: float, weight: float) -> float:
    """Finite for every score, and in their order."""
    evenly = ((int(score) >> 9) + 0.5) / (1 << 52)  # strictly between 0 and 1, as a float can hold it
    return max(weight, 0.0) / -log(evenly)
