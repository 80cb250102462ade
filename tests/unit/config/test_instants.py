from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduler.config.instants import ends, starts
from scheduler.config.times import Moment, moment_of


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-01-15 14:00", "Europe/London", "2026-01-15 14:00"),
        ("2026-07-15 14:00", "Europe/London", "2026-07-15 13:00"),
        ("2026-07-15", "Europe/London", "2026-07-14 23:00"),
        ("2026-07-15 14:00", "UTC", "2026-07-15 14:00"),
        # the clocks skip 01:00 to 02:00: the first instant after the gap
        ("2026-03-29 00:59:59", "Europe/London", "2026-03-29 00:59:59"),
        ("2026-03-29 01:00", "Europe/London", "2026-03-29 01:00"),
        ("2026-03-29 01:30", "Europe/London", "2026-03-29 01:00"),
        ("2026-03-29 02:00", "Europe/London", "2026-03-29 01:00"),
        # 01:00 to 02:00 comes twice: its first coming
        ("2026-10-25 01:30", "Europe/London", "2026-10-25 00:30"),
        # half an hour is skipped
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03 15:30"),
        # a whole day is skipped
        ("2011-12-30 12:00", "Pacific/Apia", "2011-12-30 10:00"),
        ("2011-12-30", "Pacific/Apia", "2011-12-30 10:00"),
        # midnight is skipped
        ("2024-03-31", "Asia/Beirut", "2024-03-30 22:00"),
    ],
)
def test_a_local_time_is_one_instant(text: str, zone: str, expected: str) -> None:
    assert starts(moment_of(text), zone).astimezone(UTC) == utc(expected)


def test_the_instant_keeps_its_zone_and_its_wall_clock() -> None:
    found = starts(moment_of("2026-07-15 14:00"), "Europe/London")

    assert found.utcoffset() == timedelta(hours=1)
    assert found.isoformat() == "2026-07-15T14:00:00+01:00"
    assert starts(moment_of("2026-03-29 01:30"), "Europe/London").isoformat() == "2026-03-29T02:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-07-15", "2026-07-15 23:00"),
        ("2026-07-15 00:00", "2026-07-14 23:00"),
        ("2026-10-25", "2026-10-26 00:00"),
        ("2026-12-31", "2027-01-01 00:00"),
    ],
)
def test_a_date_ends_with_its_last_instant_and_a_time_where_it_stands(text: str, expected: str) -> None:
    assert ends(moment_of(text), "Europe/London").astimezone(UTC) == utc(expected)


def test_the_last_day_that_can_be_written_has_an_end() -> None:
    assert ends(Moment(date(2999, 12, 31), None), "UTC") == utc("3000-01-01 00:00")
    assert starts(Moment(date(1000, 1, 1), time(0)), "Europe/London").year == 1000
