"""How a campaign keeps attention up: what it is after, how far the service may go by itself, and its limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

COIN = timedelta(hours=4)
"""How much later a slot is said where its coin says so."""

LATER = "the slot coin says four hours later"
ON_TIME = "the slot coin says on time"
"""What a post whose coin was tossed carries in the first of its reasons, from before its slot's time on."""


def tossed(why: Sequence[str]) -> str:
    """What the coin said, by a post's reasons; '' where it was not tossed."""
    return next((said for said in (LATER, ON_TIME) if why and said in why[0]), "")


class Mode(StrEnum):
    """OFF: the plan is the schedules' alone. SUGGEST: what attention would change is shown, and a person decides.
    AUTO: it is done, within the limits."""

    OFF = "off"
    SUGGEST = "suggest"
    AUTO = "auto"


class Goal(StrEnum):
    """SUSTAIN keeps attention above the floor for longer; REACH rides the peak, for more in total where attention
    amplifies posts. The two conflict, so an organiser chooses."""

    SUSTAIN = "sustain"
    REACH = "reach"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """For `days` local days from the day after a surge's onset: the steady rhythm alone for `hold` days, then `per_day`
    posts a day on each account. With the goal REACH the extra posts come first. They lie between `start` and `end` of
    the day, at least `gap` from every other post; `most` bounds them for one surge and account."""

    days: int = 10
    hold: int = 2
    per_day: int = 2
    start: time = time(8)
    end: time = time(22)
    gap: timedelta = timedelta(hours=3)
    most: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Sustain:
    """`floor`: times the usual below which attention counts as lost after a surge. `learn`: what the readings say of
    templates weighs in their choice. `coin`: whether slots are said four hours later by the toss of a coin, so that the
    card of evidence can say "because"."""

    mode: Mode = Mode.OFF
    goal: Goal = Goal.SUSTAIN
    floor: float = 2.0
    follow_up: FollowUp = FollowUp()
    learn: bool = False
    coin: bool = False
