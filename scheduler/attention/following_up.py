"""The ten days after a surge: when to speak beyond the steady rhythm, fixed at the onset, within the limits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduler.model.account import Quiet
from scheduler.model.sustain import FollowUp, Goal

DAY = timedelta(days=1)
STEP = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Extra:
    """`wall` is naive local time; `ordinal` counts from 1 and never changes its meaning once the surge is stored."""

    ordinal: int
    wall: datetime
    why: str


def extra_posts(
    onset: datetime,
    steady: Callable[[date], Sequence[time]],
    plan: FollowUp,
    goal: Goal = Goal.SUSTAIN,
    quiet: Quiet | None = None,
) -> tuple[Extra, ...]:
    """`onset` is naive local time, `steady` gives the times at which the account speaks anyway on a local day; in its
    `quiet` hours nothing would be said."""
    found: list[Extra] = []
    for number in extra_days(plan, goal):
        day = onset.date() + number * DAY
        taken = list(steady(day))
        while len(found) < plan.most and len(taken) < plan.per_day and (at := farthest(taken, plan, quiet)) is not None:
            taken.append(at)
            surge = f"the surge of {onset.day} {onset:%B}"
            why = f"day {number} of the {plan.days}-day follow-up of {surge}: {plan.per_day} a day"
            found.append(Extra(len(found) + 1, datetime.combine(day, at), why))
    return tuple(found)


def extra_days(plan: FollowUp, goal: Goal) -> range:
    """The days, counted from the day after the onset as 1, on which more than the steady rhythm is said."""
    if goal is Goal.REACH:
        return range(1, plan.days - plan.hold + 1)
    return range(plan.hold + 1, plan.days + 1)


def farthest(taken: Sequence[time], plan: FollowUp, quiet: Quiet | None = None) -> time | None:
    """The time of day within the hours that is farthest, around the clock, from all that is taken; the earliest of
    equals. None: none is a gap away."""
    awake = [at for at in _times(plan) if quiet is None or not quiet.covers(at)]
    best = max(awake, key=lambda at: (_nearest(at, taken), -_since_midnight(at)), default=None)
    return best if best is not None and _nearest(best, taken) >= plan.gap else None


def _times(plan: FollowUp) -> list[time]:
    first, last = datetime.combine(date.min, plan.start), datetime.combine(date.min, plan.end)
    return [(first + number * STEP).time() for number in range((last - first) // STEP + 1)]


def _nearest(at: time, taken: Sequence[time]) -> timedelta:
    return min((_around(at, other) for other in taken), default=DAY)


def _around(one: time, other: time) -> timedelta:
    apart = abs(_since_midnight(one) - _since_midnight(other))
    return min(apart, DAY - apart)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
