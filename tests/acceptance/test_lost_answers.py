"""An answer is lost after the network took the post: it is out once, and no person is asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.clock import ManualClock
from scheduler.model.delivery import State
from tests.abroad import ALT, NINE, Abroad
from tests.reality import CREATES
from tests.servers import faults
from tests.servers.lossy import LossyProxy, lossy
from tests.up import UP, Network

LOSSES = {
    "dropped": faults.drop,
    "hung": faults.hang(threading.Event()),
    "reset": faults.reset,
    "half a body": faults.half,
    "502": faults.bad_gateway(),
}


@contextmanager
def behind_a_proxy(name: str, folder: Path, *, picture: bool) -> Iterator[tuple[Abroad, LossyProxy, Network]]:
    clock = ManualClock(NINE)
    with UP[name](clock) as network:
        real = network.fresh()
        with lossy(real.world) as proxy:
            yield Abroad(folder, replace(real, server=proxy.address), clock, picture), proxy, network


@pytest.mark.parametrize("picture", [False, True], ids=["text", "picture"])
@pytest.mark.parametrize("name", UP)
def test_a_post_whose_answer_is_lost_in_any_way_is_out_once_and_settled_without_a_person(
    tmp_path: Path, name: str, picture: bool
) -> None:
    with behind_a_proxy(name, tmp_path, picture=picture) as (house, proxy, network):
        for count, (way, loss) in enumerate(LOSSES.items(), start=1):
            proxy.lose(*CREATES[name], loss)
            row = house.say()
            house.work()
            assert house.state(row) is not State.POSTED, way

            house.work_for(minutes=5)
            assert house.state(row) in {State.POSTED, State.VERIFIED}, way
            shown = network.shown(house.real)
            assert len(shown) == count, way
            assert row.post.text in {post.text for post in shown}
            assert {post.alts for post in shown} == {(ALT,) if picture else ()}

        with house.app.store.look() as looking:
            assert [alert.kind for alert in looking.alerts() if alert.kind == "held"] == []
