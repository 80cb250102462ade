from datetime import datetime, timedelta

import pytest

from scheduler.model.delivery import Delivery
from scheduler.model.schedule import Late, LatePolicy
from scheduler.planner.catching_up import catch_up, next_up
from tests.make import a_delivery, utc

NOW = utc("2026-11-23 12:00")
MOMENT = timedelta(microseconds=1)
SKIP = Late(policy=LatePolicy.SKIP, limit=timedelta(hours=2))
NEWEST = Late(policy=LatePolicy.NEWEST, limit=timedelta(hours=2))
MORNING = [a_delivery("2026-11-23T11:00"), a_delivery("2026-11-23T09:00"), a_delivery("2026-11-23T10:00")]


def expired(overdue: list[Delivery], gap: timedelta, late: Late) -> list[str]:
    found = catch_up(overdue, now=NOW, gap_began=NOW - gap, late=lambda _: late)
    return [delivery.key.nominal[11:] for delivery, _ in found]


def test_after_a_gap_shorter_than_the_late_limit_all_are_still_said() -> None:
    assert expired(MORNING, timedelta(hours=2) - MOMENT, SKIP) == []


def test_after_a_longer_gap_only_the_newest_is_still_said() -> None:
    assert expired(MORNING, timedelta(hours=2), SKIP) == ["09:00", "10:00"]


def test_newest_means_the_newest_after_any_gap() -> None:
    assert expired(MORNING, timedelta(minutes=2) + MOMENT, NEWEST) == ["09:00", "10:00"]
    assert expired(MORNING, timedelta(minutes=2), NEWEST) == []


def test_the_newest_is_by_time_and_not_by_name() -> None:
    moved = a_delivery("2026-11-23T09:00", due_at=utc("2026-11-23 11:30"))
    assert expired([moved, MORNING[0]], timedelta(hours=3), SKIP) == ["11:00"]


def test_of_two_at_one_instant_the_greater_key_is_the_newest() -> None:
    twin = a_delivery("2026-11-23T11:00", schedule="daily", due_at=utc("2026-11-23 10:00"))
    assert expired([twin, MORNING[2]], timedelta(hours=3), SKIP) == ["10:00"]


@pytest.mark.parametrize("other", [{"campaign": "another"}, {"schedule": "weekly"}, {"account": "other"}])
def test_every_series_keeps_its_newest(other: dict[str, str]) -> None:
    assert expired([MORNING[0], a_delivery("2026-11-23T09:00", **other)], timedelta(hours=3), SKIP) == []


def test_what_a_person_asked_for_stands_for_itself() -> None:
    by_hand = [a_delivery(f"2026-11-23T0{hour}:00Z", schedule="by-hand") for hour in (8, 9)]
    assert expired(by_hand, timedelta(hours=3), SKIP) == []


def test_each_is_judged_by_its_own_schedule() -> None:
    def late(delivery: Delivery) -> Late:
        return NEWEST if delivery.key.schedule == "fast" else SKIP

    overdue = [a_delivery(f"2026-11-23T0{hour}:00", schedule=name) for name in ("slow", "fast") for hour in (8, 9)]
    found = catch_up(overdue, now=NOW, gap_began=NOW - timedelta(hours=1), late=late)
    assert [delivery.key.schedule for delivery, _ in found] == ["fast"]


def test_the_reason_says_how_long_the_silence_was() -> None:
    found = catch_up(MORNING[:2], now=NOW, gap_began=NOW - timedelta(hours=3, minutes=20), late=lambda _: SKIP)
    assert found == [
        (MORNING[1], "the service was silent for 3 h 20 min, and only the newest of schedule daily is still said")
    ]


def test_nothing_overdue_is_nothing_to_catch_up() -> None:
    assert expired([], timedelta(hours=3), SKIP) == []


def ready(nominal: str, send_by: datetime) -> Delivery:
    return a_delivery(nominal, send_by=send_by)


def test_the_one_whose_time_runs_out_first_goes_first() -> None:
    early, late = ready("2026-11-23T09:00", NOW + 2 * MOMENT), ready("2026-11-23T10:00", NOW + MOMENT)
    assert next_up([early, late]) == late


def test_of_two_that_run_out_together_the_lesser_key_goes_first() -> None:
    one, other = ready("2026-11-23T09:00", NOW), ready("2026-11-23T10:00", NOW)
    assert next_up([other, one]) == one


def test_nothing_ready_is_nobody_s_turn() -> None:
    assert next_up([]) is None
