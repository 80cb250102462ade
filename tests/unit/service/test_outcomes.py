from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Later, Locked, NotSent, Outcome, Posted, Receipt, Refused, Unknown
from scheduler.model.record import Scope
from scheduler.service.circuit import pause
from scheduler.service.outcomes import given_back, not_begun, record_outcome, released
from tests.rig import NOON, Rig, claimed, doubtful, on_the_wire

SURELY_NOT = [NotSent(reason="reset"), Later(reason="reset"), Locked(reason="reset")]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def answered(rig: Rig, row: Delivery, outcome: Outcome, *, repeat: bool = False) -> Delivery:
    with rig.desk.transaction("beat:test") as t:
        record_outcome(t, row, outcome, repeat=repeat)
    return rig.row(row.key)


def test_a_receipt_makes_it_posted_and_is_kept(rig: Rig) -> None:
    receipt = rig.network.receipt("one")
    after = answered(rig, rig.put(on_the_wire()), Posted(receipt=receipt))

    assert (after.state, after.receipt) == (State.POSTED, receipt)
    assert (after.owner, after.lease_until) == (None, None)
    assert (after.first_sent, after.wire) == (NOON, b"Sign the petition.")


def test_the_record_says_that_a_post_was_there_already(rig: Rig) -> None:
    receipt = rig.network.receipt("one")
    after = answered(rig, rig.put(on_the_wire()), Posted(receipt=receipt, evidence="1 of 3 posts says this"))

    entry = rig.last("delivery.posted")
    assert (after.state, after.receipt) == (State.POSTED, receipt)
    assert (entry.why, entry.evidence["found"]) == ("it was at the network already", "1 of 3 posts says this")


def test_the_record_says_where_the_post_is(rig: Rig) -> None:
    answered(rig, rig.put(on_the_wire()), Posted(receipt=rig.network.receipt("one")))

    entry = rig.last("delivery.posted")
    assert (entry.why, entry.who) == ("the network took it", "beat:test")
    assert entry.evidence == {"remote id": "id-one", "url": "https://example.org/one"}


def test_a_receipt_ends_the_pause_of_the_account(rig: Rig) -> None:
    answered(rig, rig.put(on_the_wire(minute=1)), NotSent(reason="reset"))
    assert rig.paused_until() is not None

    answered(rig, rig.put(on_the_wire()), Posted(receipt=rig.network.receipt("one")))
    assert rig.paused_until() is None


def test_a_refused_text_is_never_sent_again_and_a_person_is_told_once(rig: Rig) -> None:
    row = rig.put(on_the_wire())
    after = answered(rig, row, Refused(reason="too long"))

    assert (after.state, after.owner, after.lease_until) == (State.REFUSED, None, None)
    assert rig.why("delivery.refused") == "too long"
    assert rig.alerts() == [f"refused: {row.key} was refused by the network: too long"]
    assert rig.last("alert.raised").evidence["subject"] == str(row.key)
    assert rig.alerts(open_only=True) == []


@pytest.mark.parametrize("row", [claimed(), on_the_wire(), doubtful()])
@pytest.mark.parametrize("answer", SURELY_NOT)
def test_what_was_surely_not_accepted_goes_back_with_nothing_left_of_the_try(
    rig: Rig, row: Delivery, answer: Outcome
) -> None:
    after = answered(rig, rig.put(row), answer)

    assert (after.state, after.attempt) == (State.QUEUED, 1)
    assert (after.owner, after.lease_until, after.first_sent, after.wire) == (None, None, None, None)
    assert rig.why("delivery.not accepted") == "reset"


@pytest.mark.parametrize("answer", [NotSent(reason="connection reset"), Unknown(reason="connection reset")])
def test_a_try_that_came_to_nothing_pauses_the_account_and_says_why(rig: Rig, answer: Outcome) -> None:
    for _ in range(3):
        row = rig.put(on_the_wire(minute=len(rig.happened)))
        answered(rig, row, answer)

    assert rig.paused_until() == pause("demo", 3, None, NOON)
    assert rig.alerts() == ["trouble: demo: 3 tries in a row failed, the last because connection reset"]


def test_later_pauses_the_account_as_long_as_the_network_asks_and_says_why(rig: Rig) -> None:
    for _ in range(3):
        row = rig.put(on_the_wire(minute=len(rig.happened)))
        answered(rig, row, Later(reason="slow down", when=NOON + timedelta(minutes=15)))

    assert rig.paused_until() == NOON + timedelta(minutes=15)
    assert rig.alerts() == ["trouble: demo: 3 tries in a row failed, the last because slow down"]


@pytest.mark.parametrize("answer", [Locked(reason="no"), Refused(reason="no")])
def test_no_other_answer_pauses_an_account(rig: Rig, answer: Outcome) -> None:
    answered(rig, rig.put(on_the_wire()), answer)

    assert rig.paused_until() is None


def test_a_locked_account_is_stopped_on_the_record_and_a_person_is_told(rig: Rig) -> None:
    answered(rig, rig.put(on_the_wire()), Locked(reason="token revoked"))

    with rig.store.look() as looking:
        [stop] = looking.stops()
    assert (stop.scope, stop.subject, stop.at, stop.who) == (Scope.ACCOUNT, "demo", NOON, "beat:test")
    entry = rig.last("stop.set")
    assert (entry.chain, entry.why, entry.evidence) == ("demo", "locked: token revoked", {"scope": "account"})
    [alert] = rig.alerts(open_only=True)
    assert alert == (
        "locked: demo is stopped, the network no longer lets it in: token revoked; "
        "once that is mended (`awareness login demo` takes a new token), `awareness resume --account demo`"
    )
    assert rig.last("alert.raised").evidence["subject"] == "demo"


def test_an_account_that_is_stopped_already_gets_no_second_stop(rig: Rig) -> None:
    rig.stop(Scope.ACCOUNT, "demo")
    answered(rig, rig.put(on_the_wire()), Locked(reason="revoked"))

    with rig.store.look() as looking:
        assert [stop.why for stop in looking.stops()] == ["rest"]
    assert "stop.set" not in rig.events()


def test_an_answer_that_says_nothing_leaves_a_doubt(rig: Rig) -> None:
    after = answered(rig, rig.put(on_the_wire()), Unknown(reason="the line went dead"))

    assert (after.state, after.owner, after.lease_until) == (State.IN_DOUBT, None, None)
    assert (after.first_sent, after.wire) == (NOON, b"Sign the petition.")
    assert rig.why("delivery.in doubt") == "the line went dead"


@pytest.mark.parametrize("answer", [*SURELY_NOT, Refused(reason="reset"), Unknown(reason="reset")])
def test_after_a_repeat_only_a_receipt_ends_the_doubt(rig: Rig, answer: Outcome) -> None:
    after = answered(rig, rig.put(on_the_wire(attempt=2)), answer, repeat=True)

    assert (after.state, after.first_sent, after.wire) == (State.IN_DOUBT, NOON, b"Sign the petition.")
    assert rig.why("delivery.in doubt") == "reset"


def test_a_repeat_that_the_network_takes_is_posted(rig: Rig) -> None:
    after = answered(rig, rig.put(on_the_wire(attempt=2)), Posted(receipt=rig.network.receipt("one")), repeat=True)

    assert after.state is State.POSTED


@pytest.mark.parametrize("repeat", [False, True])
def test_a_doubt_that_is_doubted_again_is_not_written_again(rig: Rig, repeat: bool) -> None:
    row = rig.put(doubtful())

    assert answered(rig, row, Unknown(reason="still nothing"), repeat=repeat) == row
    assert rig.events() == ["delivery.planned"]


def test_what_is_released_is_in_nobodys_hands_and_otherwise_the_same() -> None:
    row = on_the_wire()
    after = released(row, attempt=7)

    assert (after.owner, after.lease_until, after.attempt) == (None, None, 7)
    assert (after.key, after.state, after.wire, after.first_sent) == (row.key, row.state, row.wire, row.first_sent)


def test_what_is_given_back_waits_as_if_it_had_never_been_tried_but_for_the_count() -> None:
    after = given_back(on_the_wire(attempt=3))

    assert (after.state, after.attempt, after.owner, after.lease_until) == (State.QUEUED, 3, None, None)
    assert (after.first_sent, after.wire) == (None, None)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (NOON + timedelta(seconds=1), NOON + timedelta(seconds=1)),
        (NOON - timedelta(minutes=4), NOON - timedelta(minutes=4)),
        (NOON - timedelta(days=9), NOON - timedelta(minutes=5)),
        (NOON + timedelta(days=9), NOON + timedelta(seconds=30)),
    ],
)
def test_a_network_whose_clock_is_wrong_does_not_move_a_post_to_another_day(
    rig: Rig, said: datetime, kept: datetime
) -> None:
    row = rig.put(on_the_wire())
    rig.pass_by(seconds=30)
    with rig.desk.transaction("test") as t:
        record_outcome(t, row, Posted(receipt=Receipt(remote_id="1", url="https://example.org/1", at=said)))

    receipt = rig.row(row.key).receipt
    assert receipt is not None
    assert receipt.at == kept


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (ChannelLocked("revoked"), Locked(reason="revoked")),
        (ChannelRefused("no picture"), Refused(reason="no picture")),
        (ChannelBusy("too many", NOON), Later(reason="too many", when=NOON)),
        (ChannelTrouble("no route"), NotSent(reason="no route")),
    ],
    ids=["locked", "refused", "busy", "trouble"],
)
def test_trouble_before_the_create_call_says_what_to_do_next(trouble: ChannelTrouble, outcome: Outcome) -> None:
    assert not_begun(trouble) == outcome
