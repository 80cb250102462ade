from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import ChannelTrouble
from scheduler.model.delivery import Delivery, State
from scheduler.model.money import Purpose
from scheduler.model.receipt import Absent, CannotTell, Finding, Prepared, Receipt
from scheduler.model.record import Scope
from scheduler.model.text_rule import Prices
from scheduler.service.verifying import Verifying
from tests.rig import NOON, Rig, queued
from tests.scripted import Count, Scripted

AN_HOUR = timedelta(hours=1)
RECEIPT = Receipt(remote_id="1", url="", at=NOON)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def said(minute: int = 0, ago: timedelta = AN_HOUR, **changes: Any) -> Delivery:
    """Posted this long before noon."""
    at = NOON - ago
    receipt = Receipt(remote_id="1", url="", at=at)
    return queued(minute, state=State.POSTED, receipt=receipt, due_at=at, wire=b"text", **changes)


def verify(verifying: Verifying, times: int = 1) -> list[bool]:
    return [verifying.verify("demo") for _ in range(times)]


@pytest.fixture
def verifying(rig: Rig) -> Verifying:
    return Verifying(rig.desk, rig.channels.get, rig.files)


def test_a_post_that_is_there_is_verified_once(rig: Rig, verifying: Verifying) -> None:
    row = rig.put(said())
    rig.network.take(str(row.key))

    assert verify(verifying, 2) == [True, False]
    assert rig.state(row) is State.VERIFIED
    assert rig.happened[-1][0].evidence == {"found": "in the timeline"}


def test_a_post_that_is_gone_has_vanished_and_a_person_is_told(rig: Rig, verifying: Verifying) -> None:
    row = rig.put(said())
    verify(verifying)

    assert rig.state(row) is State.VANISHED
    assert rig.alerts()[0].startswith(f"vanished: {row.key} was posted and is no longer there: not in the timeline")
    assert rig.alerts(open_only=True) == []


def test_what_a_person_takes_down_during_the_look_has_not_vanished(rig: Rig, verifying: Verifying) -> None:
    row = rig.put(said())

    class Slow(Scripted):
        def find(self, prepared: Prepared) -> Finding:
            with rig.desk.transaction("user:anna") as t:
                t.move(row, row.to(State.DELETED), "delivery.deleted", "a mistake in it")
            return super().find(prepared)

    rig.channels["demo"] = Slow(at=NOON)
    verify(verifying)

    assert (rig.state(row), rig.alerts()) == (State.DELETED, [])


def test_a_network_that_cannot_tell_is_asked_again_when_the_post_is_twice_as_old(
    rig: Rig, verifying: Verifying
) -> None:
    rig.network.finding = CannotTell(reason="down")
    row = rig.put(said(ago=timedelta(minutes=1)))
    asked = []
    for minute in range(1, 20):
        if verify(verifying) == [True]:
            asked.append(minute)
        rig.pass_by(minutes=1)

    assert asked == [1, 2, 4, 8, 16]
    assert rig.state(row) is State.POSTED


def test_a_post_that_cannot_be_told_of_keeps_no_other_from_being_seen(rig: Rig, verifying: Verifying) -> None:
    class Odd(Scripted):
        def find(self, prepared: Prepared) -> Finding:
            if prepared.key == str(odd.key):
                raise RuntimeError("a defect")
            return super().find(prepared)

    odd, row = rig.put(said(ago=2 * AN_HOUR)), rig.put(said(1))
    rig.channels["demo"] = network = Odd(at=NOON)
    network.take(str(row.key))

    assert verify(verifying, 3) == [True, True, False]
    assert (rig.state(odd), rig.state(row)) == (State.POSTED, State.VERIFIED)


def test_without_a_channel_a_post_stays_as_posted(rig: Rig, verifying: Verifying) -> None:
    row = rig.put(said())
    rig.channels.clear()

    assert verify(verifying, 2) == [True, False]
    assert rig.state(row) is State.POSTED


@pytest.mark.parametrize(
    ("ago", "looked"),
    [
        (timedelta(seconds=59), False),
        (timedelta(seconds=60), True),
        (timedelta(days=1), True),
        (timedelta(days=1, seconds=1), False),
    ],
)
def test_a_post_is_looked_at_between_a_minute_and_a_day_after_it_went_out(
    rig: Rig, verifying: Verifying, ago: timedelta, looked: bool
) -> None:
    rig.put(said(ago=ago))

    assert verifying.lanes() == ["demo"] * looked
    assert verify(verifying) == [looked]


def test_a_post_whose_bytes_were_redacted_is_left_alone(rig: Rig, verifying: Verifying) -> None:
    rig.put(replace(said(), wire=None))

    assert verify(verifying) == [False]


def test_each_account_is_a_lane_of_its_own(rig: Rig, verifying: Verifying) -> None:
    row = said()
    rig.put(row, replace(row, key=replace(row.key, account="other")))
    assert verifying.lanes() == ["demo", "other"]

    assert verify(verifying, 2) == [True, False]
    assert verifying.lanes() == ["other"]


PRICES = Prices(post=15_000, post_with_link=200_000, look_up=1_000, read=5_000)


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        ({"likes": 0}, State.VERIFIED),
        (Absent(evidence="404"), State.VANISHED),
        (ChannelTrouble("502"), State.POSTED),
        (RuntimeError("a defect"), State.POSTED),
    ],
    ids=["there", "gone", "trouble", "defect"],
)
def test_only_what_is_not_known_by_its_name_either_has_vanished(
    rig: Rig, verifying: Verifying, seen: Count, state: State
) -> None:
    """A timeline that lags, or whose clock is behind ours, shows no post of now."""
    network = Scripted(at=NOON, reads=True, prices=PRICES, counts=[seen])
    network.finding = Absent(evidence="none of 2 says this", looked_at=2)
    rig.channels["demo"] = network
    row = rig.put(said())
    verify(verifying, 2)

    assert rig.state(row) is state
    assert (network.looked, network.was_read) == (1, ["1"])
    assert ("404" in "".join(rig.alerts())) == (state is State.VANISHED)
    assert len(rig.alerts()) == (state is State.VANISHED)
    with rig.store.look() as looking:
        assert sum(looking.spent(Purpose.POSTING, since="2026-11").values()) == 2 * 1_000 + 5_000


@pytest.mark.parametrize(
    ("scope", "subject", "asks"),
    [
        (Scope.ALL, "", False),
        (Scope.ACCOUNT, "demo", False),
        (Scope.ACCOUNT, "other", True),
        (Scope.CAMPAIGN, "close-the-camps", True),
    ],
)
def test_a_stop_of_everything_or_of_the_account_is_silence(
    rig: Rig, verifying: Verifying, scope: Scope, subject: str, *, asks: bool
) -> None:
    rig.put(said())
    rig.stop(scope, subject)

    assert (verifying.lanes() == ["demo"]) is asks
    assert verify(verifying) == [asks]


def test_a_stop_file_is_silence_too(rig: Rig, verifying: Verifying) -> None:
    rig.put(said())
    rig.files.stopped = True

    assert (verifying.lanes(), verify(verifying), rig.network.looked) == ([], [False], 0)


def test_of_those_asked_in_vain_only_who_still_waits_is_remembered(rig: Rig, verifying: Verifying) -> None:
    rig.network.finding = CannotTell(reason="it is away")
    rig.put(said(1), said(2))
    verify(verifying, 2)
    assert len(verifying._again) == 2

    rig.pass_by(days=2)
    out_at = rig.clock.now() - AN_HOUR
    row = rig.put(queued(3, state=State.POSTED, receipt=replace(RECEIPT, at=out_at), due_at=out_at, wire=b"text"))
    verify(verifying)
    assert list(verifying._again) == [row.key]
