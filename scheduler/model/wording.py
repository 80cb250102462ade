"""Durations, days and instants as reasons name them to people."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def duration_words(duration: timedelta) -> str:
    """`2 h 30 min`, `14 days`, `40 s`: the two largest units that it has; less than a second is `0 s`."""
    seconds = int(duration.total_seconds())
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, seconds = divmod(rest, 60)
    parts = [
        f"{count} {unit}"
        for count, unit in (
            (days, "day" if days == 1 else "days"),
            (hours, "h"),
            (minutes, "min"),
            (seconds, "s"),
        )
        if count
    ]
    return " ".join(parts[:2]) or "0 s"


def day_words(day: date) -> str:
    """`Tue 24 Nov`, the same on every machine, whatever its locale."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def date_words(day: date) -> str:
    """`22 Jan 2019`, for days that may be far away."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def time_words(instant: datetime, zone: str) -> str:
    """The wall clock in a zone, with seconds only where there are any."""
    wall = instant.astimezone(ZoneInfo(zone))
    return f"{wall:%H:%M:%S}" if wall.second else f"{wall:%H:%M}"


def instant_words(instant: datetime, zone: str) -> str:
    """`09:00 on Tue 24 Nov`."""
    return f"{time_words(instant, zone)} on {day_words(instant.astimezone(ZoneInfo(zone)).date())}"
