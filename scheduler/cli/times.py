"""Instants and durations as people write them on the command line."""

import os
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click
from pydantic_core import PydanticCustomError

from scheduler.config.instants import starts
from scheduler.config.times import duration, local_time, moment_of, zones

FORMS = '"2026-11-23 09:00", 2026-11-23T09:00+01:00, "tomorrow 09:00", "in 20m"'
DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


def instant(text: str, zone: str, now: datetime, *, whole_days: bool = False) -> datetime:
    """In UTC. Without an offset the text is wall-clock time in `zone`; a time that the clocks skip is the first
    instant after the gap. `whole_days`: a date alone will do, and means its first instant."""
    words = " ".join(text.split())
    if words == "now":
        return now
    if apart := re.fullmatch(r"in (\S+)", words):
        return now + length(apart[1])
    if apart := re.fullmatch(r"(\S+) ago", words):
        return now - length(apart[1])
    if re.search(r"\d[ T]\d\d:\d\d\S*(?:Z|[+-]\d\d:?\d\d)$", words):
        return _with_offset(words)
    return _local(_named_day(words, zone, now), zone, whole_days=whole_days).astimezone(UTC)


def length(text: str) -> timedelta:
    try:
        return duration(text)
    except PydanticCustomError as error:
        raise click.UsageError(f"{text!r}: {_said(error)}.") from error


def reader_zone(configured: str) -> str:
    """Where the reader sits: TZ where it is set to a zone, as on a machine that people share; otherwise what the
    files say."""
    named = os.environ.get("TZ", "").removeprefix(":")
    return named if named in zones() else configured


def _with_offset(words: str) -> datetime:
    try:
        return datetime.fromisoformat(words).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _not_a_time(words) from error


def _named_day(words: str, zone: str, now: datetime) -> str:
    """`tomorrow 09:00` as a date in the zone and a time."""
    day, _, rest = words.partition(" ")
    if day not in DAYS:
        return words
    date = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=DAYS[day])
    return f"{date} {rest}".strip()


def _local(words: str, zone: str, *, whole_days: bool) -> datetime:
    try:
        return starts(moment_of(words) if whole_days else local_time(words), zone)
    except PydanticCustomError as error:
        raise _not_a_time(words, _said(error)) from error


def _not_a_time(words: str, why: str = "this is not a time") -> click.UsageError:
    return click.UsageError(f"{words!r}: {why}. A time is written like {FORMS}.")


def _said(error: PydanticCustomError) -> str:
    return error.message()
