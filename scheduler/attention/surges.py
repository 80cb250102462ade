"""Tells a surge from a busy day by totals of 24 hours, and keeps how each one went: the class that the next is held
against."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from scheduler.model.count import Bin
from scheduler.model.surge import Surge

DAY = timedelta(days=1)
DAYS = 14
NEEDED = 7
"""Earlier days, of those fourteen, of which enough must be known."""
KNOWN = 0.75
"""The share of a day that must be known for its total to count."""
TIMES = 3.0
MORE = 50
APART = timedelta(days=10)
"""At most one in ten days: what follows sooner is the same one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a day's total stands. `total` None: too little of the day is known. `share` of what the latest surge brought
    beyond the usual at its peak, for ten days after its onset and None without one. `began`: a surge begins here."""

    at: datetime
    total: int | None
    usual: float | None
    share: float | None = None
    times_usual: float | None = None
    began: bool = False


class Surges:
    """Fed bin by bin, in order. `past` are all surges seen, the latest last."""

    def __init__(self, width: timedelta) -> None:
        self._width = width
        self._per_day = DAY // width
        self._bins: deque[int | None] = deque(maxlen=self._per_day)
        self._fed = 0
        self._earlier: list[deque[int | None]] = [deque(maxlen=DAYS) for _ in range(self._per_day)]
        """Of each hour of the day, the totals of the days before."""
        self._sum = 0
        self._gaps = self._per_day
        self.past: list[Surge] = []

    def feed(self, found: Bin) -> Standing:
        end = found.at + self._width
        self._add(found.count)
        total = self._sum if self._gaps <= (1 - KNOWN) * self._per_day else None
        earlier = self._earlier[self._fed % self._per_day]
        usual = _usual(earlier)
        earlier.append(total)
        self._fed += 1
        began = total is not None and usual is not None and self._begins(end, total, usual)
        if began and total is not None and usual is not None:
            self.past.append(Surge(onset=end, usual=usual, peak=total, peak_at=end))
        elif self.past and total is not None:
            self.past[-1] = follow(self.past[-1], end, total)
        return Standing(
            at=end,
            total=total,
            usual=usual,
            share=self._share(end, total),
            times_usual=None if total is None or usual is None else total / max(usual, 1.0),
            began=began,
        )

    def _add(self, count: int | None) -> None:
        if len(self._bins) == self._per_day:
            gone = self._bins[0]
            self._sum -= gone or 0
            self._gaps -= gone is None
        else:
            self._gaps -= 1
        self._bins.append(count)
        self._sum += count or 0
        self._gaps += count is None

    def _begins(self, end: datetime, total: int, usual: float) -> bool:
        apart = not self.past or end - self.past[-1].onset >= APART
        return apart and stands_out(total, usual)

    def _share(self, end: datetime, total: int | None) -> float | None:
        if not self.past or total is None or end - self.past[-1].onset > APART:
            return None
        return left(self.past[-1], total)


def _usual(earlier: Iterable[int | None]) -> float | None:
    known = [total for total in earlier if total is not None]
    return float(median(known)) if len(known) >= NEEDED else None


def stands_out(total: int, usual: float) -> bool:
    """Whether a day's total is a surge's, whatever was before it."""
    return total >= TIMES * usual and total - usual >= MORE


def left(surge: Surge, total: int) -> float:
    """Of what the surge brought beyond the usual at its peak, the share that this total of 24 hours still is."""
    return max(0.0, (total - surge.usual) / (surge.peak - surge.usual)) if surge.peak > surge.usual else 0.0


def follow(surge: Surge, end: datetime, total: int) -> Surge:
    """The surge once this total of 24 hours is known; with a new peak within ten days its fading begins anew."""
    if total > surge.peak and end - surge.onset <= APART:
        return replace(surge, peak=total, peak_at=end, half=None, quarter=None, tenth=None)
    if surge.tenth is not None:
        return surge
    share, since = left(surge, total), end - surge.peak_at
    return replace(
        surge,
        half=surge.half or (since if share <= 0.5 else None),
        quarter=surge.quarter or (since if share <= 0.25 else None),
        tenth=since if share <= 0.1 else None,
    )
