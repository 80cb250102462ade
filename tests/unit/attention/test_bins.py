from datetime import UTC, datetime, timedelta

import pytest

from scheduler.attention.bins import bin_of, binned
from scheduler.model.count import Bin
from tests.make import utc

HOUR = timedelta(hours=1)


def test_a_bin_begins_at_the_full_hour() -> None:
    assert bin_of(utc("2026-11-23 09:59"), HOUR) == utc("2026-11-23 09:00")
    assert bin_of(utc("2026-11-23 10:00"), HOUR) == utc("2026-11-23 10:00")


def test_bins_lie_alike_before_the_day_from_which_they_are_counted() -> None:
    assert bin_of(datetime(1999, 12, 31, 23, 30, tzinfo=UTC), HOUR) == datetime(1999, 12, 31, 23, tzinfo=UTC)


def test_counts_of_one_bin_are_added_up_and_what_was_not_seen_is_a_gap() -> None:
    seen = [(utc("2026-11-23 09:05"), 2), (utc("2026-11-23 09:55"), 3), (utc("2026-11-23 12:00"), 7)]
    assert list(binned(seen, HOUR)) == [
        Bin(utc("2026-11-23 09:00"), 5),
        Bin(utc("2026-11-23 10:00"), None),
        Bin(utc("2026-11-23 11:00"), None),
        Bin(utc("2026-11-23 12:00"), 7),
    ]


def test_nothing_seen_makes_no_bin() -> None:
    assert list(binned([], HOUR)) == []


def test_a_count_of_nought_is_no_gap() -> None:
    assert list(binned([(utc("2026-11-23 09:00"), 0)], HOUR)) == [Bin(utc("2026-11-23 09:00"), 0)]


def test_counts_out_of_order_are_said_to_be_so() -> None:
    with pytest.raises(ValueError, match="2026-11-23 08:00 comes after 2026-11-23 09:00"):
        list(binned([(utc("2026-11-23 09:00"), 1), (utc("2026-11-23 08:00"), 1)], HOUR))
