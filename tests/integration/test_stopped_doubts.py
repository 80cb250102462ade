"""A doubt that a stop keeps open: its network is asked now and then, and not at every beat."""

from datetime import timedelta
from pathlib import Path

from scheduler.model.delivery import State
from scheduler.model.money import Purpose
from scheduler.model.receipt import Absent
from scheduler.model.text_rule import Prices
from scheduler.service.settling import STOPPED
from tests.rig import NOON, Rig, doubtful
from tests.scripted import Scripted


def test_an_hour_under_a_stop_costs_a_dozen_looks(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    prices = Prices(post=15_000, post_with_link=200_000, read=1_000, look_up=1_000)
    network = Scripted(at=NOON, keyed=False, prices=prices, appears_within=timedelta(minutes=10))
    network.finding = Absent(evidence="not in the timeline", looked_at=3)
    rig.channels["demo"] = network
    row = rig.put(doubtful())
    rig.stop()
    for _ in range(360):
        rig.settling.settle("demo")
        rig.pass_by(seconds=10)

    assert network.looked == timedelta(hours=1) // STOPPED
    with rig.store.look() as looking:
        assert sum(looking.spent(Purpose.POSTING, since="2026-11").values()) == network.looked * 3_000
    assert rig.state(row) is State.IN_DOUBT
