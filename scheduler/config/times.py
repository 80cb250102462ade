"""Times as people write them: durations, dates, hours of the day, zones, cron expressions."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Annotated, NamedTuple
from zoneinfo import available_timezones

from cronsim import CronSim, CronSimError
from pydantic import WithJsonSchema
from pydantic_core import PydanticCustomError

from scheduler.config.forms import reads, wrong
from scheduler.config.paths import shown
from scheduler.config.wording import nearest

_DURATION = "(?:([0-9]{1,5})w)?(?:([0-9]{1,5})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,7})s)?"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = "[0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
_LONGEST = timedelta(days=36525)
_FIRST_YEAR, _LAST_YEAR = 1000, 2999
_NO_PLACES = {"Factory", "localtime", "posixrules"}
_ANY_DAY = datetime(2024, 1, 1, tzinfo=UTC)
_CRON_FIX = 'write five fields, minute hour day month weekday, in quotes: "0 9,18 * * *"'


class Moment(NamedTuple):
    """A local date, and the wall-clock time where one was given."""

    day: date
    wall: time | None


class ClockRange(NamedTuple):
    start: time
    end: time


def duration(text: str) -> timedelta:
    match = re.fullmatch(_DURATION, text)
    if match is None or not text:
        raise wrong("this is not a duration", "write it as 90s, 30m, 2h, 14d, 2w or 1h30m")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if length > _LONGEST:
        raise wrong("this duration is longer than a hundred years", "write a shorter one")
    return length


def bounded(shortest: str, longest: str) -> Callable[[str], timedelta]:
    low, high = duration(shortest), duration(longest)

    def length_of(text: str) -> timedelta:
        length = duration(text)
        if not low <= length <= high:
            raise wrong("this duration cannot be meant here", f"write one from {shortest} to {longest}")
        return length

    return length_of


def day(text: str) -> date:
    if not re.fullmatch(_DAY, text):
        raise wrong("this is not a date", "write year, month and day: 2026-05-01")
    return _calendar_day(text)


def local_time(text: str) -> Moment:
    moment = moment_of(text)
    if moment.wall is None:
        raise wrong("the time of day is missing", f'write it behind the date: "{text} 14:00"')
    return moment


def moment_of(text: str) -> Moment:
    match = re.fullmatch(f"({_DAY})(?:[ T]({_CLOCK}))?", text)
    if match is None:
        raise wrong("this is neither a date nor a date with a time", 'write 2026-05-01 or "2026-05-01 14:00"')
    return Moment(_calendar_day(match[1]), _wall(match[2]) if match[2] else None)


def clock_range(text: str) -> ClockRange:
    match = re.fullmatch(f"({_CLOCK}) ?[-–] ?({_CLOCK})", text)
    if match is None:
        raise wrong("these are not two times of day", "write them as 08:00-21:00")
    span = ClockRange(_wall(match[1]), _wall(match[2]))
    if span.start == span.end:
        raise wrong("both times are the same", "write when it begins and when it ends: 22:00-08:00")
    return span


def zone(text: str) -> str:
    if text not in zones():
        near = nearest_zone(text)
        if near is None:
            raise wrong("there is no such time zone", "write it as Europe/London; UTC is one, too")
        raise wrong(f"there is no time zone {shown(text)!r}", f"did you mean {near!r}?")
    return text


@cache
def zones() -> frozenset[str]:
    return frozenset(available_timezones() - _NO_PLACES)


def nearest_zone(text: str) -> str | None:
    """By the whole name, or by the city alone."""
    city = nearest(text.rpartition("/")[2].replace("_", " "), _zones_by_city().keys(), alike=0.75)
    return nearest(text, zones(), alike=0.75) or (_zones_by_city()[city] if city else None)


@cache
def _zones_by_city() -> dict[str, str]:
    return {name.rpartition("/")[2].replace("_", " "): name for name in sorted(zones()) if "/" in name}


def cron(text: str) -> str:
    if len(text.split()) != 5:
        raise wrong("a cron expression has five fields", _CRON_FIX)
    try:
        next(CronSim(text, _ANY_DAY))
    except (CronSimError, StopIteration) as error:
        raise _impossible_cron(text, str(error).removeprefix("Bad ")) from None
    return text


def _impossible_cron(text: str, part: str) -> PydanticCustomError:
    minute, hour, day_of_month, _, weekday = text.split()
    if part != "month":
        try:
            CronSim(f"{minute} {hour} {day_of_month} * {weekday}", _ANY_DAY)
        except CronSimError:
            pass
        else:
            fix = "correct the third or the fourth field"
            return wrong("this never comes: no month that it names has such a day", fix)
    return wrong(f"the {part} of this cron expression is impossible", _CRON_FIX)


def _calendar_day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise wrong(f"{text} is not in the calendar", "correct the day or the month") from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise wrong(f"the year {text[:4]} cannot be meant", "correct it")
    return found


def _wall(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise wrong(f"there is no time of day {text}", "hours go from 00 to 23, minutes from 00 to 59") from None


def _written_as(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


DURATION_SCHEMA = _written_as("([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?")

Duration = Annotated[timedelta, reads(duration), DURATION_SCHEMA]
Day = Annotated[date, reads(day), _written_as(_DAY)]
LocalTime = Annotated[Moment, reads(local_time), _written_as(f"{_DAY}[ T]{_CLOCK}")]
DayOrTime = Annotated[Moment, reads(moment_of), _written_as(f"{_DAY}([ T]{_CLOCK})?")]
Hours = Annotated[ClockRange, reads(clock_range), _written_as(f"{_CLOCK} ?[-–] ?{_CLOCK}")]
Zone = Annotated[str, reads(zone), WithJsonSchema({"type": "string", "minLength": 1})]
CronText = Annotated[str, reads(cron), _written_as(r"\S+( +\S+){4}")]
