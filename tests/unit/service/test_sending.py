import logging
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from scheduler.errors import FenceClosed
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Image, Later, NotSent, Outcome, Posted, Prepared, Refused, Unknown
from scheduler.model.version import Tree
from scheduler.service.ports import Fence
from scheduler.service.sending import prepared_of
from tests.make import a_post, an_attachment
from tests.rig import LEASE, NOON, Rig, claimed, doubtful, queued
from tests.scripted import Scripted


def send(rig: Rig, row: Delivery) -> None:
    rig.sending.send(row, rig.network, rig.house)


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

    assert [(entry.event, entry.who) for entry, _ in rig.happened[1:]] == [
        ("delivery.sending", "beat:publish"),
        ("delivery.posted", "beat:publish"),
    ]
    assert rig.why("delivery.sending") == "the fence is committed; bytes may go out now"


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
    assert rig.events() == ["delivery.planned", "delivery.not accepted"]


@dataclass
class Broken(Scripted):
    """Its adapter has a defect this side of the fence."""

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        raise RuntimeError("secret in here")


def test_a_defect_of_the_channel_before_the_fence_sent_nothing(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    row = rig.put(claimed())
    with caplog.at_level(logging.ERROR):
        rig.sending.send(row, Broken(at=NOON), rig.house)

    assert rig.state(row) is State.QUEUED
    assert rig.why("delivery.not accepted") == "the channel failed: RuntimeError"
    [line] = caplog.records
    assert (line.message, line.__dict__["about"]) == ("channel.defect", {"key": str(row.key)})


def closed(rig: Rig, row: Delivery) -> str:
    send(rig, row)
    assert rig.network.taken == []
    assert rig.last("delivery.given back").who == "beat:publish"
    return rig.why("delivery.given back")


def test_no_fence_opens_while_a_stop_file_lies_there(rig: Rig) -> None:
    row = rig.put(claimed())
    rig.files.stopped = True

    assert closed(rig, row) == "a STOP file lies beside the configuration"
    assert rig.state(row) is State.QUEUED


def test_what_another_has_claimed_since_is_left_in_its_hands(rig: Rig) -> None:
    row = rig.put(claimed(attempt=2))
    send(rig, replace(row, attempt=1))

    assert (rig.row(row.key), rig.network.taken) == (row, [])


@pytest.mark.parametrize("state", [State.QUEUED, State.POSTED])
def test_what_is_no_longer_claimed_is_left_as_it_is(rig: Rig, state: State) -> None:
    row = rig.put(claimed(state=state))
    send(rig, replace(row, state=State.CLAIMED, revision=7))

    assert (rig.row(row.key), rig.network.taken) == (row, [])


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

    rig.sending.send(row, Twice(at=NOON), rig.house)

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
        return Later(reason="busy")

    rig.network.answers = [overtaken]
    send(rig, row)

    after = rig.row(row.key)
    assert (after.state, after.owner, after.receipt) == (State.CLAIMED, "boot other", None)
    late = rig.last("outcome.late")
    assert (late.why, late.who) == (f"an answer to attempt 1 of {row.key} came too late to count", "beat:publish")
    assert (late.chain, late.evidence) == ("demo", {"outcome": "Later"})


def test_an_answer_about_a_post_that_is_not_in_the_store_changes_nothing(rig: Rig) -> None:
    rig.network.fails_to_prepare = True
    send(rig, claimed())

    assert rig.events() == ["outcome.late"]


def test_an_answer_about_a_post_that_is_held_by_now_changes_nothing(rig: Rig) -> None:
    rig.network.fails_to_prepare = True
    row = rig.put(claimed(state=State.HELD))
    send(rig, row)

    assert rig.row(row.key) == row


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
    return rig.sending.repeat(row, rig.network, rig.house)


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


def test_a_repeat_under_a_stop_is_not_sent(rig: Rig) -> None:
    row = rig.put(doubtful())
    rig.files.stopped = True

    assert repeat(rig, row) is None
    assert (rig.state(row), rig.network.taken) == (State.IN_DOUBT, [])


def test_a_delivery_never_sent_has_no_bytes() -> None:
    row = queued()

    assert prepared_of(row) == Prepared(key=str(row.key), account="demo", wire=b"")
    assert prepared_of(doubtful()) == Prepared(key=str(row.key), account="demo", wire=b"Sign the petition.")


def test_the_network_receives_the_pictures_as_they_were_taken_whatever_the_files_hold_now(rig: Rig) -> None:
    shown = (an_attachment(), an_attachment(file="config/map.png", digest=sha256(b"map").hexdigest(), alt="A map."))
    with rig.desk.transaction("test") as t:
        t.writing.accept(Tree(files={shown[0].file: b"pixels", "config/map.png": b"map"}), at=NOON, who="test")
        t.writing.accept(Tree(files={shown[0].file: b"other pixels"}), at=NOON, who="test")
    rig.files.tree = Tree(files={shown[0].file: b"yet others"})
    row = rig.put(claimed(post=a_post(pictures=shown)))
    send(rig, row)

    assert rig.network.prepared[0].pictures == (
        Image(content=b"pixels", alt=shown[0].alt), Image(content=b"map", alt="A map."),
    )  # fmt: skip
    evidence = [entry.evidence["pictures"] for entry, _ in rig.happened if entry.event == "delivery.posted"]
    assert evidence == [f"{shown[0].digest} {shown[1].digest}"]


def test_a_post_whose_picture_the_store_does_not_hold_is_not_sent(rig: Rig) -> None:
    row = rig.put(claimed(post=a_post(pictures=(an_attachment(),))))
    send(rig, row)

    gone = "the store no longer holds templates/close-the-camps/banner.png as it was when this post was made"
    assert rig.state(row) is State.REFUSED
    assert rig.why("delivery.refused") == gone
    assert rig.network.prepared == []
