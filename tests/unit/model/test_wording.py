from datetime import date, timedelta

import pytest

from scheduler.model.wording import date_words, day_words, duration_words, instant_words, time_words
from tests.make import utc


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(0), "0 s"),
        (timedelta(microseconds=999_999), "0 s"),
        (timedelta(seconds=1), "1 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(seconds=61), "1 min 1 s"),
        (timedelta(minutes=59, seconds=59), "59 min 59 s"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=2, minutes=30), "2 h 30 min"),
        (timedelta(hours=1, seconds=1), "1 h 1 s"),
        (timedelta(hours=23, minutes=59, seconds=59), "23 h 59 min"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=1, minutes=1), "1 day 1 min"),
        (timedelta(days=2, hours=3, minutes=4, seconds=5), "2 days 3 h"),
        (timedelta(days=14), "14 days"),
    ],
)
def test_a_duration_is_named_by_its_two_largest_units(duration: timedelta, words: str) -> None:
    assert duration_words(duration) == words


@pytest.mark.parametrize("day", range(1, 8))
def test_a_day_is_named_with_its_day_of_the_week(day: int) -> None:
    weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][day - 1]
    assert day_words(date(2026, 11, day)) == f"{weekday} {day} Nov"


@pytest.mark.parametrize(
    ("month", "name"),
    list(enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1)),
)
def test_a_date_is_named_with_its_year(month: int, name: str) -> None:
    assert date_words(date(2019, month, 22)) == f"22 {name} 2019"
    assert day_words(date(2019, month, 22)).endswith(f" 22 {name}")


def test_a_time_is_that_of_the_wall_clock_in_its_zone() -> None:
    assert time_words(utc("2026-11-23 09:05"), "UTC") == "09:05"
    assert time_words(utc("2026-11-23 09:05"), "Asia/Kathmandu") == "14:50"
    assert time_words(utc("2026-07-01 09:05"), "Europe/London") == "10:05"


def test_a_time_has_seconds_only_where_there_are_any() -> None:
    assert time_words(utc("2026-11-23 09:05:07"), "UTC") == "09:05:07"
    assert time_words(utc("2026-11-23 09:05:00.999999"), "UTC") == "09:05"


def test_an_instant_is_named_by_the_day_of_its_zone() -> None:
    assert instant_words(utc("2026-11-23 23:30"), "UTC") == "23:30 on Mon 23 Nov"
    assert instant_words(utc("2026-11-23 23:30"), "Europe/Moscow") == "02:30 on Tue 24 Nov"
