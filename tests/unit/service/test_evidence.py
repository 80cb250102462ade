from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.model.delivery import State
from scheduler.model.receipt import Absent, CannotTell, Finding, Found, Prepared
from scheduler.service.evidence import look_up, may_repeat, why_open
from tests.rig import NOON, Rig, doubtful
from tests.scripted import Scripted


@dataclass
class Defective(Scripted):
    """Its adapter fails in looking, and in saying whether it may repeat."""

    def find(self, prepared: Prepared) -> Finding:
        raise RuntimeError("secret in here")

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:
        raise RuntimeError("secret in here")


def test_a_defect_of_the_channel_is_no_evidence_and_keeps_no_other_doubt_open(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rows = [rig.put(doubtful(minute=minute)) for minute in range(2)]
    rig.channels["demo"] = Defective(at=NOON)
    rig.pass_by(minutes=1)
    rig.settling.settle("demo")

    assert [rig.state(row) for row in rows] == [State.HELD, State.HELD]
    assert rig.why("delivery.held") == "the network cannot tell: the channel failed: RuntimeError"
    assert rig.network.taken == []


def test_a_channel_that_works_is_asked_with_the_bytes_that_were_sent() -> None:
    network = Scripted(at=NOON)
    row = doubtful()
    assert (look_up(row, network), may_repeat(row, network, NOON)) == (Absent(evidence="not in the timeline"), True)

    network.take(str(row.key))
    assert look_up(row, network) == Found(receipt=network.receipt(str(row.key)), evidence="in the timeline")


def test_why_it_is_open_is_said_in_words() -> None:
    assert why_open(Absent(evidence="40 posts")) == "not found at the network (40 posts), but that is no proof"
    assert why_open(CannotTell(reason="it is down")) == "the network cannot tell: it is down"
