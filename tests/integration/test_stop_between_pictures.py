"""A stop while pictures go up: no further one follows, on any network, and the post waits."""

from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.errors import FenceClosed, StoreBusy
from scheduler.model.delivery import State
from scheduler.model.receipt import Image, Outgoing, Prepared
from scheduler.service.fence import must_go_on
from scheduler.service.store_ports import Looking
from tests.contract.networks import NETWORKS, Network
from tests.drawn import a_picture
from tests.outgoing import an_outgoing
from tests.rig import NOON, Rig, claimed
from tests.scripted import Scripted


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


@pytest.mark.parametrize("network", [n for n in NETWORKS if n.capabilities.public], ids=lambda n: n.name)
def test_a_channel_asks_before_each_picture_and_lets_the_answer_through(network: Network, tmp_path: Path) -> None:
    asked: list[bool] = []

    def go_on() -> None:
        asked.append(True)
        if len(asked) == 3:
            raise FenceClosed("stopped")

    images = tuple(Image(content=a_picture(), alt="") for _ in range(4))
    with network.start(tmp_path) as address:
        with pytest.raises(FenceClosed, match="stopped"):
            network.connect(address).prepare(replace(an_outgoing(pictures=images), go_on=go_on))
        assert network.texts(address) == []
    assert len(asked) == 3


@pytest.mark.parametrize("how", ["a stop", "a file"])
def test_a_stop_reaches_a_post_between_two_of_its_pictures(rig: Rig, how: str) -> None:
    row = rig.put(claimed())
    up: list[int] = []

    class Uploading(Scripted):
        def prepare(self, post: Outgoing) -> Prepared:
            for picture in range(3):
                post.go_on()
                up.append(picture)
                rig.stop() if how == "a stop" else setattr(rig.files, "stopped", True)
            return super().prepare(post)

    rig.sending.send(row, Uploading(at=NOON), rig.house)

    assert up == [0]
    assert rig.state(row) is State.QUEUED
    assert rig.why("delivery.given back").startswith("stopped by user:anna" if how == "a stop" else "a STOP file")


def test_a_store_that_cannot_be_read_lets_no_picture_go_up(rig: Rig) -> None:
    def unreadable() -> AbstractContextManager[Looking]:
        raise StoreBusy("the store is busy")

    class Unreadable:
        look = staticmethod(unreadable)

    desk = replace(rig.desk, store=Unreadable())  # type: ignore[arg-type]  # half a store
    with pytest.raises(FenceClosed, match="the store is busy"):
        must_go_on(desk, rig.files, claimed())
