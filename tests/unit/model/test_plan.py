import pytest

from scheduler.model.plan import Change, Changes, Plan, Planned
from tests.make import a_delivery, a_slot, utc

CHANGE = Change(before=a_delivery(), after=a_delivery(), why="an edit")
PLANNED = Planned(slot=a_slot(), due_at=a_slot().at, choice=None, why=("nothing fits",))


def test_changes_that_keep_everything_are_nothing() -> None:
    assert Changes().nothing
    assert Changes(keep=(a_delivery(),)).nothing


@pytest.mark.parametrize(
    "changes",
    [
        Changes(add=(PLANNED,)),
        Changes(move=(CHANGE,)),
        Changes(rewrite=(CHANGE,)),
        Changes(withdraw=(CHANGE,)),
    ],
    ids=["add", "move", "rewrite", "withdraw"],
)
def test_a_change_of_any_kind_is_something(changes: Changes) -> None:
    assert not changes.nothing


def test_a_slot_stands_for_no_delivery_unless_it_says_otherwise() -> None:
    assert PLANNED.kept is None


def test_a_plan_drops_nothing_unless_it_says_otherwise() -> None:
    assert Plan(made_at=utc("2026-11-23 09:00"), until=utc("2026-12-07 09:00"), slots=()).dropped == ()
