"""The form of the schedules in a campaign's file."""

from datetime import UTC, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from scheduler.config.forms import WRONG, Form, key, reads, tag, wrong
from scheduler.config.instants import starts
from scheduler.config.names import Id
from scheduler.config.times import DURATION_SCHEMA, CronText, Day, Duration, Hours, LocalTime, Zone, bounded
from scheduler.config.values import KindName, any_of, numbered, one_of, whole
from scheduler.model.schedule import At, Cron, Demonstration, Every, Late, LatePolicy, PerDay, Schedule


class DayName(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


_DAYS = tuple(DayName)
_PHRASES = {"every day": _DAYS, "weekdays": _DAYS[:5], "weekends": _DAYS[5:]}
_WAYS = ("cron", "per_day", "every", "demonstration")
_WAYS_WRITTEN = '{cron: "0 9 * * *"}, {per_day: 3, between: 08:00-21:00} or {every: 6h, from: "2026-01-01 00:00"}'
_DEFAULT = Late()


def _days(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value in _PHRASES:
        return [str(name) for name in _PHRASES[value]]
    if value in _DAYS:
        return [value]
    raise wrong("these are not days of the week", "write weekdays, weekends, every day, or a list: [mon, wed]")


def _way(value: object) -> str | None:
    """The tag of the form in which `at` is written."""
    keys = value if isinstance(value, dict) else ()
    return next((tag(way) for way in _WAYS if way in keys), None)


Days = Annotated[
    tuple[Annotated[DayName, reads(one_of("day", DayName)), any_of(DayName)], ...],
    BeforeValidator(_days),
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": [*_PHRASES, *_DAYS]},
                {"type": "array", "items": {"enum": list(_DAYS)}, "minItems": 1},
            ]
        }
    ),
]


class CronAt(Form):
    """Wall-clock times by a cron expression."""

    cron: CronText = key(
        "Five fields, in quotes: minute, hour, day of the month, month, day of the week. A time that the clocks skip "
        "moves to the end of the gap, one that comes twice is taken once.",
        example='"0 9,13,18 * * *"',
    )

    def build(self) -> At:
        return Cron(expression=self.cron)


class PerDayAt(Form):
    """So many times a day, spread evenly."""

    per_day: Annotated[int, reads(whole(1, 96)), numbered(1, 96)] = key("How many times a day.", example="3")
    between: Hours = key("The first and the last time of day.", example="08:00-21:00")
    on: Days = key(
        "On which days: weekdays, weekends, every day, or a list of mon, tue, wed, thu, fri, sat, sun.",
        default=_DAYS,
        says="every day",
        example="weekdays",
    )

    def build(self) -> At:
        days = frozenset(_DAYS.index(name) for name in self.on)
        return PerDay(count=self.per_day, start=self.between.start, end=self.between.end, days=days)


class EveryAt(Form):
    """Every so many hours or days, counted in elapsed time."""

    every: Annotated[timedelta, reads(bounded("1m", "366d")), DURATION_SCHEMA] = key(
        "The time from one to the next; a change of the clocks does not alter it.", example="6h"
    )
    from_: LocalTime = key(
        "When the counting begins, in the schedule's zone.", alias="from", example='"2026-01-01 00:00"'
    )

    def build(self, zone: str) -> At:
        return Every(interval=self.every, anchor=starts(self.from_, zone).astimezone(UTC))


class DemonstrationAt(Form):
    """A few moments after the very first start, to show that it works."""

    demonstration: Annotated[tuple[Duration, ...], Field(min_length=1)] = key(
        "How long after the first start of the service; said once and never again, and only on paper.",
        example="[5s, 40s, 75s, 110s]",
    )

    def build(self) -> At:
        return Demonstration(after=tuple(sorted(set(self.demonstration))))


AtForm = Annotated[
    Annotated[CronAt, Tag(tag("cron"))]
    | Annotated[PerDayAt, Tag(tag("per_day"))]
    | Annotated[EveryAt, Tag(tag("every"))]
    | Annotated[DemonstrationAt, Tag(tag("demonstration"))],
    Discriminator(
        _way,
        custom_error_type=WRONG,
        custom_error_message="{what}",
        custom_error_context={"what": "this does not say when", "fix": f"write {_WAYS_WRITTEN}"},
    ),
]


class LateForm(Form):
    """What happens to posts that missed their time: after an outage, a suspended machine."""

    policy: Annotated[LatePolicy, reads(one_of("late policy", LatePolicy)), any_of(LatePolicy)] = key(
        "skip: after a short gap what is within the limit is still said, after a long one only the newest. "
        "newest: after any gap only the newest.",
        default=_DEFAULT.policy,
        says="skip",
        example="skip",
    )
    limit: Annotated[timedelta, reads(bounded("1s", "366d")), DURATION_SCHEMA] = key(
        "How late a post may be; later than that it is never sent.", default=_DEFAULT.limit, says="2h", example="2h"
    )

    def build(self) -> Late:
        return Late(policy=self.policy, limit=self.limit)


class ScheduleForm(Form):
    """When and where the campaign speaks."""

    id: Id = key("Part of the keys of its posts: choose it once and keep it.", example="daily")
    accounts: Annotated[tuple[Id, ...], Field(min_length=1)] = key(
        "The accounts that speak, by their ids.", example="[demo, main-mastodon]"
    )
    at: AtForm = key(
        "When: cron, or per_day with between, or every with from, or demonstration.",
        example='{cron: "0 9,13,18 * * *"}',
    )
    zone: Zone = key("The time zone in which all its times are meant.", example="Europe/London")
    kinds: tuple[KindName, ...] = key(
        "The kinds of action it takes.", default=(), says="every kind", example="[petition, donate, share]"
    )
    templates: tuple[Id, ...] = key(
        "Only these templates, by the names of their files.", default=(), says="every template", example="[petition]"
    )
    start: Day | None = key("The first date.", default=None, says="no first date", example="2026-05-01")
    end: Day | None = key("The last date.", default=None, says="no last date", example="2026-09-30")
    late: LateForm = key(
        "What happens to posts that missed their time.",
        default=LateForm(),
        says="{policy: skip, limit: 2h}",
        example="{policy: skip, limit: 2h}",
    )
    was: Id | None = key(
        "The id it had before a rename, so that nothing is said twice.", default=None, example="every-day"
    )

    def build(self, campaign: str) -> Schedule:
        return Schedule(
            id=self.id,
            campaign=campaign,
            accounts=self.accounts,
            at=self.at.build(self.zone) if isinstance(self.at, EveryAt) else self.at.build(),
            zone=self.zone,
            kinds=self.kinds,
            templates=self.templates,
            start=self.start,
            end=self.end,
            late=self.late.build(),
            was=self.was,
        )
