from pathlib import Path

import pytest

from scheduler.model.delivery import Delivery, State
from tests.rig import NOON, Rig, claimed, on_the_wire

OTHER = "boot other"


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_the_claims_of_a_dead_owner_go_back(rig: Rig) -> None:
    row = rig.put(claimed(owner=OTHER))
    rig.settling.adopt()

    after = rig.row(row.key)
    assert (after.state, after.owner, after.lease_until) == (State.QUEUED, None, None)
    entry = rig.last("delivery.given back")
    assert (entry.who, entry.why) == ("beat:settle", "its owner is gone; nothing had been sent")


def test_what_a_dead_owner_was_sending_is_in_doubt_never_queued(rig: Rig) -> None:
    row = rig.put(on_the_wire(owner=OTHER))
    rig.settling.adopt()

    after = rig.row(row.key)
    assert (after.state, after.owner, after.lease_until) == (State.IN_DOUBT, None, None)
    assert (after.first_sent, after.wire) == (NOON, b"Sign the petition.")
    assert rig.why("delivery.in doubt") == "its owner is gone while bytes may have been on the wire"


def test_its_own_claims_are_not_adopted(rig: Rig) -> None:
    row = rig.put(claimed())
    rig.settling.adopt()

    assert rig.state(row) is State.CLAIMED


@pytest.mark.parametrize(("late", "state"), [(0, State.CLAIMED), (1, State.QUEUED)])
def test_a_claim_is_taken_back_once_its_lease_has_run_out(rig: Rig, late: int, state: State) -> None:
    row = rig.put(claimed())
    rig.pass_by(minutes=5, seconds=late)
    rig.settling.sweep()

    assert rig.state(row) is state


def test_a_send_that_never_ends_is_in_doubt_once_its_lease_has_run_out(rig: Rig) -> None:
    row = rig.put(on_the_wire())
    rig.pass_by(minutes=5, seconds=1)
    rig.settling.sweep()

    assert rig.state(row) is State.IN_DOUBT
    assert rig.why("delivery.in doubt").startswith("its lease ran out")


@pytest.mark.parametrize("row", [claimed(), on_the_wire()])
def test_that_nothing_came_back_in_time_is_told_once(rig: Rig, row: Delivery) -> None:
    rig.put(row)
    rig.pass_by(minutes=6)
    rig.settling.sweep()
    rig.settling.sweep()

    [alert] = rig.alerts()
    assert alert.startswith(f"hanging: demo: {row.key} was {row.state}, and nothing came back in time")
    assert rig.alerts(open_only=True) == []


def test_what_a_dead_owner_left_is_no_hanging(rig: Rig) -> None:
    rig.put(claimed(owner=OTHER))
    rig.settling.adopt()

    assert rig.alerts() == []
