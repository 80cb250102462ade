from datetime import timedelta

import pytest

from scheduler.words.times import (
    abbreviation,
    clock_in_zone,
    for_reader,
    from_now,
    in_both,
    in_zone,
    long_day,
    stamp,
)
from tests.make import utc

NINE = utc("2026-11-23 09:00")


def test_an_instant_is_said_with_its_day_and_its_zone() -> None:
    assert in_zone(NINE, "Europe/London") == "Mon 23 Nov 09:00 GMT"
    assert in_zone(NINE, "Europe/Paris") == "Mon 23 Nov 10:00 CET"


def test_seconds_are_said_only_where_there_are_any() -> None:
    assert clock_in_zone(NINE + timedelta(seconds=5), "UTC") == "09:00:05 UTC"
    assert clock_in_zone(NINE, "UTC") == "09:00 UTC"


@pytest.mark.parametrize(
    ("zone", "name"), [("Europe/London", "GMT"), ("America/Sao_Paulo", "UTC-03"), ("Asia/Dubai", "UTC+04")]
)
def test_a_zone_without_a_name_is_known_by_its_offset(zone: str, name: str) -> None:
    assert name == abbreviation(NINE, zone)


def test_the_reader_is_told_nothing_where_both_clocks_agree() -> None:
    assert for_reader(NINE, "Europe/London", "UTC") == ""
    assert in_both(NINE, "Europe/London", "UTC") == "Mon 23 Nov 09:00 GMT"


def test_the_reader_is_told_their_own_time_where_it_differs() -> None:
    assert for_reader(NINE, "Europe/London", "Europe/Paris") == "10:00 CET"
    assert in_both(NINE, "Europe/London", "Europe/Paris") == "Mon 23 Nov 09:00 GMT (10:00 CET)"


def test_the_reader_is_told_the_day_too_where_it_is_another() -> None:
    late = utc("2026-11-23 23:30")

    assert for_reader(late, "Europe/London", "Europe/Paris") == "Tue 24 Nov 00:30 CET"


def test_a_day_is_that_of_the_zone() -> None:
    late = utc("2026-12-31 23:30")

    assert long_day(late, "Europe/London") == "Thu 31 Dec 2026"
    assert long_day(late, "Europe/Paris") == "Fri 1 Jan 2027"


def test_a_stamp_sorts_as_time_does() -> None:
    assert stamp(NINE, "Europe/Paris") == "2026-11-23 10:00:00"


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        (timedelta(milliseconds=999), "now"),
        (timedelta(milliseconds=-999), "now"),
        (timedelta(seconds=1), "in 1 s"),
        (timedelta(seconds=-30), "30 s ago"),
        (timedelta(seconds=119), "in 1 min 59 s"),
        (timedelta(seconds=120), "in 2 min"),
        (timedelta(seconds=150), "in 2 min"),
        (timedelta(hours=2, minutes=5, seconds=59), "in 2 h 5 min"),
        (timedelta(days=-3, hours=-1), "3 days 1 h ago"),
    ],
)
def test_how_far_away_an_instant_is(apart: timedelta, said: str) -> None:
    assert said == from_now(NINE + apart, NINE)
