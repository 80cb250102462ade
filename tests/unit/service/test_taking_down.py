from pathlib import Path

import pytest

from scheduler.errors import ChannelTrouble, NotAllowed
from scheduler.model.delivery import OUT, State
from scheduler.model.receipt import Receipt
from scheduler.service.taking_down import TakingDown
from tests.rig import NOON, Rig, queued
from tests.scripted import Scripted

RECEIPT = Receipt(remote_id="42", url="https://example.org/42", at=NOON)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


@pytest.mark.parametrize("state", sorted(OUT - {State.DELETED}))
def test_a_published_post_is_taken_down_and_stays_down(rig: Rig, state: State) -> None:
    row = rig.put(queued(state=state, receipt=RECEIPT))
    TakingDown(rig.desk, rig.channels.get).delete(row.key, who="user:anna", why="a mistake")

    assert (rig.row(row.key).state, rig.network.deleted) == (State.DELETED, ["42"])
    assert rig.why("delivery.deleted") == "a mistake"

    TakingDown(rig.desk, rig.channels.get).delete(row.key, who="user:anna", why="again")
    assert rig.network.deleted == ["42"]


@pytest.mark.parametrize("state", [State.QUEUED, State.HELD, State.REFUSED])
def test_what_is_not_published_cannot_be_deleted(rig: Rig, state: State) -> None:
    row = rig.put(queued(state=state))

    with pytest.raises(NotAllowed, match="only a published post can be deleted"):
        TakingDown(rig.desk, rig.channels.get).delete(row.key, who="user:anna", why="")


def test_without_a_channel_nothing_can_be_deleted(rig: Rig) -> None:
    row = rig.put(queued(state=State.POSTED, receipt=RECEIPT))
    rig.channels.clear()

    with pytest.raises(NotAllowed, match="no channel for demo"):
        TakingDown(rig.desk, rig.channels.get).delete(row.key, who="user:anna", why="")


def test_a_post_that_the_network_would_not_take_down_stays_posted(rig: Rig) -> None:
    class Stubborn(Scripted):
        def delete(self, receipt: Receipt) -> None:
            raise ChannelTrouble("the network is down")

    rig.channels["demo"] = Stubborn(at=NOON)
    row = rig.put(queued(state=State.POSTED, receipt=RECEIPT))

    with pytest.raises(ChannelTrouble):
        TakingDown(rig.desk, rig.channels.get).delete(row.key, who="user:anna", why="")
    assert rig.row(row.key).state is State.POSTED
