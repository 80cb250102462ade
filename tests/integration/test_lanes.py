"""Lanes: what is due on one account goes out one after another, whatever becomes of the others."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Later
from scheduler.service.publishing import NO_CHANNEL
from tests.rig import NOON, Rig, queued


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def of(account: str, minute: int = 0, state: State = State.QUEUED) -> Delivery:
    row = queued(minute=minute, state=state)
    return replace(row, key=replace(row.key, account=account))


def test_what_is_due_is_sent_and_the_rest_waits(rig: Rig) -> None:
    due, later = rig.put(queued()), rig.put(queued(minute=1))

    assert rig.publishing.drain("demo") == 1
    assert (rig.state(due), rig.state(later)) == (State.POSTED, State.QUEUED)


def test_one_lane_leaves_the_other_alone(rig: Rig) -> None:
    row = rig.put(queued())

    assert rig.publishing.drain("other") == 0
    assert rig.state(row) is State.QUEUED


def test_all_that_is_due_goes_out_in_one_drain_earliest_deadline_first(rig: Rig) -> None:
    first = rig.put(queued(minute=1, send_by=NOON + timedelta(hours=1)))
    second = rig.put(queued())
    rig.pass_by(minutes=1)

    assert rig.publishing.drain("demo") == 2
    assert rig.network.taken == [str(first.key), str(second.key)]


def test_a_post_that_no_channel_can_carry_is_let_go_and_somebody_is_told(rig: Rig) -> None:
    row = rig.put(queued())
    rig.channels.clear()

    assert rig.publishing.drain("demo") == 0
    assert rig.state(row) is State.EXPIRED
    assert rig.alerts() == [f"expired: demo: 1 post not said, the first {row.key}: {NO_CHANNEL}"]


def test_a_post_of_an_account_that_left_the_files_is_let_go_and_holds_nothing_up(rig: Rig) -> None:
    gone = rig.put(of("old"))
    rig.channels["old"] = rig.network

    assert rig.publishing.drain("old") == 0
    assert rig.state(gone) is State.EXPIRED
    assert rig.why("delivery.expired") == "there is no account 'old'; known: demo"


def test_a_drain_that_is_to_end_takes_up_nothing_more(rig: Rig) -> None:
    first, second = rig.put(queued()), rig.put(queued(minute=1))
    rig.pass_by(minutes=1)

    assert rig.publishing.drain("demo", lambda: bool(rig.network.taken)) == 1
    assert (rig.state(first), rig.state(second)) == (State.POSTED, State.QUEUED)


def test_lanes_are_the_accounts_with_something_due(rig: Rig) -> None:
    rig.put(queued(), queued(minute=1))
    rig.put(of("second", minute=1), of("third", state=State.IN_DOUBT), of("fourth", state=State.PLANNED))
    assert rig.publishing.lanes() == ["demo"]

    rig.pass_by(minutes=1)
    assert rig.publishing.lanes() == ["demo", "second"]


def test_the_next_due_is_the_earliest_that_is_still_ahead(rig: Rig) -> None:
    assert rig.publishing.next_due() is None
    rig.put(queued(minute=30, state=State.PLANNED), queued(minute=20), queued(due_at=NOON - timedelta(minutes=1)))

    assert rig.publishing.next_due() == NOON + timedelta(minutes=20)


def test_a_paused_account_is_due_when_its_pause_ends(rig: Rig) -> None:
    rig.network.answers = [Later(reason="busy", when=NOON + timedelta(minutes=45))]
    rig.put(queued())
    rig.publishing.drain("demo")
    assert rig.publishing.next_due() == NOON + timedelta(minutes=45)

    rig.put(queued(minute=20), of("second", minute=50))
    assert rig.publishing.next_due() == NOON + timedelta(minutes=45)


def test_a_post_that_a_rule_put_off_is_due_when_the_rule_lets_it(rig: Rig) -> None:
    rig.put(queued(minute=30), queued(not_before=NOON + timedelta(minutes=7)))
    rig.pass_by(minutes=1)
    assert rig.publishing.next_due() == NOON + timedelta(minutes=7)

    rig.pass_by(minutes=6)
    assert rig.publishing.next_due() == NOON + timedelta(minutes=7)

    rig.pass_by(microseconds=1)
    assert rig.publishing.next_due() == NOON + timedelta(minutes=30)
