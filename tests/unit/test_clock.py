import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from scheduler.clock import Clock, ManualClock, SystemClock
from tests.make import utc

NINE = utc("2026-11-23 09:00")
EAST = timezone(timedelta(hours=3))


def test_the_wall_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_the_wall_clock_is_that_of_this_machine() -> None:
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert utc("2026-01-01") < first <= second < first + timedelta(minutes=1)


def test_the_steady_clock_never_goes_back() -> None:
    clock = SystemClock()
    read = [clock.monotonic() for _ in range(100)]
    assert sorted(read) == read


def test_waiting_ends_at_once_where_the_event_was_set() -> None:
    clock = SystemClock()
    event = threading.Event()
    event.set()
    before = clock.monotonic()
    assert clock.wait(event, 3600)
    assert clock.monotonic() - before < 60


def test_waiting_ends_without_the_event_once_its_time_is_over() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    assert not clock.wait(threading.Event(), 0.01)
    assert clock.monotonic() - before >= 0.01


def test_a_manual_clock_refuses_a_naive_start() -> None:
    with pytest.raises(ValueError, match=r"^a clock starts at an aware instant$"):
        ManualClock(datetime(2026, 11, 23))  # noqa: DTZ001 - naive on purpose


def test_a_manual_clock_stands_still() -> None:
    clock = ManualClock(NINE)
    assert [clock.now(), clock.now()] == [NINE, NINE]
    assert [clock.monotonic(), clock.monotonic()] == [0.0, 0.0]


def test_a_manual_clock_tells_utc_wherever_it_was_started() -> None:
    clock = ManualClock(NINE.astimezone(EAST))
    assert (clock.now(), clock.now().tzinfo) == (NINE, UTC)


def test_time_passes_on_both_of_its_clocks() -> None:
    clock = ManualClock(NINE)
    clock.advance(timedelta(minutes=1))
    clock.advance(timedelta(seconds=1, milliseconds=500))
    assert (clock.now(), clock.monotonic()) == (utc("2026-11-23 09:01:01.500"), 61.5)


def test_setting_it_moves_the_wall_clock_alone_and_it_may_go_back() -> None:
    clock = ManualClock(NINE)
    clock.set(utc("2026-11-23 08:00").astimezone(EAST))
    assert (clock.now(), clock.now().tzinfo, clock.monotonic()) == (utc("2026-11-23 08:00"), UTC, 0.0)


def test_waiting_moves_a_manual_clock() -> None:
    clock = ManualClock(NINE)
    assert not clock.wait(threading.Event(), 90)
    assert (clock.now(), clock.monotonic()) == (utc("2026-11-23 09:01:30"), 90.0)


def test_waiting_for_what_has_happened_takes_no_time() -> None:
    clock = ManualClock(NINE)
    event = threading.Event()
    event.set()
    assert clock.wait(event, 90)
    assert (clock.now(), clock.monotonic()) == (NINE, 0.0)


def test_either_clock_is_a_clock() -> None:
    clocks: list[Clock] = [SystemClock(), ManualClock(NINE)]
    assert [clock.now().utcoffset() for clock in clocks] == [timedelta(0), timedelta(0)]
