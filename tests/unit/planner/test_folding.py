from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.plan import Plan
from scheduler.model.post import Candidate, Verdict
from scheduler.model.schedule import Cron, Late
from scheduler.model.slot import Slot
from tests.make import a_delivery, a_post, a_schedule, utc
from tests.plans import ALLOWED, HOUSE, at_nine, gap, judge, only, plan, refuse


def at(clock: str) -> datetime:
    return utc(f"2026-11-23 {clock}")


def row(clock: str, **changes: Any) -> Delivery:
    named = {"action": "a", "template": "t0", "post": a_post("a/t0/"), "why": ("its place", "its turn")}
    return a_delivery(f"2026-11-23T{clock}", **(named | changes))


def times(found: Plan) -> list[tuple[str, str]]:
    return [(entry.slot.key.nominal[11:], f"{entry.due_at:%H:%M}" if entry.choice else "-") for entry in found.slots]


def test_what_is_ahead_keeps_its_choice() -> None:
    stored = row("09:00")
    entry = only(plan([stored], at_nine()))
    assert entry.choice is not None
    assert (entry.choice.action, entry.choice.template, entry.kept) == ("a", "t0", stored)
    assert entry.why == ('the 09:00 of "0 9 * * *" in Europe/London', "its turn")


def test_what_is_ahead_is_rendered_anew_until_it_is_frozen() -> None:
    for due_in, text in ((timedelta(minutes=30), "as stored"), (timedelta(minutes=30, microseconds=1), "a/t0/")):
        stored = row("09:00", post=a_post("as stored"))
        entry = only(plan([stored], at_nine(), now=stored.due_at - due_in))
        assert entry.choice is not None
        assert entry.choice.post == a_post(text)


def test_a_choice_that_became_impossible_is_made_anew() -> None:
    stored = row("09:00", action="gone")
    entry = only(plan([stored], at_nine()))
    assert entry.choice is not None
    assert entry.kept == stored
    assert entry.why[:2] == (
        'the 09:00 of "0 9 * * *" in Europe/London',
        "chosen anew: action gone is not among those of schedule daily now",
    )
    assert entry.why[2].startswith(f"action {entry.choice.action}: not said yet")


def test_a_choice_that_became_impossible_with_nothing_in_its_place_leaves_the_slot_empty() -> None:
    stored = row("09:00", template="gone")
    entry = only(plan([stored], at_nine(), judge(lambda _: refuse("fit"))))
    assert (entry.choice, entry.kept) == (None, stored)
    assert entry.why[1:] == (
        "chosen anew: template gone is not among those of schedule daily for action a now",
        "9 choices refused by fit, as: fit says no",
    )


@pytest.mark.parametrize("changes", [{"state": State.QUEUED}, {"due_at": at("08:30")}])
def test_a_frozen_choice_that_became_impossible_leaves_the_slot_empty(changes: dict[str, Any]) -> None:
    stored = row("08:30", action="gone", **changes)
    half_past = replace(HOUSE, schedules=(a_schedule(at=Cron(expression="30 8 * * *")),))
    entry = only(plan([stored], half_past))
    assert (entry.choice, entry.kept) == (None, stored)
    assert entry.why[1:] == ("its text is frozen, and action gone is not among those of schedule daily now",)


def test_a_kept_slot_that_may_not_speak_any_more_is_empty() -> None:
    stored = row("09:00")
    entry = only(plan([stored], at_nine(), lambda *_: refuse("per-day", "slot")))
    assert (entry.choice, entry.kept, entry.why[1:]) == (None, stored, ("per-day says no",))


def test_a_slot_whose_time_has_come_stays_where_it_is() -> None:
    late = row("09:00", due_at=at("09:20"))
    entry = only(plan([late], at_nine(), lambda *a: ALLOWED if a[2] is None else judge()(*a), now=at("09:00")))
    assert entry.due_at == at("09:20")
    assert entry.why[0] == 'the 09:00 of "0 9 * * *" in Europe/London, moved to 09:20 on Mon 23 Nov'
    refused = only(plan([late], at_nine(), gap(999), now=at("09:00")))
    assert refused.due_at == at("09:20")


def test_what_a_person_moved_stays_where_it_is() -> None:
    moved = row("09:00", due_at=at("15:00"), moved_by="anna")
    entry = only(plan([moved], at_nine(), gap(999)))
    assert entry.due_at == at("15:00")
    assert entry.choice is not None
    assert entry.why[0] == ('the 09:00 of "0 9 * * *" in Europe/London, moved to 15:00 on Mon 23 Nov: by hand of anna')


def test_what_a_person_moved_is_chosen_anew_where_it_is() -> None:
    moved = row("09:00", due_at=at("15:00"), moved_by="anna", action="gone")
    entry = only(plan([moved], at_nine(), gap(999)))
    assert entry.due_at == at("15:00")
    assert entry.why[0].endswith("by hand of anna")
    assert entry.why[1].startswith("chosen anew")


def test_what_moved_again_goes_back_when_it_can() -> None:
    waited = row("09:00", due_at=at("09:40"))
    assert only(plan([waited], at_nine(), gap(30))).due_at == at("09:00")


def test_new_slots_find_their_room_around_what_is_kept() -> None:
    hourly = replace(HOUSE, schedules=(a_schedule(at=Cron(expression="0,30 9,10 * * *")),))
    found = plan([row("10:00")], hourly, gap(60))
    assert times(found) == [("09:00", "09:00"), ("10:00", "10:00"), ("09:30", "11:00"), ("10:30", "12:00")]


def test_what_has_nothing_to_say_at_its_time_is_asked_again_where_a_later_slot_moves_it() -> None:
    two = replace(HOUSE, schedules=(a_schedule(at=Cron(expression="0,30 9 * * *")),))

    def admit(slot: Slot, due_at: datetime, candidate: Candidate | None, ledger: Ledger) -> Verdict:
        too_soon = candidate is not None and due_at < at("09:30")
        return refuse("share", "template") if too_soon else gap(60)(slot, due_at, candidate, ledger)

    assert times(plan([], two, admit)) == [("09:30", "09:30"), ("09:00", "10:30")]


def test_what_has_nothing_to_say_at_its_time_is_not_asked_for_its_words_twice() -> None:
    house = replace(HOUSE, schedules=(a_schedule("daily", at=Cron(expression="0 9,18 * * *")),))
    asked: list[datetime] = []

    def admit(slot: Slot, due_at: datetime, candidate: Candidate | None, ledger: Ledger) -> Verdict:
        if candidate is None or due_at != at("09:00"):
            return judge()(slot, due_at, candidate, ledger)
        asked.append(due_at)
        return refuse("fit", "text")

    found = plan(house=house, admit=admit)
    assert times(found) == [("09:00", "-"), ("18:00", "18:00")]
    once = len(asked)
    asked.clear()
    plan(house=at_nine(), admit=admit)
    assert len(asked) == once > 0


def test_what_is_kept_makes_room_for_what_a_person_asked_for() -> None:
    by_hand = row("09:10Z", schedule="by-hand", state=State.QUEUED)
    assert times(plan([row("09:00"), by_hand], at_nine(), gap(60))) == [("09:00", "10:10")]


def test_what_is_kept_makes_room_for_what_a_person_moved() -> None:
    two = replace(HOUSE, schedules=(a_schedule(at=Cron(expression="0 9,15 * * *")),))
    taken = [row("09:00"), row("15:00", due_at=at("09:10"), moved_by="anna")]
    assert times(plan(taken, two, gap(60))) == [("15:00", "09:10"), ("09:00", "10:10")]


def test_what_is_kept_goes_in_the_order_of_its_times() -> None:
    two = replace(HOUSE, schedules=(a_schedule(at=Cron(expression="0,30 9 * * *")),))
    taken = [row("09:00", due_at=at("10:00")), row("09:30", due_at=at("09:00"))]
    assert times(plan(taken, two, gap(60))) == [("09:30", "09:30"), ("09:00", "10:30")]


def withdrawn(clock: str = "18:00", **changes: Any) -> Delivery:
    return row(clock, state=State.WITHDRAWN, **changes)


def at_six() -> House:
    return replace(HOUSE, schedules=(a_schedule(at=Cron(expression="0 18 * * *")),))


def test_what_must_be_chosen_anew_and_finds_no_room_is_empty_and_still_spoken_of() -> None:
    strict = a_schedule(at=Cron(expression="0,30 9 * * *"), late=Late(limit=timedelta(minutes=30)))
    gone = row("09:00", action="gone")
    [entry, _] = plan([gone, row("09:30")], replace(HOUSE, schedules=(strict,)), gap(45)).slots
    assert (entry.choice, entry.kept, entry.why[1:]) == (None, gone, ("gap says no",))


def test_what_was_withdrawn_comes_back_with_its_choice() -> None:
    stored = withdrawn(post=a_post("as stored"))
    entry = only(plan([stored], at_six()))
    assert entry.kept == stored
    assert entry.choice is not None
    assert (entry.choice.action, entry.choice.post) == ("a", a_post("a/t0/"))
    assert entry.why == ('the 18:00 of "0 18 * * *" in Europe/London', "its turn")


def test_what_was_withdrawn_comes_back_where_a_person_had_moved_it() -> None:
    stored = withdrawn(due_at=at("20:00"), moved_by="anna")
    assert only(plan([stored], at_six(), gap(999))).due_at == at("20:00")
    moved_by_a_rule = withdrawn(due_at=at("20:00"))
    assert only(plan([moved_by_a_rule], at_six())).due_at == at("18:00")


def test_what_was_withdrawn_and_missed_the_time_a_person_gave_it_comes_back_to_its_slot() -> None:
    stored = withdrawn(due_at=at("08:30"), moved_by="anna")
    assert only(plan([stored], at_six(), now=at("08:30"))).due_at == at("18:00")
    assert only(plan([stored], at_six(), now=at("08:29:59"))).due_at == at("08:30")


def test_what_a_person_moved_and_is_overdue_stays_where_it_is() -> None:
    overdue = row("18:00", due_at=at("08:30"), moved_by="anna")
    assert only(plan([overdue], at_six(), now=at("08:40"))).due_at == at("08:30")


def test_what_was_withdrawn_comes_back_with_another_choice_where_its_own_is_impossible() -> None:
    stored = withdrawn(action="gone")
    entry = only(plan([stored], at_six()))
    assert entry.kept == stored
    assert entry.choice is not None
    assert entry.why[1].startswith(f"action {entry.choice.action}: not said yet")


def test_inside_the_freeze_it_comes_back_as_it_was_or_not_at_all() -> None:
    near = at("17:30")
    as_it_was = only(plan([withdrawn(post=a_post("as stored"))], at_six(), now=near))
    assert as_it_was.choice is not None
    assert as_it_was.choice.post == a_post("as stored")
    impossible = only(plan([withdrawn(action="gone")], at_six(), now=near))
    assert (impossible.choice, impossible.kept) == (None, None)
    assert impossible.why[1:] == ("it was withdrawn, and action gone is not among those of schedule daily now",)
    before = only(plan([withdrawn(action="gone")], at_six(), now=near - timedelta(microseconds=1)))
    assert before.choice is not None


def test_what_was_withdrawn_and_finds_no_room_stays_away() -> None:
    entry = only(plan([withdrawn()], at_six(), lambda *_: refuse("per-day", "slot")))
    assert (entry.choice, entry.kept, entry.why[1:]) == (None, None, ("per-day says no",))


def test_a_slot_from_before_its_time_gets_its_choice_as_late_as_it_is() -> None:
    new = only(plan([], at_six(), now=at("17:59:59")))
    assert new.choice is not None
    assert new.kept is None


LATER = timedelta(hours=4)


def test_a_deferred_slot_is_due_later_and_its_late_limit_counts_from_then() -> None:
    entry = only(plan(house=at_nine(), defer=lambda _: (LATER, "the coin says later")))
    assert entry.choice is not None
    assert (entry.due_at, entry.choice.send_by) == (at("13:00"), at("15:00"))
    assert entry.why[0].endswith("moved to 13:00 on Mon 23 Nov: the coin says later")


def test_a_deferred_slot_waits_for_a_rule_no_longer_than_its_late_limit() -> None:
    def until(clock: str) -> Plan:
        wait = refuse("gap", "slot", not_before=at(clock))

        def admit(slot: Slot, due_at: datetime, candidate: Candidate | None, ledger: Ledger) -> Verdict:
            early = candidate is None and due_at < at(clock)
            return wait if early else judge()(slot, due_at, candidate, ledger)

        return plan(house=at_nine(), admit=admit, defer=lambda _: (LATER, "later"))

    assert only(until("15:00")).due_at == at("15:00")
    assert only(until("15:01")).choice is None


def test_where_a_person_moved_it_no_coin_is_heeded() -> None:
    moved = row("09:00", due_at=at("11:00"), moved_by="anna")
    entry = only(plan([moved], at_nine(), defer=lambda _: (LATER, "later")))
    assert (entry.due_at, "by hand of anna" in entry.why[0], "later" in entry.why[0]) == (at("11:00"), True, False)
