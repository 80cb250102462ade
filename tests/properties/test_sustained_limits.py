"""However attention surges, with learning and the coin or without, no limit is broken and no count moves the plan."""

from dataclasses import replace
from datetime import datetime

from scheduler.model.ledger import Ledger
from scheduler.model.plan import Admit
from scheduler.model.post import Candidate, Verdict
from scheduler.model.slot import Slot
from scheduler.model.sustain import LATER
from tests.lived import lived
from tests.sustained import a_life
from tests.unbroken import broken

SOME = 8


def test_no_limit_is_broken_and_no_later_count_moves_anything() -> None:
    lives = [lived(a_life(f"short/{n}")) for n in range(SOME)]
    assert [trouble for life in lives for trouble in life.troubles] == []
    assert sum(life.followed for life in lives) > SOME
    assert any(LATER in row.why[0] for life in lives for row in life.life.said())


def test_the_harness_finds_a_plan_without_rules() -> None:
    def lawless(admit: Admit) -> Admit:
        def admitted(slot: Slot, due_at: datetime, candidate: Candidate | None, _: Ledger) -> Verdict:
            """Asked as if nothing had been said yet."""
            return admit(slot, due_at, candidate, Ledger())

        return admitted

    found = ""
    for n in range(14):
        life = replace(a_life(f"lawless/{n}"), admitted=lawless)
        life.plan()
        life.surge()
        life.plan()
        found += " ".join(broken(life))
    for limit in ("a day", "a week", "apart", "the same template", "the same action", "times in seven days"):
        assert limit in found
