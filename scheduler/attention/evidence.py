"""The slot coin and its card: whether more is said of a topic because a post went out on time, or it is too early."""

import hashlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from statistics import median

WINDOW = timedelta(hours=4)
"""After the slot's own time: what is compared is how much was said of the topic then."""
CLIP = 5.0
"""Spreads beyond which a volume counts no more: one real event must not decide."""
SHUFFLES = 999
LEVEL = 0.05
ENOUGH = 24
"""Slots of each side: with fewer a doubling would be missed about as often as found."""
NORMAL = 1.4826


class Verdict(StrEnum):
    TOO_EARLY = "too early to say"
    NO_DIFFERENCE = "no difference that could not be chance"
    BECAUSE = "because"


@dataclass(frozen=True, slots=True)
class Toss:
    """One slot with its coin: `on_time`, or four hours later; `volume`: mentions in the four hours after the slot's
    time, without our own posts and their answers, in times the usual of these hours."""

    on_time: bool
    volume: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`difference`: the mean of those said on time less that of the others, in spreads of all of them; `p`: how often
    shuffling alone gives one as far from nought."""

    on_time: int
    later: int
    difference: float
    p: float
    verdict: Verdict


def is_on_time(slot_key: str) -> bool:
    """The coin of a slot: decided by its key, so in advance and for ever."""
    return hashlib.sha256(f"{slot_key}|coin".encode()).digest()[0] % 2 == 0


def card(tosses: Sequence[Toss], seed: str = "card") -> Card:
    """A two-sided permutation test; `seed` draws the shuffles."""
    scores = clipped([toss.volume for toss in tosses])
    first = [score for score, toss in zip(scores, tosses, strict=True) if toss.on_time]
    n, m = len(first), len(scores) - len(first)
    if not n or not m:
        return Card(on_time=n, later=m, difference=0.0, p=1.0, verdict=Verdict.TOO_EARLY)
    total = sum(scores)
    found = _difference(sum(first), total, n, m)
    as_far = 1  # the one that was seen is one of the shuffles
    for number in range(SHUFFLES):
        chosen = shuffled(len(scores), f"{seed}/{number}")[:n]
        as_far += abs(_difference(sum(scores[place] for place in chosen), total, n, m)) >= abs(found) - 1e-12
    p = as_far / (SHUFFLES + 1)
    return Card(on_time=n, later=m, difference=found, p=p, verdict=_verdict(n, m, p))


def clipped(volumes: Sequence[float]) -> list[float]:
    """Each as spreads from the median of all, none beyond five."""
    if not volumes:
        return []
    middle = median(volumes)
    spread = NORMAL * median([abs(volume - middle) for volume in volumes]) or 1.0
    return [max(-CLIP, min(CLIP, (volume - middle) / spread)) for volume in volumes]


def shuffled(number: int, seed: str) -> list[int]:
    """The places from 0 on, in an order that the seed draws."""
    drawn = array("Q", hashlib.shake_128(seed.encode()).digest(8 * number))
    return sorted(range(number), key=drawn.__getitem__)


def _difference(first: float, total: float, n: int, m: int) -> float:
    return first / n - (total - first) / m


def _verdict(n: int, m: int, p: float) -> Verdict:
    if min(n, m) < ENOUGH:
        return Verdict.TOO_EARLY
    return Verdict.BECAUSE if p <= LEVEL else Verdict.NO_DIFFERENCE
