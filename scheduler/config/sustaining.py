"""The form of what a campaign does about attention."""

from datetime import timedelta
from typing import Annotated

from pydantic import WithJsonSchema

from scheduler.config.forms import Form, key, reads, wrong
from scheduler.config.times import DURATION_SCHEMA, ClockRange, Hours, bounded
from scheduler.config.values import YesNo, any_of, numbered, one_of, whole
from scheduler.model.sustain import FollowUp, Goal, Mode, Sustain

_FOLLOW_UP = FollowUp()
_DEFAULT = Sustain()


def times_usual(text: str) -> float:
    """From just above the usual to a hundred times it."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 1 < number <= 100:
        raise wrong("this is not a number of times", "write how many times the usual, as in 2 or 1.5")
    return number


class FollowUpForm(Form):
    """The days after a surge, in which the campaign speaks a little more, with fresh templates."""

    days: Annotated[int, reads(whole(1, 60)), numbered(1, 60)] = key(
        "For how many days after a surge.", default=_FOLLOW_UP.days, says="10", example="10"
    )
    hold: Annotated[int, reads(whole(0, 59)), numbered(0, 59)] = key(
        "How many of them, at their beginning, have the steady rhythm alone; with the goal reach, at their end.",
        default=_FOLLOW_UP.hold,
        says="2",
        example="2",
    )
    per_day: Annotated[int, reads(whole(1, 6)), numbered(1, 6)] = key(
        "How many posts a day an account then says, its steady ones counted in.",
        default=_FOLLOW_UP.per_day,
        says="2",
        example="2",
    )
    between: Hours = key(
        "Between which times of day, in the schedule's zone, the extra ones lie.",
        default=ClockRange(_FOLLOW_UP.start, _FOLLOW_UP.end),
        says="08:00-22:00",
        example="08:00-22:00",
    )
    gap: Annotated[timedelta, reads(bounded("10m", "12h")), DURATION_SCHEMA] = key(
        "The least time from an extra post to any other of its account.",
        default=_FOLLOW_UP.gap,
        says="3h",
        example="3h",
    )
    most: Annotated[int, reads(whole(0, 60)), numbered(0, 60)] = key(
        "How many extra posts one surge may bring to an account.", default=_FOLLOW_UP.most, says="10", example="10"
    )

    def build(self) -> FollowUp:
        return FollowUp(
            days=self.days,
            hold=self.hold,
            per_day=self.per_day,
            start=self.between.start,
            end=self.between.end,
            gap=self.gap,
            most=self.most,
        )


class SustainForm(Form):
    """What the campaign does so that attention lasts."""

    mode: Annotated[Mode, reads(one_of("mode", Mode)), any_of(Mode)] = key(
        "off: the plan is the schedules' alone. suggest: what attention would change is shown, and a person decides. "
        "auto: it is done, within the limits.",
        default=_DEFAULT.mode,
        says="off",
        example="suggest",
    )
    goal: Annotated[Goal, reads(one_of("goal", Goal)), any_of(Goal)] = key(
        "sustain: above the floor for longer. reach: more in total, at the peak. The two conflict.",
        default=_DEFAULT.goal,
        says="sustain",
        example="sustain",
    )
    floor: Annotated[
        float,
        reads(times_usual),
        WithJsonSchema({"type": "number", "exclusiveMinimum": 1, "maximum": 100}),
    ] = key(
        "Below how many times the usual attention counts as lost after a surge.",
        default=_DEFAULT.floor,
        says="2",
        example="2",
    )
    follow_up: FollowUpForm = key(
        "The days after a surge.",
        default=FollowUpForm(),
        says="{days: 10, hold: 2, per_day: 2}",
        example="{days: 10, hold: 2, per_day: 2, between: 08:00-22:00}",
    )
    learn: YesNo = key(
        "yes: what became of earlier posts weighs in the choice of templates, none of them above a quarter of a week.",
        default=_DEFAULT.learn,
        says="no",
        example="no",
    )
    coin: YesNo = key(
        "yes: a coin decides in advance whether a post goes out on time or four hours later, so that in some weeks it "
        "can be told whether posts make people speak.",
        default=_DEFAULT.coin,
        says="no",
        example="no",
    )

    def build(self) -> Sustain:
        return Sustain(
            mode=self.mode,
            goal=self.goal,
            floor=self.floor,
            follow_up=self.follow_up.build(),
            learn=self.learn,
            coin=self.coin,
        )
