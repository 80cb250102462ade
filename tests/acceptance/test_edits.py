"""However the files are edited while time passes and posts go out: no slot is said twice, and what was said counts."""

import pytest
from hypothesis import given, settings

from scheduler.store.database import Database
from tests.added import FOURTEEN, Planner, changed, changed_of_fresh_plans
from tests.edits import START, Edit, Live, Office, Step, live_through, sequences
from tests.make import utc
from tests.memory import Memory


@settings(max_examples=250)
@given(sequences)
def test_no_sequence_of_edits_says_a_slot_twice(steps: list[Step]) -> None:
    live_through(Office(Memory()), steps)


@settings(max_examples=15)
@given(sequences)
def test_no_sequence_does_so_over_the_real_store(tmp_path_factory: pytest.TempPathFactory, steps: list[Step]) -> None:
    live_through(Office(Database(tmp_path_factory.mktemp("store") / "awareness.db", create=True)), steps)


NINE = Edit("daily", {"hours": (9,)})
HALF_PAST = Edit("daily", {"minute": 30})


def at(wall: str) -> Live:
    """From the morning, when the service starts, to this time of the first day."""
    return Live(int((utc(f"2026-11-23 {wall}") - START).total_seconds() // 60))


def after(*steps: Step) -> Office:
    office = Office(Memory())
    live_through(office, list(steps))
    return office


def said(office: Office) -> list[str]:
    return [f"{row.receipt.at:%d %H:%M}" for row in office.said if row.receipt]


def ahead(office: Office) -> list[str]:
    return [f"{row.due_at:%d %H:%M}" for row in office.ahead()]


def test_moving_nine_to_half_past_at_ten_past_adds_nothing_today() -> None:
    office = after(NINE, at("09:10"), HALF_PAST)
    assert (said(office), ahead(office)) == (["23 09:00"], ["24 09:30"])

    live_through(office, [Live(36 * 60)])
    assert said(office) == ["23 09:00", "24 09:30"]


def test_moving_nine_to_half_past_before_nine_moves_the_post() -> None:
    office = after(NINE, at("08:50"), HALF_PAST)
    assert (said(office), ahead(office)[:2]) == ([], ["23 09:30", "24 09:30"])

    live_through(office, [Live(60)])
    assert said(office) == ["23 09:30"]


def test_a_time_put_before_now_is_not_made_up_for() -> None:
    office = after(NINE, at("12:00"), Edit("daily", {"hours": (9, 11)}))
    assert (said(office), ahead(office)[0]) == (["23 09:00"], "24 09:00")


@pytest.mark.parametrize(
    "changes",
    [{"zone": "Europe/Moscow"}, {"zone": "America/New_York"}, {"renamed": True}, {"minute": 45}, {"hours": (15,)}],
    ids=str,
)
def test_what_was_said_today_counts_whatever_is_edited(changes: dict[str, object]) -> None:
    office = after(NINE, at("10:00"), Edit("daily", changes), Live(13 * 60))

    assert said(office) == ["23 09:00"]


def test_a_schedule_that_is_taken_out_and_put_back_goes_on_where_it_was() -> None:
    gone, back = Edit("daily", {"there": False}), Edit("daily", {"there": True})
    office = after(at("10:00"), gone)
    assert ahead(office) == []

    live_through(office, [back, Live(12 * 60)])
    assert said(office) == ["23 09:00", "23 13:00", "23 18:00"]


def test_a_pause_says_nothing_and_its_end_makes_up_for_nothing() -> None:
    pause, go_on = Edit(None, {"paused": True}), Edit(None, {"paused": False})
    office = after(at("10:00"), pause, Live(6 * 60), go_on, Live(6 * 60))

    assert said(office) == ["23 09:00", "23 18:00"]


def test_adding_one_template_to_fourteen_changes_no_stored_choice() -> None:
    planner = Planner()
    before = planner.plan(*FOURTEEN)

    assert changed(before, planner.plan(*FOURTEEN, "added")) == 0


def test_adding_one_template_to_fourteen_changes_at_most_fifteen_of_sixty_fresh_choices_on_average() -> None:
    found = changed_of_fresh_plans(10)

    assert sum(found) / len(found) <= 15
    assert min(found) > 0
