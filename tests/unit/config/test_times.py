from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from pydantic_core import PydanticCustomError

from scheduler.config.times import (
    Moment,
    bounded,
    clock_range,
    cron,
    day,
    duration,
    local_time,
    moment_of,
    nearest_zone,
    zone,
    zones,
)


def refusal(parse: Callable[[str], object], text: str) -> tuple[str, str]:
    with pytest.raises(PydanticCustomError) as error:
        parse(text)
    context = error.value.context
    assert context is not None
    return context["what"], context["fix"]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("14d", timedelta(days=14)),
        ("2w", timedelta(weeks=2)),
        ("1h30m", timedelta(minutes=90)),
        ("1w1d1h1m1s", timedelta(days=8, hours=1, minutes=1, seconds=1)),
        ("0s", timedelta(0)),
        ("36525d", timedelta(days=36525)),
    ],
)
def test_a_duration_is_numbers_with_their_units(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize("text", ["", "5", "h", "2 h", "2hours", "30m1h", "1.5h", "-1h", "٣h", "1h\n", "9999999w"])
def test_anything_else_is_no_duration(text: str) -> None:
    assert refusal(duration, text) == ("this is not a duration", "write it as 90s, 30m, 2h, 14d, 2w or 1h30m")


def test_no_duration_is_longer_than_a_century() -> None:
    assert refusal(duration, "36525d1s")[0] == "this duration is longer than a hundred years"


def test_a_bounded_duration_may_be_as_short_and_as_long_as_its_bounds() -> None:
    some = bounded("1m", "2h")

    assert some("1m") == timedelta(minutes=1)
    assert some("120m") == timedelta(hours=2)
    assert refusal(some, "59s") == ("this duration cannot be meant here", "write one from 1m to 2h")
    assert refusal(some, "121m") == ("this duration cannot be meant here", "write one from 1m to 2h")
    assert refusal(some, "soon")[0] == "this is not a duration"


def test_a_date_is_a_date() -> None:
    assert day("2026-02-28") == date(2026, 2, 28)
    assert day("1000-01-01") == date(1000, 1, 1)
    assert day("2999-12-31") == date(2999, 12, 31)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("1 May 2026", "this is not a date"),
        ("2026-5-1", "this is not a date"),
        ("2026-05-01 14:00", "this is not a date"),
        ("20260501", "this is not a date"),
        ("2026-02-29", "2026-02-29 is not in the calendar"),
        ("2026-13-01", "2026-13-01 is not in the calendar"),
        ("0999-12-31", "the year 0999 cannot be meant"),
        ("3000-01-01", "the year 3000 cannot be meant"),
    ],
)
def test_another_date_is_refused(text: str, what: str) -> None:
    assert refusal(day, text)[0] == what


@pytest.mark.parametrize("text", ["2019-01-26 14:00", "2019-01-26T14:00", "2019-01-26 14:00:00"])
def test_a_local_time_is_a_date_and_a_time_of_day(text: str) -> None:
    assert local_time(text) == Moment(date(2019, 1, 26), time(14))


def test_a_moment_may_be_a_date_alone_and_a_local_time_may_not() -> None:
    assert moment_of("2019-01-26") == Moment(date(2019, 1, 26), None)
    assert moment_of("2019-01-26 00:00") == Moment(date(2019, 1, 26), time(0))
    assert refusal(local_time, "2019-01-26") == (
        "the time of day is missing",
        'write it behind the date: "2019-01-26 14:00"',
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("tomorrow", "this is neither a date nor a date with a time"),
        ("2019-01-26  14:00", "this is neither a date nor a date with a time"),
        ("2019-01-26 14:00Z", "this is neither a date nor a date with a time"),
        ("2019-02-30 14:00", "2019-02-30 is not in the calendar"),
        ("2019-01-26 24:00", "there is no time of day 24:00"),
        ("2019-01-26 14:60", "there is no time of day 14:60"),
    ],
)
def test_another_moment_is_refused(text: str, what: str) -> None:
    assert refusal(moment_of, text)[0] == what


@pytest.mark.parametrize("text", ["22:00-08:00", "22:00 - 08:00", "22:00–08:00", "22:00:00-08:00:00"])
def test_hours_are_two_times_of_day(text: str) -> None:
    assert clock_range(text) == (time(22), time(8))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("22-8", "these are not two times of day"),
        ("22:00", "these are not two times of day"),
        ("22:00--08:00", "these are not two times of day"),
        ("8:00-21:00", "these are not two times of day"),
        ("08:00-24:00", "there is no time of day 24:00"),
        ("08:00-08:00", "both times are the same"),
    ],
)
def test_other_hours_are_refused(text: str, what: str) -> None:
    assert refusal(clock_range, text)[0] == what


def test_a_zone_is_one_that_the_world_knows() -> None:
    assert zone("Europe/London") == "Europe/London"
    assert zone("UTC") == "UTC"
    assert {"localtime", "Factory", "posixrules"}.isdisjoint(zones())


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Europe/Lodnon", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("London", "Europe/London"),
        ("New York", "America/New_York"),
        ("Asia/Tiblisi", "Asia/Tbilisi"),
        ("Mars/Olympus", None),
    ],
)
def test_the_zone_that_was_probably_meant_is_found_by_name_or_city(text: str, near: str | None) -> None:
    assert nearest_zone(text) == near


def test_an_unknown_zone_is_repeated_only_where_one_is_near() -> None:
    assert refusal(zone, "London") == ("there is no time zone 'London'", "did you mean 'Europe/London'?")
    assert refusal(zone, "Mars/Olympus") == (
        "there is no such time zone",
        "write it as Europe/London; UTC is one, too",
    )


@pytest.mark.parametrize(
    "text", ["0 9 * * *", "*/5 * * * *", "0 9,13,18 * * mon-fri", "0 0 29 2 *", "0 0 L * *", "0 0 * * 5#3"]
)
def test_a_cron_expression_that_comes_is_taken(text: str) -> None:
    assert cron(text) == text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "a cron expression has five fields"),
        ("0 9 * *", "a cron expression has five fields"),
        ("0 0 9 * * *", "a cron expression has five fields"),
        ("@daily", "a cron expression has five fields"),
        ("60 9 * * *", "the minute of this cron expression is impossible"),
        ("0 24 * * *", "the hour of this cron expression is impossible"),
        ("0 9 32 * *", "the day-of-month of this cron expression is impossible"),
        ("0 9 * * someday", "the day-of-week of this cron expression is impossible"),
        ("0 0 31 2 *", "this never comes: no month that it names has such a day"),
        ("0 0 31 4,6,9,11 *", "this never comes: no month that it names has such a day"),
        ("0 0 30 2 *", "this never comes: no month that it names has such a day"),
    ],
)
def test_a_cron_expression_that_never_comes_is_refused(text: str, what: str) -> None:
    assert refusal(cron, text)[0] == what


def test_an_impossible_month_is_named() -> None:
    assert refusal(cron, "0 9 1 13 *")[0] == "the month of this cron expression is impossible"
