from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.plan import Change, Changes, Choice, Plan, Planned
from scheduler.planner.changing import changes, delivery_from, is_frozen
from tests.make import a_delivery, a_key, a_post, a_slot, an_attachment, utc

NOW = utc("2026-11-23 08:00")
FREEZE = timedelta(minutes=30)
MOMENT = timedelta(microseconds=1)
SLOT = a_slot("2026-11-23T09:00")
ROW = a_delivery("2026-11-23T09:00")
HALF_PAST = utc("2026-11-23 09:30")


def a_choice(**changed: Any) -> Choice:
    choice = Choice(
        action=ROW.action,
        template=ROW.template,
        fact=ROW.fact,
        language=ROW.language,
        post=ROW.post,
        send_by=ROW.send_by,
    )
    return replace(choice, **changed)


def planned(kept: Delivery | None = ROW, choice: Choice | None = None, **changed: Any) -> Planned:
    entry = Planned(
        slot=SLOT, due_at=SLOT.at, choice=choice or a_choice(), why=("where it comes from", "why this"), kept=kept
    )
    return replace(entry, **changed)


def empty(kept: Delivery | None = ROW) -> Planned:
    return replace(planned(kept), choice=None, why=("where it comes from", "too soon", "too long"))


def changed(
    *slots: Planned,
    stored: Sequence[Delivery] = (ROW,),
    dropped: Sequence[tuple[Delivery, str]] = (),
    now: datetime = NOW,
) -> Changes:
    plan = Plan(made_at=now, until=now + timedelta(days=14), slots=slots, dropped=tuple(dropped))
    return changes(plan, stored, now=now, freeze=FREEZE)


def test_a_text_is_frozen_once_it_is_queued_or_near() -> None:
    assert not is_frozen(ROW, ROW.due_at - FREEZE - MOMENT, FREEZE)
    assert is_frozen(ROW, ROW.due_at - FREEZE, FREEZE)
    assert is_frozen(replace(ROW, state=State.QUEUED), NOW - timedelta(days=3), FREEZE)


def test_a_slot_becomes_a_row() -> None:
    choice = a_choice(fact="a-fact", send_by=HALF_PAST)
    assert delivery_from(planned(None, choice, due_at=utc("2026-11-23 09:10")), 7) == Delivery(
        key=SLOT.key,
        state=State.PLANNED,
        zone="Europe/London",
        due_at=utc("2026-11-23 09:10"),
        send_by=HALF_PAST,
        action="amnesty-petition",
        template="petition",
        fact="a-fact",
        language="en",
        post=a_post(),
        why=("where it comes from", "why this"),
        version=7,
    )


def test_a_withdrawn_row_comes_back_where_it_left_off() -> None:
    withdrawn = replace(ROW, state=State.WITHDRAWN, revision=3, attempt=2, moved_by="anna", not_before=NOW)
    row = delivery_from(planned(withdrawn), 7)
    assert (row.state, row.revision, row.attempt, row.moved_by) == (State.PLANNED, 3, 2, "anna")
    assert (row.not_before, row.version) == (None, 7)


def test_an_empty_slot_has_no_row() -> None:
    with pytest.raises(ValueError, match="2026-11-23T09:00/demo/1 is empty: where it comes from; too soon"):
        delivery_from(empty(None), 7)


def test_nothing_new_changes_nothing() -> None:
    found = changed(planned())
    assert found == Changes(keep=(ROW,))
    assert found.nothing


def test_a_new_slot_is_added() -> None:
    assert changed(planned(None), stored=()) == Changes(add=(planned(None),))


def test_an_empty_slot_adds_nothing() -> None:
    assert changed(empty(None), stored=()) == Changes()


def test_a_withdrawn_slot_is_added_again() -> None:
    withdrawn = replace(ROW, state=State.WITHDRAWN)
    assert changed(planned(withdrawn), stored=[withdrawn]) == Changes(add=(planned(withdrawn),))
    assert changed(planned(None), stored=[withdrawn]) == Changes(add=(planned(None),))


@pytest.mark.parametrize("state", sorted(set(State) - AHEAD - {State.WITHDRAWN}))
def test_what_has_begun_meanwhile_is_left_alone(state: State) -> None:
    begun = replace(ROW, state=state)
    gone = [(a_delivery("2026-11-23T10:00"), "gone")]
    for slots in ([planned(None)], [planned()], [empty()], [planned(choice=a_choice(action="other"))]):
        assert changed(*slots, stored=[begun], dropped=gone) == Changes()


def test_what_a_plan_did_not_know_yet_is_not_added_again() -> None:
    assert changed(planned(None), stored=[ROW]) == Changes(keep=(ROW,))


def test_only_what_is_in_stored_is_spoken_of() -> None:
    assert changed(empty(), stored=()) == Changes()
    assert changed(planned(), stored=()) == Changes()


def test_what_the_plan_does_not_speak_of_is_kept() -> None:
    by_hand = a_delivery("2026-11-23T09:15Z", schedule="by-hand", state=State.QUEUED)
    posted = a_delivery("2026-11-22T09:00", state=State.POSTED)
    assert changed(planned(), stored=[ROW, by_hand, posted]) == Changes(keep=(ROW, by_hand))


@pytest.mark.parametrize("state", sorted(AHEAD))
def test_a_slot_that_became_impossible_is_withdrawn(state: State) -> None:
    row = replace(ROW, state=state)
    assert changed(empty(row), stored=[row]) == Changes(
        withdraw=(Change(before=row, after=replace(row, state=State.WITHDRAWN), why="too soon; too long"),)
    )


@pytest.mark.parametrize("state", sorted(AHEAD))
def test_what_no_slot_stands_for_is_withdrawn(state: State) -> None:
    row = replace(ROW, state=state)
    assert changed(stored=[row], dropped=[(row, "the schedule is gone")]) == Changes(
        withdraw=(Change(before=row, after=replace(row, state=State.WITHDRAWN), why="the schedule is gone"),)
    )


@pytest.mark.parametrize("state", sorted(AHEAD))
def test_a_slot_that_moved_is_moved_with_its_text(state: State) -> None:
    row = replace(ROW, state=state)
    choice = a_choice(send_by=HALF_PAST)
    [change] = changed(planned(row, choice, due_at=utc("2026-11-23 09:10")), stored=[row]).move
    assert change == Change(
        before=row,
        after=replace(row, due_at=utc("2026-11-23 09:10"), send_by=HALF_PAST, why=("where it comes from", "why this")),
        why="due at 09:10 on Mon 23 Nov, not at 09:00 on Mon 23 Nov: where it comes from",
    )


def test_a_move_keeps_a_text_even_inside_the_freeze() -> None:
    found = changed(planned(due_at=HALF_PAST), now=ROW.due_at)
    assert [change.after.due_at for change in found.move] == [HALF_PAST]


def test_another_last_moment_is_a_move() -> None:
    [change] = changed(planned(choice=a_choice(send_by=HALF_PAST))).move
    assert change.after.send_by == HALF_PAST
    assert change.why == "to be sent by 09:30 on Mon 23 Nov, not by 11:00 on Mon 23 Nov"


def test_another_zone_is_a_move() -> None:
    there = replace(SLOT, zone="Europe/Lisbon")
    [change] = changed(planned(slot=there)).move
    assert (change.after.zone, change.after.due_at) == ("Europe/Lisbon", ROW.due_at)


def test_a_move_speaks_the_zones_of_before_and_after() -> None:
    there = replace(SLOT, zone="Europe/Moscow")
    later = planned(slot=there, due_at=HALF_PAST)
    assert "due at 12:30 on Mon 23 Nov, not at 09:00 on Mon 23 Nov" in changed(later).move[0].why
    sooner = planned(slot=there, choice=a_choice(send_by=HALF_PAST))
    assert changed(sooner).move[0].why == "to be sent by 12:30 on Mon 23 Nov, not by 11:00 on Mon 23 Nov"


def test_a_slot_under_another_key_is_remembered() -> None:
    there = replace(SLOT, at=HALF_PAST)
    entry = planned(slot=there, due_at=utc("2026-11-23 09:40"))
    [moved] = changed(entry).move
    assert moved.after.slot_at == HALF_PAST
    assert changed(entry, stored=[moved.after]) == Changes(keep=(moved.after,))
    [back] = changed(planned(), stored=[moved.after]).move
    assert back.after == replace(ROW, why=back.after.why)
    choice = a_choice(action="other")
    assert changed(planned(choice=choice, slot=there)).rewrite[0].after.slot_at == HALF_PAST
    assert changed(planned(choice=choice)).rewrite[0].after.slot_at is None


def test_what_is_withdrawn_remembers_its_slot() -> None:
    there = replace(SLOT, at=HALF_PAST)
    assert changed(replace(empty(), slot=there)).withdraw[0].after.slot_at == HALF_PAST
    frozen = changed(planned(slot=there, choice=a_choice(action="other")), now=ROW.due_at - FREEZE)
    assert frozen.withdraw[0].after.slot_at == HALF_PAST
    moved = replace(ROW, slot_at=HALF_PAST)
    assert changed(stored=[moved], dropped=[(moved, "gone")]).withdraw[0].after.slot_at == HALF_PAST
    back = planned(replace(moved, state=State.WITHDRAWN), slot=there)
    assert delivery_from(back, 7).slot_at == HALF_PAST


def test_another_slot_is_a_move_even_where_the_time_stays() -> None:
    [change] = changed(planned(slot=replace(SLOT, at=utc("2026-11-23 08:50")))).move
    assert change.after.slot_at == utc("2026-11-23 08:50")
    assert change.why == "it now stands for where it comes from"


OTHER: dict[str, Any] = {"action": "other", "template": "another", "fact": "a-fact", "language": "ru"}


@pytest.mark.parametrize("part", OTHER)
def test_another_choice_is_a_rewrite(part: str) -> None:
    choice = a_choice(**{part: OTHER[part]}, post=a_post("Another text."), send_by=HALF_PAST)
    there = replace(SLOT, zone="Europe/Lisbon")
    [change] = changed(planned(choice=choice, slot=there, due_at=utc("2026-11-23 09:10"))).rewrite
    assert change.before == ROW
    assert change.after == replace(
        ROW,
        **{part: OTHER[part]},
        zone="Europe/Lisbon",
        due_at=utc("2026-11-23 09:10"),
        send_by=HALF_PAST,
        post=a_post("Another text."),
        why=("where it comes from", "why this"),
    )


def test_a_rewrite_says_what_instead_of_what_and_why() -> None:
    entry = planned(choice=a_choice(action="other", fact="a-fact"))
    assert changed(replace(entry, why=(*entry.why, "and more"))).rewrite[0].why == (
        "action other with template petition and fact a-fact, "
        "not action amnesty-petition with template petition; why this"
    )


def test_another_text_of_the_same_choice_is_a_rewrite() -> None:
    [change] = changed(planned(choice=a_choice(post=a_post("Another text.")))).rewrite
    assert (change.before, change.after.post) == (ROW, a_post("Another text."))
    assert change.why == "the files now make another text of the same choice"


def test_inside_the_freeze_another_text_changes_nothing() -> None:
    entry = planned(choice=a_choice(post=a_post("Another text.")))
    assert changed(entry, now=ROW.due_at - FREEZE) == Changes(keep=(ROW,))
    assert len(changed(entry, now=ROW.due_at - FREEZE - MOMENT).rewrite) == 1


def test_inside_the_freeze_another_choice_withdraws() -> None:
    choice = a_choice(action="other", post=a_post("Another text."))
    [change] = changed(planned(choice=choice), now=ROW.due_at - FREEZE).withdraw
    assert change.after == replace(ROW, state=State.WITHDRAWN)
    assert change.why == "its text is frozen, and the plan would now say action other with template petition"


def test_a_queued_text_is_never_rewritten() -> None:
    queued = replace(ROW, state=State.QUEUED)
    other_text = planned(queued, a_choice(post=a_post("Another text.")), due_at=HALF_PAST)
    [change] = changed(other_text, stored=[queued]).move
    assert (change.after.post, change.after.due_at) == (ROW.post, HALF_PAST)


def test_all_changes_stand_side_by_side() -> None:
    rows = [a_delivery(f"2026-11-23T{hour}:00") for hour in (10, 11, 12, 13)]
    there = [replace(SLOT, key=row.key, at=row.due_at) for row in rows]
    found = changed(
        planned(None, slot=replace(SLOT, key=a_key("2026-11-23T20:00"))),
        planned(rows[0], a_choice(send_by=rows[0].send_by), slot=there[0], due_at=there[0].at),
        planned(rows[1], a_choice(send_by=rows[1].send_by), slot=there[1], due_at=HALF_PAST),
        planned(rows[2], a_choice(send_by=rows[2].send_by, action="other"), slot=there[2], due_at=there[2].at),
        stored=rows,
        dropped=[(rows[3], "gone")],
    )
    assert [p.slot.key.nominal for p in found.add] == ["2026-11-23T20:00"]
    assert found.keep == (rows[0],)
    assert [c.before for c in (*found.move, *found.rewrite, *found.withdraw)] == rows[1:]


@pytest.mark.parametrize(
    "change",
    [{"pictures": (an_attachment(alt="Another."),)}, {"pictures": ()}, {"warning": "War"}, {"visibility": "unlisted"}],
)
def test_what_goes_with_a_text_is_rewritten_and_frozen_like_it(change: dict[str, Any]) -> None:
    row = replace(ROW, post=a_post(pictures=(an_attachment(),)))
    choice = a_choice(post=replace(row.post, **change))
    [found] = changed(planned(row, choice), stored=[row]).rewrite
    assert found.after.post == choice.post
    assert found.why.startswith("the files now " + ("show other pictures" if "pictures" in change else "warn of it"))
    assert changed(planned(row, choice), stored=[row], now=row.due_at - FREEZE).keep == (row,)
