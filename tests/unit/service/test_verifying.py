from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import CannotTell, Receipt
from scheduler.service.verifying import A_BEAT, Verifying
from tests.rig import NOON, Rig, queued

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def said(minute: int = 0, ago: timedelta = AN_HOUR, **changes: Any) -> Delivery:
    """Posted this long before noon."""
    at = NOON - ago
    receipt = Receipt(remote_id="1", url="", at=at)
    return queued(minute, state=State.POSTED, receipt=receipt, due_at=at, wire=b"text", **changes)


def verify(rig: Rig) -> int:
    return Verifying(rig.desk, rig.channels.get).verify()


def test_a_post_that_is_there_is_verified_once(rig: Rig) -> None:
    row = rig.put(said())
    rig.network.take(str(row.key))

    assert (verify(rig), verify(rig)) == (1, 0)
    assert rig.state(row) is State.VERIFIED
    assert rig.happened[-1][0].evidence == {"found": "in the timeline"}


def test_a_post_that_is_gone_has_vanished_and_a_person_is_told(rig: Rig) -> None:
    row = rig.put(said())
    verify(rig)

    assert rig.state(row) is State.VANISHED
    assert rig.alerts()[0].startswith(f"vanished: {row.key} was posted and is no longer there: not in the timeline")
    with rig.store.look() as looking:
        assert looking.alerts(open_only=True) == []


def test_a_network_that_cannot_tell_is_asked_again(rig: Rig) -> None:
    rig.network.finding = CannotTell(reason="down")
    row = rig.put(said())

    assert (verify(rig), verify(rig)) == (1, 1)
    assert rig.state(row) is State.POSTED


def test_without_a_channel_a_post_stays_as_posted(rig: Rig) -> None:
    row = rig.put(said())
    rig.channels.clear()
    verify(rig)

    assert rig.state(row) is State.POSTED


@pytest.mark.parametrize(
    ("ago", "looked"),
    [
        (timedelta(seconds=59), 0),
        (timedelta(seconds=60), 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, seconds=1), 0),
    ],
)
def test_a_post_is_looked_at_between_a_minute_and_a_day_after_it_went_out(
    rig: Rig, ago: timedelta, looked: int
) -> None:
    rig.put(said(ago=ago))

    assert verify(rig) == looked


def test_a_post_whose_bytes_were_redacted_is_left_alone(rig: Rig) -> None:
    rig.put(replace(said(), wire=None))

    assert verify(rig) == 0


def test_a_burst_is_looked_at_over_several_beats(rig: Rig) -> None:
    rows = [said(minute) for minute in range(A_BEAT + 1)]
    rig.put(*rows)
    for row in rows:
        rig.network.take(str(row.key))

    assert (verify(rig), verify(rig), verify(rig)) == (A_BEAT, 1, 0)
