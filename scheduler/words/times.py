"""Instants and durations as people read them: always with their zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.wording import day_words, duration_words, time_words


def abbreviation(at: datetime, zone: str) -> str:
    """`GMT`, `CET`; zones that have only an offset for a name are `UTC-03`."""
    name = at.astimezone(ZoneInfo(zone)).tzname() or zone
    return f"UTC{name}" if name[0] in "+-" else name


def in_zone(at: datetime, zone: str) -> str:
    """`Mon 23 Nov 09:00 GMT`."""
    return f"{day_words(at.astimezone(ZoneInfo(zone)).date())} {clock_in_zone(at, zone)}"


def clock_in_zone(at: datetime, zone: str) -> str:
    """`09:00 GMT`."""
    return f"{time_words(at, zone)} {abbreviation(at, zone)}"


def for_reader(at: datetime, zone: str, reader: str) -> str:
    """The same instant on the reader's wall clock, with the day where that is another: `10:00 CET`. Empty where both
    clocks say the same."""
    here, there = at.astimezone(ZoneInfo(reader)), at.astimezone(ZoneInfo(zone))
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return ""
    return clock_in_zone(at, reader) if here.date() == there.date() else in_zone(at, reader)


def in_both(at: datetime, zone: str, reader: str) -> str:
    """`Mon 23 Nov 09:00 GMT (10:00 CET)`: the schedule's zone, then the reader's where its clock differs."""
    here = for_reader(at, zone, reader)
    return f"{in_zone(at, zone)} ({here})" if here else in_zone(at, zone)


def long_day(at: datetime, zone: str) -> str:
    """`Mon 23 Nov 2026`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day_words(local.date())} {local.year}"


def stamp(at: datetime, zone: str) -> str:
    """`2026-11-23 09:00:05`, for lists that are sorted by it."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"


def from_now(at: datetime, now: datetime) -> str:
    """`in 2 h 5 min`, `3 min ago`, `now`; seconds only below two minutes."""
    apart = abs(at - now)
    if apart < timedelta(seconds=1):
        return "now"
    if apart >= timedelta(minutes=2):
        apart -= timedelta(seconds=apart.total_seconds() % 60)
    return f"in {duration_words(apart)}" if at > now else f"{duration_words(apart)} ago"
