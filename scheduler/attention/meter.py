"""Says of each bin of counts how it stands against what is usual there, and where an episode begins."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import sqrt
from statistics import median

from scheduler.attention.bins import EPOCH
from scheduler.model.count import Bin

DAY = timedelta(days=1)
NORMAL = 1.4826
"""The standard deviation of a normal law in terms of its median absolute deviation."""


class State(StrEnum):
    LEARNING = "learning"
    QUIET = "quiet"
    RISING = "rising"
    PEAK = "peak"
    FADING = "fading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """When something stands out. Counts are compared by their square roots, whose spread does not grow with them, with
    those of the same hour on `days` earlier days. A spread counts as no less than `least_spread` of the usual root or
    half a mention (a Poisson count's own), and as no more than `most_spread` of it: a past full of bursts must not
    blind. An episode begins `threshold` spreads above the usual, with `least` mentions more than usual and twice as
    many. The next one begins `again` later at the soonest, once the counts have calmed below `calm` spreads for
    `calm_for`, and where they reach `renewal` of the highest count again; what is `leap` times the highest count begins
    one already after `calm_for`. An episode ends after a day below `over` spreads, or after `longest`: then the new
    level is the usual. The figures are the middle of a plateau over real series (docs/attention.md); nobody tunes them
    for a topic."""

    days: int = 14
    threshold: float = 4.0
    least_spread: float = 0.2
    most_spread: float = 0.4
    least: int = 20
    again: timedelta = DAY
    calm: float = 3.0
    calm_for: timedelta = timedelta(hours=6)
    renewal: float = 0.1
    leap: float = 2.0
    over: float = 2.0
    longest: timedelta = timedelta(days=21)
    needs: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One bin. `expected`, `z` and `times_usual` are None while too little is known, or in a gap; `share` of the
    episode's highest count and `since_peak` are None outside an episode. `alarm`: an episode begins here."""

    at: datetime
    count: int | None
    state: State
    expected: float | None = None
    z: float | None = None
    times_usual: float | None = None
    share: float | None = None
    since_peak: timedelta | None = None
    alarm: bool = False


@dataclass(slots=True)
class Episode:
    began: datetime
    peak: int
    peak_at: datetime
    calm_bins: int = 0
    bins_over: int = 0


PEAK_SHARE = 0.5
"""Of its highest count, from which on attention is at its peak, and below which it fades."""


class Meter:
    """Fed bin by bin, in order; what it remembers does not grow. `width` is a bin's, at most a day."""

    def __init__(self, width: timedelta, gauge: Gauge | None = None) -> None:
        if not timedelta(0) < width <= DAY or DAY % width:
            raise ValueError("the width of a bin must divide a day")
        self._gauge = gauge or Gauge()
        self._width = width
        self._slots = DAY // width
        self._usual: list[deque[float]] = [deque(maxlen=self._gauge.days) for _ in range(self._slots)]
        self._lately: list[deque[float]] = [deque(maxlen=self._gauge.days) for _ in range(self._slots)]
        """Everything, also what stood out: what becomes the usual where an episode does not end."""
        self._first: deque[float] = deque(maxlen=max(self._slots * 3, self._gauge.needs))
        """The counts of the first days, to compare with while an hour of the day was not yet seen three times."""
        self._episode: Episode | None = None
        self._last: datetime | None = None

    def feed(self, found: Bin) -> Measure:
        if found.count is None:
            return Measure(at=found.at, count=None, state=self._state_in_a_gap())
        slot = (found.at - EPOCH) // self._width % self._slots
        root = sqrt(found.count)
        base = self._usual[slot] if len(self._usual[slot]) >= 3 else self._first
        if len(self._first) < self._gauge.needs:
            self._learn(slot, root)
            return Measure(at=found.at, count=found.count, state=State.LEARNING)
        middle = median(base)
        deviation = NORMAL * median([abs(value - middle) for value in base])
        z = (root - middle) / self._spread(middle, deviation)
        expected = middle * middle
        alarm = self._note(found.at, found.count, z, expected)
        if z < (self._gauge.calm if self._episode else self._gauge.threshold):
            self._learn(slot, root)
        self._lately[slot].append(root)
        episode = self._episode
        return Measure(
            at=found.at,
            count=found.count,
            state=self._state(found.count),
            expected=expected,
            z=z,
            times_usual=found.count / max(expected, 1.0),
            share=found.count / episode.peak if episode else None,
            since_peak=found.at - episode.peak_at if episode else None,
            alarm=alarm,
        )

    def _spread(self, middle: float, deviation: float) -> float:
        gauge = self._gauge
        return max(0.5, min(max(deviation, gauge.least_spread * middle), gauge.most_spread * middle))

    def _learn(self, slot: int, root: float) -> None:
        self._usual[slot].append(root)
        self._first.append(root)

    def _note(self, at: datetime, count: int, z: float, expected: float) -> bool:
        """Whether an episode begins with this bin; carries on, or ends, the one under way."""
        gauge, episode = self._gauge, self._episode
        stands_out = z >= gauge.threshold and count - expected >= gauge.least and count >= 2 * expected
        if stands_out and self._is_armed(at, count):
            self._episode, self._last = Episode(at, count, at), at
            return True
        if episode is not None:
            self._carry_on(episode, at, count, z)
        return False

    def _is_armed(self, at: datetime, count: int) -> bool:
        if self._last is None:
            return True
        gauge, episode, since = self._gauge, self._episode, at - self._last
        if episode is not None and count >= gauge.leap * episode.peak:
            return since >= gauge.calm_for
        renewed = episode is None or (self._has_calmed(episode) and count >= gauge.renewal * episode.peak)
        return since >= gauge.again and renewed

    def _has_calmed(self, episode: Episode) -> bool:
        return episode.calm_bins * self._width >= self._gauge.calm_for

    def _carry_on(self, episode: Episode, at: datetime, count: int, z: float) -> None:
        if count > episode.peak:
            episode.peak, episode.peak_at = count, at
        if not self._has_calmed(episode):
            episode.calm_bins = episode.calm_bins + 1 if z < self._gauge.calm else 0
        episode.bins_over = episode.bins_over + 1 if z < self._gauge.over else 0
        if episode.bins_over * self._width >= DAY:
            self._episode = None
        elif at - episode.began >= self._gauge.longest:
            self._episode = None
            for usual, lately in zip(self._usual, self._lately, strict=True):
                usual.clear()
                usual.extend(lately)

    def _state(self, count: int) -> State:
        episode = self._episode
        if episode is None:
            return State.QUIET
        if count >= episode.peak:
            return State.RISING
        return State.PEAK if count >= PEAK_SHARE * episode.peak else State.FADING

    def _state_in_a_gap(self) -> State:
        if len(self._first) < self._gauge.needs:
            return State.LEARNING
        return State.FADING if self._episode else State.QUIET
