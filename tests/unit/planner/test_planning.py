from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from scheduler.model.delivery import Delivery, State
from scheduler.model.plan import Plan
from scheduler.model.post import Weights
from scheduler.model.schedule import Cron, Demonstration
from tests.make import a_campaign, a_delivery, a_post, a_schedule, an_account, utc
from tests.plans import ACTIONS, HOUSE, NOW, at_nine, gap, judge, only, plan, refuse


def at(clock: str) -> datetime:
    return utc(f"2026-11-23 {clock}")


def row(clock: str, **changes: Any) -> Delivery:
    named = {"action": "a", "template": "t0", "post": a_post("a/t0/"), "why": ("its place", "its turn")}
    return a_delivery(f"2026-11-23T{clock}", **(named | changes))


def times(found: Plan) -> list[tuple[str, str]]:
    return [(entry.slot.key.nominal[11:], f"{entry.due_at:%H:%M}" if entry.choice else "-") for entry in found.slots]


def test_every_slot_gets_a_choice_and_its_reasons() -> None:
    found = plan()
    assert (found.made_at, found.until, found.dropped) == (NOW, at("23:00"), ())
    assert times(found) == [("09:00", "09:00"), ("13:00", "13:00"), ("18:00", "18:00")]
    first = found.slots[0]
    assert first.kept is None
    assert first.choice is not None
    assert first.why == (
        'the 09:00 of "0 9,13,18 * * *" in Europe/London',
        f"action {first.choice.action}: not said yet, the least of 3",
        f"template {first.choice.template}: first by lot of 3",
    )


def test_each_choice_sees_those_before_it() -> None:
    said = [entry.choice.action for entry in plan().slots if entry.choice]
    assert sorted(said) == ["a", "b", "c"]


def test_what_was_said_before_counts() -> None:
    posted = [a_delivery(f"2026-11-2{day}T09:00", state=State.POSTED, action=a) for day, a in ((1, "a"), (2, "b"))]
    first = plan(posted).slots[0].choice
    assert first is not None
    assert first.action == "c"


def test_weights_belong_to_the_account() -> None:
    weights = Weights(
        templates={
            (account, "close-the-camps", name): 0 for account, name in (("demo", "t0"), ("demo", "t2"), ("other", "t1"))
        }
    )
    assert {entry.choice.template for entry in plan(weights=weights).slots if entry.choice} == {"t1"}


def test_all_accounts_are_planned_in_the_order_of_time_then_key() -> None:
    house = replace(
        HOUSE,
        accounts=(an_account("two"), an_account("one")),
        schedules=(a_schedule(accounts=("two", "one"), at=Cron(expression="0 9,10 * * *")),),
    )
    assert [(e.slot.key.nominal[11:], e.slot.key.account) for e in plan(house=house).slots] == [
        ("09:00", "one"),
        ("09:00", "two"),
        ("10:00", "one"),
        ("10:00", "two"),
    ]


def test_a_demonstration_runs_from_the_first_start() -> None:
    house = replace(HOUSE, schedules=(a_schedule(at=Demonstration(after=(timedelta(seconds=5),))),))
    assert times(plan(house=house, began=NOW)) == [("08:00:05", "08:00")]
    assert plan(house=house, began=None).slots == ()


def test_files_taken_later_add_nothing_that_passed_before() -> None:
    assert times(plan(accepted_at=at("13:00"))) == [("18:00", "18:00")]


def test_a_slot_that_must_wait_is_moved_with_its_reason() -> None:
    posted = row("08:40", schedule="other", state=State.POSTED)
    entry = only(plan([posted], at_nine(), gap(30)))
    assert entry.due_at == at("09:10")
    assert entry.why[0] == ('the 09:00 of "0 9 * * *" in Europe/London, moved to 09:10 on Mon 23 Nov: gap says no')


def test_a_slot_that_cannot_speak_is_empty_with_its_reason() -> None:
    entry = only(plan(house=at_nine(), admit=lambda *_: refuse("per-day", "slot")))
    assert (entry.choice, entry.due_at, entry.kept) == (None, at("09:00"), None)
    assert entry.why == ('the 09:00 of "0 9 * * *" in Europe/London', "per-day says no")


def test_a_slot_with_nothing_to_say_is_empty_with_its_reasons() -> None:
    entry = only(plan(house=at_nine(), admit=judge(lambda _: refuse("fit"))))
    assert entry.why[1:] == ("9 choices refused by fit, as: fit says no",)


def test_a_paused_campaign_is_empty() -> None:
    paused = at_nine(campaigns=(a_campaign(actions=ACTIONS, paused=True),))
    for taken, kept in (
        ([], None),
        ([row("09:00")], row("09:00")),
        ([row("09:00", moved_by="anna")], row("09:00", moved_by="anna")),
    ):
        entry = only(plan(taken, paused))
        assert (entry.choice, entry.kept) == (None, kept)
        assert entry.why[1:] == ("campaign close-the-camps is paused",)


def test_a_slot_ahead_that_counts_as_said_says_so() -> None:
    moved = replace(HOUSE, schedules=(a_schedule(at=Cron(expression="30 9 * * *")),))
    entry = only(plan([row("09:00", state=State.POSTED)], moved, now=at("09:10"), accepted_at=at("09:10")))
    assert (entry.choice, entry.kept, entry.due_at) == (None, None, at("09:30"))
    assert entry.why == (
        'the 09:30 of "30 9 * * *" in Europe/London',
        "the post of 2026-11-23T09:00 stands for it, and is posted",
    )


def test_what_the_schedule_lost_is_dropped() -> None:
    found = plan([row("09:00"), row("18:00")], at_nine())
    assert times(found) == [("09:00", "09:00")]
    assert found.dropped == ((row("18:00"), "the schedule no longer has 18:00 on Mon 23 Nov"),)


def test_what_is_dropped_leaves_its_room_to_others() -> None:
    assert times(plan([row("09:30", schedule="gone")], at_nine(), gap(60))) == [("09:00", "09:00")]


def test_what_a_person_asked_for_is_left_as_it_is() -> None:
    by_hand = row("10:00Z", schedule="by-hand")
    found = plan([by_hand], at_nine())
    assert times(found) == [("09:00", "09:00")]
    assert found.dropped == ()
