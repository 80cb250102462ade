from datetime import datetime, timedelta

import click
import pytest

from scheduler.cli.times import instant, length, reader_zone
from tests.make import utc

LONDON = "Europe/London"
NOW = utc("2026-07-01 10:15")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-07-02 09:00", utc("2026-07-02 08:00")),
        ("2026-07-02T09:00", utc("2026-07-02 08:00")),
        ("2026-07-02 09:00:30", utc("2026-07-02 08:00:30")),
        ("  2026-07-02   09:00 ", utc("2026-07-02 08:00")),
        ("2026-12-02 09:00", utc("2026-12-02 09:00")),
        ("2026-07-02T09:00+02:00", utc("2026-07-02 07:00")),
        ("2026-07-02 09:00-0300", utc("2026-07-02 12:00")),
        ("2026-07-02T09:00Z", utc("2026-07-02 09:00")),
        ("2026-07-02T09:00:30.5Z", utc("2026-07-02 09:00:30.5")),
        ("in 20m", utc("2026-07-01 10:35")),
        ("in 1h30m", utc("2026-07-01 11:45")),
        ("2d ago", utc("2026-06-29 10:15")),
        ("now", NOW),
        ("today 18:00", utc("2026-07-01 17:00")),
        ("tomorrow 09:00", utc("2026-07-02 08:00")),
        ("yesterday 09:00", utc("2026-06-30 08:00")),
    ],
)
def test_a_time_is_read_on_the_wall_clock_of_the_zone(text: str, meant: datetime) -> None:
    assert meant == instant(text, LONDON, NOW)


def test_the_answer_is_in_utc() -> None:
    assert instant("2026-07-02T09:00+02:00", LONDON, NOW).tzinfo == NOW.tzinfo
    assert instant("2026-07-02 09:00", LONDON, NOW).tzinfo == NOW.tzinfo


def test_today_is_that_of_the_zone() -> None:
    late = utc("2026-07-01 23:30")  # the second of July has begun in London

    assert instant("today 12:00", LONDON, late) == utc("2026-07-02 11:00")


def test_a_time_that_the_clocks_skip_is_the_first_after_the_gap() -> None:
    assert instant("2026-03-29 01:30", LONDON, NOW) == utc("2026-03-29 01:00")


def test_a_time_that_comes_twice_is_its_first_coming() -> None:
    assert instant("2026-10-25 01:30", LONDON, NOW) == utc("2026-10-25 00:30")


@pytest.mark.parametrize(("text", "meant"), [("2026-07-02", "2026-07-01 23:00"), ("yesterday", "2026-06-29 23:00")])
def test_a_date_alone_is_its_first_instant_where_days_will_do(text: str, meant: str) -> None:
    assert utc(meant) == instant(text, LONDON, NOW, whole_days=True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("noon", "neither a date nor"),
        ("2026-07-02", "the time of day is missing"),
        ("tomorrow", "the time of day is missing"),
        ("2026-02-30 09:00", "not in the calendar"),
        ("2026-07-02 25:00", "no time of day 25:00"),
        ("2026-07-02T99:00+02:00", "this is not a time"),
        ("0001-01-01T00:00+14:00", "this is not a time"),
        ("in a while", "neither a date nor"),
        ("in never", "this is not a duration"),
        ("ages ago", "this is not a duration"),
    ],
)
def test_what_is_no_time_is_a_mistake_of_usage_that_shows_the_forms(text: str, says: str) -> None:
    with pytest.raises(click.UsageError) as wrong:
        instant(text, LONDON, NOW)

    assert says in wrong.value.message


def test_a_mistake_shows_how_a_time_is_written() -> None:
    with pytest.raises(click.UsageError, match="tomorrow 09:00"):
        instant("noon", LONDON, NOW)


def test_a_duration_is_read_as_in_the_files() -> None:
    assert length("1h30m") == timedelta(minutes=90)


@pytest.mark.parametrize(
    ("named", "zone"),
    [("Asia/Tokyo", "Asia/Tokyo"), (":Asia/Tokyo", "Asia/Tokyo"), ("", LONDON), ("JST-9", LONDON), ("nowhere", LONDON)],
)
def test_the_machines_zone_counts_where_it_names_one(monkeypatch: pytest.MonkeyPatch, named: str, zone: str) -> None:
    monkeypatch.setenv("TZ", named)

    assert zone == reader_zone(LONDON)
