from pathlib import Path
from typing import Any

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Later, Outcome, Posted, Receipt
from scheduler.service.late import record_late
from tests.rig import NOON, Rig, claimed, doubtful, on_the_wire, queued

RECEIPT = Receipt(remote_id="7", url="https://example.org/7", at=NOON)
OTHER = Receipt(remote_id="8", url="https://example.org/8", at=NOON)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def late(rig: Rig, row: Delivery, outcome: Outcome = Posted(receipt=RECEIPT)) -> Delivery:  # noqa: B008 - a value
    """The row after an answer to its first try, which was given up."""
    with rig.desk.transaction("beat:test") as t:
        record_late(t, on_the_wire(), row, outcome)
    return rig.row(row.key)


@pytest.mark.parametrize("state", [State.QUEUED, State.CLAIMED, State.HELD, State.IN_DOUBT])
def test_an_answer_that_is_no_receipt_changes_nothing(rig: Rig, state: State) -> None:
    row = rig.put(queued(state=state))

    assert late(rig, row, Later(reason="busy")) == row
    entry = rig.last("outcome.late")
    assert (entry.chain, entry.why, entry.evidence) == (
        "demo", f"an answer to attempt 1 of {row.key} came too late to count", {"outcome": "Later"},
    )  # fmt: skip


@pytest.mark.parametrize("row", [doubtful(), doubtful(attempt=2), doubtful(state=State.HELD)])
def test_a_receipt_ends_a_doubt_and_what_is_held(rig: Rig, row: Delivery) -> None:
    rig.put(row)
    with rig.desk.transaction("test") as t:
        t.alert("held", str(row.key), "it may be out")
    after = late(rig, rig.row(row.key))

    assert (after.state, after.receipt) == (State.POSTED, RECEIPT)
    assert rig.last("delivery.posted").evidence == {"remote id": "7", "url": "https://example.org/7"}
    assert rig.alerts(open_only=True) == []


@pytest.mark.parametrize("row", [queued(), queued(state=State.PLANNED), claimed(attempt=2, owner="boot other")])
def test_what_is_out_already_is_not_sent_again(rig: Rig, row: Delivery) -> None:
    stored = rig.put(row)
    after = late(rig, stored)

    assert (after.state, after.owner, after.first_sent) == (State.WITHDRAWN, None, NOON)
    assert rig.why("delivery.withdrawn") == "it is out already, as https://example.org/7"
    assert rig.alerts() == [
        f"late: {row.key} is out, as https://example.org/7, although it was {row.state}; look at the account"
    ]
    rig.sending.send(stored, rig.network, rig.house)
    assert rig.network.taken == []


@pytest.mark.parametrize("state", [State.EXPIRED, State.SKIPPED, State.WITHDRAWN])
def test_that_something_given_up_is_out_is_told_with_its_address(rig: Rig, state: State) -> None:
    row = rig.put(queued(state=state))

    assert late(rig, row) == row
    assert rig.last("outcome.late").evidence == {"remote id": "7", "url": "https://example.org/7"}
    assert rig.alerts() == [
        f"late: {row.key} is out, as https://example.org/7, although it was {state}; look at the account"
    ]
    assert rig.alerts(open_only=True) == []


def posted(receipt: Receipt, **changes: Any) -> Delivery:
    return queued(state=State.POSTED, receipt=receipt, **changes)


def test_a_second_receipt_is_a_second_post_and_is_told(rig: Rig) -> None:
    row = rig.put(posted(OTHER))

    assert late(rig, row) == row
    assert rig.alerts() == [
        f"late: {row.key} is out, as https://example.org/7, and as https://example.org/8; look at the account"
    ]


def test_the_receipt_that_is_kept_already_is_no_news(rig: Rig) -> None:
    row = rig.put(posted(RECEIPT))
    before = rig.events()

    assert late(rig, row) == row
    assert rig.events() == before


def test_a_repeat_that_is_under_way_has_its_own_answer_to_come(rig: Rig) -> None:
    row = rig.put(on_the_wire(attempt=2))

    assert late(rig, row) == row
    assert (rig.events()[-1], rig.alerts()) == ("outcome.late", [])


def test_what_the_store_no_longer_has_still_stands_in_the_record(rig: Rig) -> None:
    with rig.desk.transaction("beat:test") as t:
        record_late(t, on_the_wire(), None, Posted(receipt=RECEIPT))

    assert rig.last("outcome.late").why == f"{queued().key} is out; its answer came late"
