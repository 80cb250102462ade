from pathlib import Path

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.model.record import Entry
from scheduler.service.desk import Desk
from tests.rig import NOON, Rig, queued


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_a_change_and_its_entry_are_written_together(rig: Rig) -> None:
    row = rig.put(queued())
    with rig.desk.transaction("beat:publish") as t:
        assert t.move(row, row.to(State.EXPIRED), "delivery.expired", "too late", {"by": "1 h"})

    entry, delivery = rig.happened[-1]
    assert (entry.chain, entry.event, entry.at, entry.who, entry.why) == (
        "demo", "delivery.expired", NOON, "beat:publish", "too late",
    )  # fmt: skip
    assert (entry.key, entry.before, entry.after, entry.digest) == (str(row.key), "queued", "expired", row.post.digest)
    assert entry.evidence == {"by": "1 h"}
    assert delivery is not None
    assert delivery.state is State.EXPIRED


def test_what_somebody_else_changed_first_is_neither_written_nor_announced(rig: Rig) -> None:
    row = rig.put(queued())
    with rig.desk.transaction("first") as t:
        t.move(row, row.to(State.SKIPPED), "delivery.skipped", "no")
    with rig.desk.transaction("second") as t:
        assert not t.move(row, row.to(State.EXPIRED), "delivery.expired", "too late")

    assert rig.state(row) is State.SKIPPED
    assert rig.events() == ["delivery.planned", "delivery.skipped"]


def test_a_key_that_is_known_is_not_added_twice(rig: Rig) -> None:
    rig.put(queued())
    with rig.desk.transaction("test") as t:
        assert not t.add(queued(), "again")

    assert rig.events() == ["delivery.planned"]


def test_nothing_is_announced_of_a_transaction_that_failed(rig: Rig) -> None:
    def fail() -> None:
        with rig.desk.transaction("test") as t:
            t.note("something", "happened")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        fail()

    assert rig.happened == []
    with rig.store.look() as looking:
        assert looking.sealed() == []


def test_an_alert_that_stands_is_told_once_until_it_is_over(rig: Rig) -> None:
    with rig.desk.transaction("test") as t:
        assert t.alert("clock", "back", "the clock went back")
        assert not t.alert("clock", "back", "the clock went back")
        assert t.calm("clock", "back")
        assert not t.calm("clock", "back")
        assert t.alert("clock", "back", "the clock went back")

    assert rig.events() == ["alert.raised", "alert.closed", "alert.raised"]
    assert rig.happened[0][0].evidence == {"kind": "clock", "subject": "back"}


def test_an_alert_that_does_not_stand_is_told_each_time(rig: Rig) -> None:
    with rig.desk.transaction("test") as t:
        assert t.alert("expired", "demo", "1 post", stands=False)
        assert t.alert("expired", "demo", "1 post", stands=False)

    with rig.store.look() as looking:
        assert looking.alerts(open_only=True) == []
        assert len(looking.alerts(unsent_only=True)) == 2


def test_a_listener_that_fails_undoes_nothing_and_silences_no_other_entry(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []

    def listen(entry: Entry, _: Delivery | None) -> None:
        heard.append(entry.event)
        raise BrokenPipeError("nobody reads the terminal any more")

    desk = Desk(rig.store, rig.clock, listen)
    row = rig.put(queued())
    with desk.transaction("beat:publish") as t:
        t.move(row, row.to(State.EXPIRED), "delivery.expired", "too late")
        t.note("gap", "silent")

    assert rig.state(row) is State.EXPIRED
    assert heard == ["delivery.expired", "gap"]
    assert "listener.failed" in caplog.text
