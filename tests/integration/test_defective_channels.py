from pathlib import Path

import pytest

from scheduler.model.delivery import State
from scheduler.model.receipt import Outcome, Outgoing, Posted, Prepared, Receipt, Unknown
from scheduler.service.ports import Fence
from tests.rig import NOON, Rig, claimed
from tests.scripted import Scripted

RECEIPT = Receipt(remote_id="1", url="https://example.org/1", at=NOON)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_one_that_fails_in_preparing_has_sent_nothing(rig: Rig) -> None:
    class Unprepared(Scripted):
        def prepare(self, post: Outgoing) -> Prepared:
            raise RuntimeError("secret in here")

    row = rig.put(claimed())
    rig.sending.send(row, Unprepared(at=NOON), rig.house)

    assert rig.state(row) is State.QUEUED
    assert rig.why("delivery.not accepted") == "the channel failed: RuntimeError"
    assert rig.paused_until() is not None


def unfenced(answer: Outcome) -> Scripted:
    class Unfenced(Scripted):
        def send(self, prepared: Prepared, fence: Fence) -> Outcome:
            return answer

    return Unfenced(at=NOON)


def test_what_never_came_to_its_fence_is_not_in_doubt(rig: Rig) -> None:
    row = rig.put(claimed())
    rig.sending.send(row, unfenced(Unknown(reason="no route")), rig.house)

    assert rig.state(row) is State.QUEUED
    assert rig.why("delivery.not accepted") == "no route"


def test_one_that_posts_without_a_fence_does_not_post_twice_and_a_person_is_told(rig: Rig) -> None:
    row = rig.put(claimed())
    rig.sending.send(row, unfenced(Posted(receipt=RECEIPT)), rig.house)

    assert rig.row(row.key).state is State.WITHDRAWN
    assert rig.publishing.drain("demo") == 0
    [alert] = rig.alerts()
    assert alert.startswith(f"late: {row.key} is out, as https://example.org/1, although it was claimed")


def test_one_that_ends_at_a_second_fence_may_have_sent(rig: Rig) -> None:
    class Twice(Scripted):
        def send(self, prepared: Prepared, fence: Fence) -> Outcome:
            fence()
            fence()
            raise AssertionError("the second fence opened")

    row = rig.put(claimed())
    rig.sending.send(row, Twice(at=NOON), rig.house)

    assert (rig.state(row), rig.why("delivery.in doubt")) == (State.IN_DOUBT, "a fence opens once")
