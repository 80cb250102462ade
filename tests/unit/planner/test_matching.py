from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.slot import Slot
from scheduler.planner.matching import Matched, day_of, instant_of_key, match
from tests.make import a_delivery, a_key, a_slot, utc

DAY = "2026-11-23"
MOMENT = timedelta(microseconds=1)
USED = sorted(set(State) - AHEAD - {State.WITHDRAWN})


def at(clock: str) -> datetime:
    return utc(f"{DAY} {clock}")


def slots(*clocks: str) -> list[Slot]:
    return [a_slot(f"{DAY}T{clock}") for clock in clocks]


def row(clock: str, state: State = State.PLANNED, **changes: Any) -> Delivery:
    return a_delivery(f"{DAY}T{clock}", state=state, **changes)


def matched(on: Sequence[Slot], stored: Sequence[Delivery], now: str = "00:00", accepted: str = "00:00") -> Matched:
    return match(on, stored, now=at(now), accepted_at=at(accepted), late=timedelta(hours=2))


def kept(found: Matched) -> list[tuple[str, str]]:
    """Nominal time of the delivery, and the time of the slot that it stands for."""
    assert all(slot.key == d.key for slot, d in found.kept)
    return [(d.key.nominal[11:], f"{slot.at:%H:%M}") for slot, d in found.kept]


def new(found: Matched) -> list[str]:
    return [slot.key.nominal[11:] for slot in found.new]


def used(found: Matched) -> list[tuple[str, str]]:
    return [(d.key.nominal[11:], slot.key.nominal[11:]) for slot, d in found.used]


def dropped(found: Matched) -> list[tuple[str, str]]:
    return [(d.key.nominal[11:], reason) for d, reason in found.dropped]


def test_an_empty_outbox_leaves_every_slot_new() -> None:
    found = matched(slots("09:00", "18:00"), [])
    assert found == Matched(new=tuple(slots("09:00", "18:00")))


@pytest.mark.parametrize("state", sorted(AHEAD))
def test_what_is_ahead_keeps_its_slot(state: State) -> None:
    found = matched(slots("09:00"), [row("09:00", state)])
    assert found == Matched(kept=((slots("09:00")[0], row("09:00", state)),))


@pytest.mark.parametrize("state", USED)
def test_what_was_said_or_decided_uses_its_slot_up(state: State) -> None:
    found = matched(slots("09:00"), [row("09:00", state)])
    assert found == Matched(used=((slots("09:00")[0], row("09:00", state)),))


def test_a_slot_that_has_passed_is_not_added() -> None:
    assert new(matched(slots("09:00", "18:00"), [], now="09:00")) == ["18:00"]
    assert new(matched(slots("09:00", "18:00"), [], now="08:59:59")) == ["09:00", "18:00"]


def test_a_slot_that_passed_before_its_files_were_taken_is_not_added() -> None:
    assert new(matched(slots("09:00", "18:00"), [], accepted="09:00")) == ["18:00"]
    assert new(matched(slots("09:00", "18:00"), [], accepted="08:59:59")) == ["09:00", "18:00"]


@pytest.mark.parametrize("state", USED)
def test_moving_a_time_after_it_was_said_adds_nothing_that_day(state: State) -> None:
    found = matched(slots("09:30"), [row("09:00", state)], now="09:10", accepted="09:10")
    assert (new(found), used(found)) == ([], [("09:00", "09:30")])


def test_what_was_said_uses_up_the_earliest_slots_in_order() -> None:
    said = [row("13:00", State.POSTED), row("09:00", State.POSTED)]
    found = matched(slots("10:00", "15:00", "19:00"), said, now="14:00", accepted="14:00")
    assert used(found) == [("09:00", "10:00"), ("13:00", "15:00")]
    assert new(found) == ["19:00"]


def test_more_said_than_the_schedule_has_is_no_trouble() -> None:
    said = [row("09:00", State.POSTED), row("13:00", State.POSTED)]
    found = matched(slots("10:00"), said, now="14:00")
    assert (used(found), new(found)) == ([("09:00", "10:00")], [])


def test_an_exact_time_goes_before_the_order() -> None:
    stored = [row("09:00", State.POSTED), row("18:00")]
    found = matched(slots("18:00", "20:00"), stored, now="10:00", accepted="10:00")
    assert (kept(found), used(found), new(found)) == ([("18:00", "18:00")], [("09:00", "20:00")], [])


def test_what_is_ahead_moves_with_its_schedule() -> None:
    stored = [row("13:00"), row("09:00")]
    found = matched(slots("09:30", "13:30"), stored)
    assert kept(found) == [("09:00", "09:30"), ("13:00", "13:30")]
    assert (new(found), dropped(found)) == ([], [])


def test_what_was_said_comes_before_what_is_ahead() -> None:
    stored = [row("09:00", State.POSTED), row("13:00")]
    found = matched(slots("09:30", "13:30"), stored, now="09:10", accepted="09:10")
    assert (used(found), kept(found)) == ([("09:00", "09:30")], [("13:00", "13:30")])


def test_what_an_edit_moved_stays_with_its_slot() -> None:
    moved = row("09:00", due_at=at("13:40"), slot_at=at("13:30"))
    found = matched(slots("12:00", "13:30"), [moved])
    assert (kept(found), new(found)) == ([("09:00", "13:30")], ["12:00"])


def test_what_an_edit_moved_moves_again_with_the_next() -> None:
    moved = row("09:00", due_at=at("13:30"), slot_at=at("13:30"))
    assert kept(matched(slots("13:20", "14:00"), [moved])) == [("09:00", "13:20")]


def test_what_an_edit_moved_goes_back_to_its_own_time_when_that_returns() -> None:
    moved = row("09:00", due_at=at("13:30"), slot_at=at("13:30"))
    found = matched(slots("09:00", "13:30"), [moved])
    assert (kept(found), new(found)) == ([("09:00", "09:00")], ["13:30"])


def test_the_same_instant_under_another_name_is_the_same_slot() -> None:
    elapsed = a_slot(f"{DAY}T09:00Z")
    found = matched([a_slot(f"{DAY}T08:00Z"), elapsed], [row("09:00")])
    assert [(slot.at, d.key.nominal) for slot, d in found.kept] == [(elapsed.at, f"{DAY}T09:00")]


def test_a_time_is_read_in_the_zone_in_which_it_was_made() -> None:
    elsewhere = row("09:00", zone="America/New_York")
    assert kept(matched(slots("09:30", "14:00"), [elsewhere])) == [("09:00", "14:00")]


def test_what_an_edit_moved_keeps_its_slot_when_other_files_are_taken_meanwhile() -> None:
    late = row("18:00", due_at=at("17:20"), slot_at=at("17:00"))
    assert kept(matched(slots("17:00"), [late], now="17:10", accepted="17:10")) == [("18:00", "17:00")]


def test_what_an_edit_moved_and_a_person_skipped_uses_up_its_slot() -> None:
    skipped = row("18:00", State.SKIPPED, due_at=at("18:30"), slot_at=at("18:30"))
    stored = [skipped, row("09:00", due_at=at("09:30"), slot_at=at("09:30"))]
    found = matched(slots("09:30", "18:30"), stored, now="08:00", accepted="07:00")
    assert (used(found), kept(found)) == ([("18:00", "18:30")], [("09:00", "09:30")])


def test_what_a_person_moved_keeps_a_place_when_other_files_are_taken() -> None:
    by_hand = row("09:00", due_at=at("20:00"), moved_by="anna")
    assert kept(matched(slots("10:00"), [by_hand], now="12:00", accepted="12:00")) == [("09:00", "10:00")]
    assert dropped(matched([], [by_hand])) != []


def test_nothing_moves_to_a_slot_from_before_its_files_were_taken() -> None:
    found = matched(slots("08:00"), [row("18:00")], now="12:00", accepted="08:00")
    assert dropped(found) == [("18:00", "the schedule no longer has 18:00 on Mon 23 Nov")]
    assert kept(matched(slots("08:00"), [row("18:00")], now="07:59", accepted="07:59")) == [("18:00", "08:00")]


def test_what_the_schedule_no_longer_has_is_dropped() -> None:
    found = matched(slots("09:00"), [row("09:00"), row("18:00", State.QUEUED)])
    assert (kept(found), dropped(found)) == (
        [("09:00", "09:00")],
        [("18:00", "the schedule no longer has 18:00 on Mon 23 Nov")],
    )


def test_what_was_said_and_has_no_slot_is_left_in_peace() -> None:
    assert matched([], [row("09:00", State.POSTED), row("18:00", State.WITHDRAWN)]) == Matched()


def test_what_is_late_for_its_slot_is_kept_within_the_late_limit() -> None:
    on_time, last = row("09:00"), row("09:00", due_at=at("11:00"))
    assert kept(matched(slots("09:00"), [on_time], now="09:00")) == [("09:00", "09:00")]
    assert kept(matched(slots("09:00"), [last], now="12:00")) == [("09:00", "09:00")]


def test_what_stands_too_far_from_a_slot_that_has_passed_is_dropped() -> None:
    for due_at in (at("11:00") + MOMENT, at("09:00") - MOMENT):
        found = matched(slots("09:00"), [row("09:00", due_at=due_at)], now="09:00")
        assert kept(found) == []
        assert dropped(found) == [("09:00", "its time is now 09:00 on Mon 23 Nov, which has passed")]


def test_what_stands_far_from_a_slot_ahead_moves_there() -> None:
    found = matched(slots("09:00"), [row("09:00", due_at=at("20:00"))], now="08:59:59")
    assert kept(found) == [("09:00", "09:00")]


def test_what_a_person_moved_stays_however_far() -> None:
    by_hand = row("09:00", due_at=at("20:00"), moved_by="anna")
    assert kept(matched(slots("09:00"), [by_hand], now="10:00")) == [("09:00", "09:00")]


def test_what_was_withdrawn_comes_back_with_its_slot() -> None:
    withdrawn = row("18:00", State.WITHDRAWN)
    found = matched(slots("18:00"), [withdrawn], now="17:59:59", accepted="12:00")
    assert found == Matched(back=((slots("18:00")[0], withdrawn),))


def test_what_was_withdrawn_does_not_come_back_in_the_place_of_what_was_said() -> None:
    stored = [row("09:00", State.POSTED), row("18:00", State.WITHDRAWN)]
    found = matched(slots("18:00"), stored, now="12:00", accepted="12:00")
    assert (used(found), found.back, new(found)) == ([("09:00", "18:00")], (), [])


def test_what_is_ahead_moves_before_anything_comes_back() -> None:
    found = matched(slots("18:00"), [row("17:00"), row("18:00", State.WITHDRAWN)])
    assert (kept(found), found.back, new(found)) == ([("17:00", "18:00")], (), [])


@pytest.mark.parametrize(("now", "accepted"), [("18:00", "12:00"), ("12:00", "18:00")])
def test_what_was_withdrawn_does_not_come_back_late(now: str, accepted: str) -> None:
    assert matched(slots("18:00"), [row("18:00", State.WITHDRAWN)], now, accepted) == Matched()


def test_what_was_withdrawn_comes_back_to_the_slot_that_an_edit_gave_it() -> None:
    withdrawn = row("18:00", State.WITHDRAWN, slot_at=at("18:30"))
    [(slot, found)] = matched(slots("18:30"), [withdrawn]).back
    assert (slot.key, slot.at, found) == (withdrawn.key, at("18:30"), withdrawn)


def test_what_was_withdrawn_comes_back_to_its_own_name_first() -> None:
    stored = [row("17:00", State.WITHDRAWN, slot_at=at("18:00")), row("18:00", State.WITHDRAWN)]
    found = matched(slots("18:00"), stored)
    assert [d.key.nominal for _, d in found.back] == [f"{DAY}T18:00"]


def test_what_may_have_been_on_the_wire_never_comes_back() -> None:
    let_go = row("18:00", State.WITHDRAWN, first_sent=at("10:00"))
    assert matched(slots("18:00"), [let_go]) == Matched()


def test_the_instant_of_a_key_is_read_in_its_zone() -> None:
    assert instant_of_key(a_key("2026-07-23T09:00"), "Europe/London") == utc("2026-07-23 08:00")
    assert instant_of_key(a_key("2026-07-23T09:00Z"), "Europe/London") == utc("2026-07-23 09:00")


def test_the_day_of_a_key_is_the_one_in_its_time() -> None:
    assert day_of(a_key("2026-11-23T23:30"), "Asia/Tokyo") == date(2026, 11, 23)


def test_the_day_of_elapsed_time_is_the_local_one() -> None:
    assert day_of(a_key("2026-11-23T18:00Z"), "Asia/Tokyo") == date(2026, 11, 24)
    assert day_of(a_key("2026-11-23T18:00Z"), "Europe/London") == date(2026, 11, 23)
