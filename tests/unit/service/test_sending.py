from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import FenceClosed
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Later, Locked, NotSent, Outcome, Posted, Refused, Unknown
from scheduler.model.record import Scope, Stop
from scheduler.service.circuit import pause, paused_until
from scheduler.service.sending import record_outcome
from tests.rig import NOON, Rig, queued

LEASE = NOON + timedelta(minutes=5)


def claimed(**changes: Any) -> Delivery:
    ours: dict[str, Any] = {"state": State.CLAIMED, "attempt": 1, "owner": "boot me", "lease_until": LEASE}
    return queued(**{**ours, **changes})


def doubtful(**changes: Any) -> Delivery:
    ours: dict[str, Any] = {"state": State.IN_DOUBT, "attempt": 1, "first_sent": NOON, "wire": b"Sign the petition."}
    return queued(**{**ours, **changes})


def send(rig: Rig, row: Delivery) -> None:
    rig.sending.send(row, rig.network, rig.house.settings)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_a_claimed_post_that_the_network_takes_is_posted_with_its_receipt(rig: Rig) -> None:
    row = rig.put(claimed())
    send(rig, row)

    after = rig.row(row.key)
    assert (after.state, after.receipt) == (State.POSTED, rig.network.receipt(str(row.key)))
    assert (after.owner, after.lease_until) == (None, None)
    assert rig.network.taken == [str(row.key)]


def test_the_network_receives_the_frozen_text_under_the_slots_key(rig: Rig) -> None:
    row = rig.put(claimed())
    send(rig, row)

    sent = rig.network.prepared[0]
    assert (sent.key, sent.account, sent.post, sent.language, sent.zone, sent.at) == (
        str(row.key), "demo", row.post, "en", "Europe/London", NOON,
    )  # fmt: skip


def test_the_fence_is_durable_before_the_network_is_asked(rig: Rig) -> None:
    seen: list[Delivery] = []
    row = rig.put(claimed())

    def look() -> Outcome:
        seen.append(rig.row(row.key))
        return rig.network.take(str(row.key))

    rig.network.answers = [look]
    send(rig, row)

    assert (seen[0].state, seen[0].attempt, seen[0].owner) == (State.SENDING, 1, "boot me")
    assert (seen[0].wire, seen[0].first_sent) == (b"Sign the petition.", NOON)
    assert seen[0].lease_until == NOON + 2 * rig.house.settings.deadline


def test_the_steps_stand_in_the_record_in_order(rig: Rig) -> None:
    send(rig, rig.put(claimed()))

    assert rig.events() == ["delivery.planned", "delivery.sending", "delivery.posted"]


def test_a_refused_text_is_never_sent_again_and_a_person_is_told(rig: Rig) -> None:
    rig.network.answers = [Refused(reason="too long")]
    row = rig.put(claimed())
    send(rig, row)

    assert rig.state(row) is State.REFUSED
    assert rig.alerts() == [f"refused: {row.key} was refused by the network: too long"]
    with rig.store.look() as looking:
        assert looking.alerts(open_only=True) == []


def test_a_locked_account_is_stopped_and_its_post_goes_back(rig: Rig) -> None:
    rig.network.answers = [Locked(reason="token revoked")]
    row = rig.put(claimed())
    send(rig, row)

    with rig.store.look() as looking:
        stop = looking.stops()[0]
    assert rig.state(row) is State.QUEUED
    assert (stop.scope, stop.subject, stop.why) == (Scope.ACCOUNT, "demo", "locked: token revoked")
    assert "`awareness resume --account demo`" in rig.alerts()[0]


def test_an_account_that_is_stopped_already_gets_no_second_stop(rig: Rig) -> None:
    with rig.store.write() as writing:
        writing.stop(Stop(scope=Scope.ACCOUNT, subject="demo", at=NOON, who="user:anna", why="rest"))
    row = rig.put(claimed())
    with rig.desk.transaction("test") as t:
        record_outcome(t, row, Locked(reason="revoked"))

    with rig.store.look() as looking:
        assert [stop.why for stop in looking.stops()] == ["rest"]
    assert "stop.set" not in rig.events()


@pytest.mark.parametrize("answer", [NotSent(reason="before the fence"), NotSent(reason="reset"), Later(reason="busy")])
def test_what_was_surely_not_accepted_goes_back_with_nothing_left_of_the_try(rig: Rig, answer: Outcome) -> None:
    rig.network.answers = [answer]
    row = rig.put(claimed())
    send(rig, row)

    after = rig.row(row.key)
    assert (after.state, after.attempt) == (State.QUEUED, 1)
    assert (after.owner, after.lease_until, after.first_sent, after.wire) == (None, None, None, None)
    with rig.store.look() as looking:
        assert paused_until(looking, "demo") == pause("demo", 1, None, NOON)


def test_later_waits_as_long_as_the_network_asks(rig: Rig) -> None:
    rig.network.answers = [Later(reason="slow down", when=NOON + timedelta(minutes=15))]
    send(rig, rig.put(claimed()))

    with rig.store.look() as looking:
        assert paused_until(looking, "demo") == NOON + timedelta(minutes=15)


def test_a_lost_answer_leaves_the_post_in_doubt(rig: Rig) -> None:
    row = rig.put(claimed())
    rig.network.answers = [rig.network.take_but_lose_the_answer(str(row.key))]
    send(rig, row)

    after = rig.row(row.key)
    assert (after.state, after.first_sent, after.wire) == (State.IN_DOUBT, NOON, b"Sign the petition.")
    assert (after.owner, after.lease_until) == (None, None)
    assert rig.why("delivery.in doubt") == "the answer was lost"


def test_a_defect_of_the_channel_past_the_fence_is_a_doubt(rig: Rig) -> None:
    rig.network.answers = [RuntimeError("secret in here")]
    row = rig.put(claimed())
    send(rig, row)

    assert rig.state(row) is State.IN_DOUBT
    assert rig.why("delivery.in doubt") == "the channel failed: RuntimeError"


def test_a_post_that_cannot_be_prepared_goes_back(rig: Rig) -> None:
    rig.network.fails_to_prepare = True
    row = rig.put(claimed())
    send(rig, row)

    assert rig.state(row) is State.QUEUED
    assert rig.why("delivery.not accepted") == "the pictures could not be uploaded"
    assert rig.network.taken == []


def closed(rig: Rig, row: Delivery) -> str:
    send(rig, row)
    assert rig.network.taken == []
    return rig.why("delivery.given back")


def test_no_fence_opens_while_a_stop_file_lies_there(rig: Rig) -> None:
    row = rig.put(claimed())
    rig.files.stopped = True

    assert closed(rig, row) == "a STOP file lies beside the configuration"
    assert rig.state(row) is State.QUEUED


@pytest.mark.parametrize(
    ("scope", "subject"),
    [
        (Scope.ALL, ""),
        (Scope.CAMPAIGN, "close-the-camps"),
        (Scope.ACCOUNT, "demo"),
        (Scope.POST, "close-the-camps/daily/2026-11-23T12:00/demo/1"),
    ],
)
def test_no_fence_opens_under_a_stop_that_covers_the_post(rig: Rig, scope: Scope, subject: str) -> None:
    row = rig.put(claimed())
    with rig.store.write() as writing:
        writing.stop(Stop(scope=scope, subject=subject, at=NOON, who="user:anna", why="rest"))

    assert closed(rig, row) == "stopped by user:anna: rest"
    assert rig.state(row) is State.QUEUED


def test_a_stop_of_another_account_closes_nothing(rig: Rig) -> None:
    row = rig.put(claimed())
    with rig.store.write() as writing:
        writing.stop(Stop(scope=Scope.ACCOUNT, subject="other", at=NOON, who="user:anna", why="rest"))
    send(rig, row)

    assert rig.state(row) is State.POSTED


@pytest.mark.parametrize(("late", "state"), [(0, State.POSTED), (1, State.QUEUED)])
def test_no_fence_opens_after_the_last_moment(rig: Rig, late: int, state: State) -> None:
    row = rig.put(claimed(send_by=NOON))
    rig.pass_by(seconds=late)
    send(rig, row)

    assert rig.state(row) is state


@pytest.mark.parametrize(("late", "state"), [(0, State.POSTED), (1, State.QUEUED)])
def test_no_fence_opens_once_the_lease_has_run_out(rig: Rig, late: int, state: State) -> None:
    row = rig.put(claimed())
    rig.pass_by(minutes=5, seconds=late)
    send(rig, row)

    assert rig.state(row) is state


@pytest.mark.parametrize("theirs", [{"owner": "boot other"}, {"attempt": 2}, {"revision": 1}])
def test_no_fence_opens_for_a_claim_that_was_lost(rig: Rig, theirs: dict[str, object]) -> None:
    row = rig.put(claimed())
    mine = replace(row, **theirs)  # type: ignore[arg-type]
    send(rig, mine)

    assert rig.network.taken == []
    assert rig.row(row.key).state is not State.POSTED


def test_a_second_fence_for_one_send_is_closed(rig: Rig) -> None:
    row = rig.put(claimed())
    refused: list[str] = []

    class Twice(type(rig.network)):  # type: ignore[misc]
        def send(self, prepared, fence):  # type: ignore[no-untyped-def]
            fence()
            try:
                fence()
            except FenceClosed as error:
                refused.append(str(error))
            return self.take(prepared.key)

    rig.sending.send(row, Twice(at=NOON), rig.house.settings)

    assert refused == ["a fence opens once"]
    assert rig.state(row) is State.POSTED


def test_an_answer_to_an_attempt_that_was_overtaken_changes_nothing(rig: Rig) -> None:
    row = rig.put(claimed())

    def overtaken() -> Outcome:
        with rig.desk.transaction("other") as t:
            sending = t.writing.delivery(row.key)
            assert sending is not None
            t.move(sending, replace(sending.to(State.QUEUED), owner=None, lease_until=None), "test", "")
            again = t.writing.delivery(row.key)
            assert again is not None
            t.move(again, again.to(State.CLAIMED, attempt=2, owner="boot other", lease_until=LEASE), "test", "")
        return Posted(receipt=rig.network.receipt("late"))

    rig.network.answers = [overtaken]
    send(rig, row)

    after = rig.row(row.key)
    assert (after.state, after.owner, after.receipt) == (State.CLAIMED, "boot other", None)
    assert "outcome.late" in rig.events()


def test_an_answer_that_comes_while_the_post_is_in_doubt_still_counts(rig: Rig) -> None:
    row = rig.put(claimed())

    def doubted() -> Outcome:
        with rig.desk.transaction("other") as t:
            sending = t.writing.delivery(row.key)
            assert sending is not None
            t.move(sending, sending.to(State.IN_DOUBT), "test", "")
        return rig.network.take(str(row.key))

    rig.network.answers = [doubted]
    send(rig, row)

    assert rig.state(row) is State.POSTED


def repeat(rig: Rig, row: Delivery) -> Outcome | None:
    return rig.sending.repeat(row, rig.network, rig.house.settings)


def test_a_repeat_sends_the_same_bytes_over_the_fence_as_a_new_attempt(rig: Rig) -> None:
    row = rig.put(doubtful())
    rig.pass_by(minutes=1)

    assert repeat(rig, row) == Posted(receipt=rig.network.receipt(str(row.key)))
    after = rig.row(row.key)
    assert (after.state, after.attempt, after.first_sent) == (State.POSTED, 2, NOON)
    assert rig.network.prepared == []


@pytest.mark.parametrize(
    "answer", [NotSent(reason="no"), Later(reason="no"), Refused(reason="no"), Unknown(reason="no")]
)
def test_after_a_repeat_only_a_receipt_ends_the_doubt(rig: Rig, answer: Outcome) -> None:
    rig.network.answers = [answer]
    row = rig.put(doubtful())
    repeat(rig, row)

    after = rig.row(row.key)
    assert (after.state, after.first_sent, after.wire) == (State.IN_DOUBT, NOON, b"Sign the petition.")


def test_a_repeat_that_finds_the_account_locked_stops_it_and_keeps_the_doubt(rig: Rig) -> None:
    rig.network.answers = [Locked(reason="revoked")]
    row = rig.put(doubtful())
    repeat(rig, row)

    with rig.store.look() as looking:
        assert [stop.subject for stop in looking.stops()] == ["demo"]
    assert rig.state(row) is State.IN_DOUBT


def test_a_repeat_under_a_stop_is_not_sent(rig: Rig) -> None:
    row = rig.put(doubtful())
    rig.files.stopped = True

    assert repeat(rig, row) is None
    assert (rig.state(row), rig.network.taken) == (State.IN_DOUBT, [])


def test_two_posts_of_one_account_are_never_on_the_wire_together(rig: Rig) -> None:
    rig.put(claimed(minute=30, owner="boot other"))
    row = rig.put(doubtful())

    assert repeat(rig, row) is None
    assert (rig.state(row), rig.network.taken) == (State.IN_DOUBT, [])
