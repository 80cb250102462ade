"""Whatever a person must hear of is in the outbox of alerts with the very commit that brought it about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Absent, Locked, Receipt, Refused
from scheduler.model.record import Entry
from scheduler.service.desk import Desk
from scheduler.service.verifying import Verifying
from tests.rig import NOON, Rig, claimed, doubtful, queued


class Hearing(Rig):
    """Asks the store, as soon as something is durable, which alerts are so, too."""

    def __init__(self, folder: Path) -> None:
        self.told: dict[str, list[str]] = {}
        super().__init__(folder)

    def hear(self, entry: Entry, _: Delivery | None) -> None:
        with self.store.look() as looking:
            self.told.setdefault(entry.event, [alert.kind for alert in looking.alerts()])


@pytest.fixture
def rig(tmp_path: Path) -> Hearing:
    found = Hearing(tmp_path)
    desk = Desk(found.store, found.clock, found.hear)
    for part in (found.publishing, found.settling, found.sending):
        part._desk = desk
    found.desk = desk
    return found


def held(rig: Rig) -> None:
    rig.network.keyed = False
    rig.put(doubtful())
    rig.settling.settle("demo")


def expired(rig: Rig) -> None:
    rig.put(queued())
    rig.pass_by(hours=3)
    rig.publishing.tidy()


def refused(rig: Rig) -> None:
    rig.put(queued())
    rig.network.answers = [Refused(reason="too long")]
    rig.publishing.drain("demo")


def locked(rig: Rig) -> None:
    rig.put(queued())
    rig.network.answers = [Locked(reason="the token was revoked")]
    rig.publishing.drain("demo")


def vanished(rig: Rig) -> None:
    out = Receipt(remote_id="1", url="", at=NOON - timedelta(hours=1))
    rig.put(queued(state=State.POSTED, receipt=out, due_at=out.at, wire=b"text"))
    rig.network.finding = Absent(evidence="it is not there")
    Verifying(rig.desk, rig.channels.get, rig.files).verify("demo")


def hanging(rig: Rig) -> None:
    rig.put(replace(claimed(), state=State.SENDING))
    rig.pass_by(minutes=6)
    rig.settling.sweep()


@pytest.mark.parametrize(
    ("bring_about", "event"),
    [
        (held, "delivery.held"),
        (expired, "delivery.expired"),
        (refused, "delivery.refused"),
        (locked, "stop.set"),
        (vanished, "delivery.vanished"),
        (hanging, "delivery.in doubt"),
    ],
)
def test_it_is_told_by_the_time_it_is_durable(rig: Hearing, bring_about: Callable[[Rig], None], event: str) -> None:
    bring_about(rig)

    assert rig.told[event] == [bring_about.__name__]
