from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Absent, CannotTell, Finding, Found, Receipt
from scheduler.service.fates import Fate, fate_of, settle
from tests.rig import NOON, Rig, doubtful, queued

OUT = Receipt(remote_id="7", url="https://example.org/7", at=NOON - timedelta(minutes=30))
FOUND = Found(receipt=OUT, evidence="in the timeline")
ABSENT = Absent(evidence="none of 40 posts says this")
NEVER = Absent(evidence="it has no such key", never=True)
DELETED = Absent(evidence="a grave", deleted=True)
BLIND = CannotTell(reason="the timeline ends before")
LATE = queued(send_by=NOON - timedelta(minutes=1))
PLANNED = queued(state=State.PLANNED)
AHEAD_OF_US = queued(minute=30)
HELD = replace(doubtful(), state=State.HELD)


@pytest.mark.parametrize(
    ("row", "finding", "becomes"),
    [
        (queued(), FOUND, State.POSTED),
        (PLANNED, FOUND, State.POSTED),
        (AHEAD_OF_US, FOUND, State.POSTED),
        (LATE, FOUND, State.POSTED),
        (doubtful(), FOUND, State.POSTED),
        (HELD, FOUND, State.POSTED),
        (queued(), DELETED, State.WITHDRAWN),
        (doubtful(), DELETED, State.HELD),
        (HELD, DELETED, State.WITHDRAWN),
        (queued(), NEVER, State.QUEUED),
        (PLANNED, NEVER, State.PLANNED),
        (LATE, NEVER, State.EXPIRED),
        (doubtful(), NEVER, State.QUEUED),
        (HELD, NEVER, State.HELD),
        *((row, finding, State.HELD) for row in (queued(), PLANNED, doubtful()) for finding in (ABSENT, BLIND)),
        *((LATE, finding, State.EXPIRED) for finding in (ABSENT, BLIND)),
        *((AHEAD_OF_US, finding, State.QUEUED) for finding in (ABSENT, BLIND, NEVER)),
    ],
)
def test_a_post_too_few_is_better_than_one_twice(
    tmp_path: Path, row: Delivery, finding: Finding, becomes: State
) -> None:
    rig = Rig(tmp_path)
    stored = rig.put(row)
    fate = fate_of(stored, finding, told=NOON, now=NOON)
    assert fate.becomes is becomes
    with rig.desk.transaction("user:anna") as t:
        settle(t, fate)
    assert rig.state(row) is becomes
    if becomes is not row.state:
        assert fate.why in rig.happened[-1][0].why or becomes is State.HELD


def test_what_was_found_has_its_receipt_and_the_evidence_and_the_instant_of_its_network(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    row = rig.put(PLANNED)
    with rig.desk.transaction("user:anna") as t:
        settle(t, fate_of(row, FOUND, told=NOON, now=NOON))
    assert rig.row(row.key).receipt == OUT
    assert rig.why("delivery.posted") == "an older copy of the store was put back; found: in the timeline"
    assert rig.last("delivery.posted").evidence["url"] == OUT.url


def test_what_is_held_is_told_with_all_its_answers(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    row = rig.put(queued())
    with rig.desk.transaction("user:anna") as t:
        settle(t, fate_of(row, ABSENT, told=NOON, now=NOON))
    [alert] = rig.alerts(open_only=True)
    assert "not found at the network (none of 40 posts says this)" in alert
    assert f"awareness resolve {row.key.short} --posted URL" in alert


def test_what_was_taken_down_is_brought_back_by_no_plan(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    row = rig.put(queued())
    with rig.desk.transaction("user:anna") as t:
        settle(t, fate_of(row, DELETED, told=NOON, now=NOON))
    assert rig.row(row.key).first_sent is not None


def test_what_was_found_without_saying_where_is_a_defect(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    row = rig.put(queued())
    with pytest.raises(ValueError, match="nobody says where"), rig.desk.transaction("user:anna") as t:
        settle(t, Fate(row=row, becomes=State.POSTED, why="found"))
