"""Tells again, from the counts that are kept of one source, how attention stood and how each surge of it went."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from math import inf
from statistics import median_high

from scheduler.attention.bins import bin_of, gaps
from scheduler.attention.meter import Measure, Meter
from scheduler.attention.surges import APART, Standing, Surges, left
from scheduler.model.count import HOUR, Bin
from scheduler.model.surge import Surge

DAY = timedelta(days=1)
HOURS = DAY // HOUR
SPANS = ("half", "quarter", "tenth")
"""What is left of a surge when each of its spans ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """One measure and one standing an hour, gaps among them; the surges in order of their onsets. `by_day`: nothing but
    sums of whole days is known, and each hour holds its part of one."""

    measures: tuple[Measure, ...]
    standings: tuple[Standing, ...]
    surges: tuple[Surge, ...]
    by_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How one surge went. `shares`: of what it brought beyond the usual at its peak, what was left so many hours after
    the peak (below 0: before it). Of the 240 hours after its onset `known` were counted, and `above` of these lay at or
    above the floor."""

    surge: Surge
    shares: tuple[tuple[float, float], ...]
    above: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """How long past surges took until no more than a share was left: the middle of all `known` (None: most have not
    come so far), of which `reached` have."""

    middle: timedelta | None
    reached: int
    known: int


def retell(counts: Sequence[Bin], until: datetime, anew: datetime | None = None) -> Retold:
    """`counts` by the hour, in order; an hour that is left out is a gap. Old hours are kept as sums of days of UTC in
    the place of their first hour, and some sources count by days alone. So a day that is over by `until`, and of which
    only the first hour is known, is a sum, up to the first day of which more is known; it is shared out evenly. What is
    counted from `anew` on is something else, and is not held against what was before."""
    known = [one for one in counts if one.count is not None]
    summed = _summed(known, until)
    meter, rule = Meter(HOUR), Surges(HOUR)
    measures: list[Measure] = []
    standings: list[Standing] = []
    past: list[Surge] = []
    for found in _by_hour(chain(_shared_out(known[:summed]), known[summed:])):
        if anew is not None and found.at >= anew:
            past, anew = rule.past, None
            meter, rule = Meter(HOUR), Surges(HOUR)
        measures.append(meter.feed(found))
        standings.append(rule.feed(found))
    return Retold(
        measures=tuple(measures),
        standings=tuple(standings),
        surges=(*past, *rule.past),
        by_day=0 < summed == len(known),
    )


def _by_hour(known: Iterable[Bin]) -> Iterator[Bin]:
    """With the gaps between them."""
    expected: datetime | None = None
    for found in known:
        if expected is not None and found.at > expected:
            yield from gaps(expected, found.at, HOUR)
        yield found
        expected = found.at + HOUR


def _summed(known: Sequence[Bin], until: datetime) -> int:
    """How many of the first counts are sums of days."""
    number = 0
    for place, one in enumerate(known):
        following = known[place + 1].at if place + 1 < len(known) else until
        if one.at != bin_of(one.at, DAY) or following < one.at + DAY:
            break
        number += 1
    return number


def _shared_out(sums: Sequence[Bin]) -> Iterator[Bin]:
    for one in sums:
        total = one.count or 0
        for hour in range(HOURS):
            yield Bin(one.at + hour * HOUR, total * (hour + 1) // HOURS - total * hour // HOURS)


def course(surge: Surge, retold: Retold, floor: float) -> Course:
    """`floor` in times the usual of the hour."""
    end = surge.onset + APART
    after = [m for m in retold.measures if surge.onset <= m.at < end and m.times_usual is not None]
    totals = [(s.at, s.total) for s in retold.standings if surge.onset <= s.at <= end and s.total is not None]
    return Course(
        surge=surge,
        shares=tuple(((at - surge.peak_at) / HOUR, left(surge, total)) for at, total in totals),
        above=sum(m.times_usual is not None and m.times_usual >= floor for m in after),
        known=len(after),
    )


def reference(past: Sequence[Surge], span: str) -> Class:
    """`span` is one of SPANS. A surge that has not come so far counts as longer than any that has."""
    spans = [getattr(surge, span) for surge in past]
    reached = sum(one is not None for one in spans)
    seconds = [one.total_seconds() if one is not None else inf for one in spans]
    middle = median_high(seconds) if seconds else inf
    return Class(middle=None if middle == inf else timedelta(seconds=middle), reached=reached, known=len(spans))
