from datetime import timedelta

import pytest

from scheduler.model.instants import INSTANTS, OVER, due_reading, reached
from tests.make import utc

NOON = utc("2026-11-23 12:00")
A_MOMENT = timedelta(microseconds=1)


def test_there_are_seven_each_further_off_than_the_one_before() -> None:
    assert len(INSTANTS) == 7
    assert sorted(set(INSTANTS)) == list(INSTANTS)


@pytest.mark.parametrize(("nth", "after"), list(enumerate(INSTANTS)))
def test_each_is_due_from_its_instant_until_the_next(nth: int, after: timedelta) -> None:
    before = nth - 1 if nth else None

    assert due_reading(NOON, NOON + after - A_MOMENT) == before
    assert due_reading(NOON, NOON + after) == nth


def test_the_last_is_due_for_a_week() -> None:
    assert due_reading(NOON, NOON + OVER) == 6
    assert due_reading(NOON, NOON + OVER + A_MOMENT) is None


def test_a_post_from_the_future_has_none_due() -> None:
    assert due_reading(NOON, NOON - timedelta(days=1)) is None


@pytest.mark.parametrize("nth", range(7))
def test_who_has_reached_an_instant_went_out_by_then(nth: int) -> None:
    out_at = reached(NOON)[nth]

    assert due_reading(out_at, NOON) == nth
    assert due_reading(out_at + A_MOMENT, NOON) != nth
