import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.errors import EngineRunning, NotAllowed, StoreBusy
from scheduler.model.delivery import Delivery, State
from scheduler.model.money import Purpose
from scheduler.model.receipt import Found
from scheduler.model.record import Scope
from scheduler.model.text_rule import Prices
from scheduler.service.put_back import BACKUP, put_back, recognise
from scheduler.service.recovering import Recovering, Recovery
from tests.rig import NOON, Rig, doubtful, on_the_wire, queued
from tests.scripted import Scripted

PRICES = Prices(post=1, post_with_link=1, look_up=5000, read=1)
KEY = "close-the-camps/daily/2026-11-23T12:{:02}/demo/1"


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


@pytest.fixture
def recovering(rig: Rig) -> Recovering:
    return Recovering(rig.desk, rig.channels.get, rig.settling, "boot me")


def of(account: str, row: Delivery) -> Delivery:
    return replace(row, key=replace(row.key, account=account))


def become_a_backup(rig: Rig) -> None:
    with rig.store.write() as writing:
        writing.set_mark(BACKUP, json.dumps({"at": (NOON - timedelta(hours=1)).isoformat()}))


def look(recovering: Recovering) -> Recovery:
    found = recovering.look(who="user:anna")
    assert found is not None
    return found


def waits(rig: Rig) -> list[tuple[Scope, str]]:
    with rig.store.look() as looking:
        return [(stop.scope, stop.subject) for stop in looking.stops() if stop.waits_for_recover]


def test_a_store_that_was_never_put_back_has_nothing_to_recover(recovering: Recovering) -> None:
    assert recovering.look(who="user:anna") is None


def test_looking_changes_no_post_and_lifts_no_stop(rig: Rig, recovering: Recovering) -> None:
    row = rig.put(queued())
    rig.network.take(str(row.key))
    become_a_backup(rig)
    [account] = look(recovering).accounts
    assert [(fate.row.key, fate.becomes) for fate in account.fates] == [(row.key, State.POSTED)]
    assert rig.state(row) is State.QUEUED
    assert waits(rig) == [(Scope.ALL, "")]


def test_settled_the_service_goes_on(rig: Rig, recovering: Recovering) -> None:
    said, doubted, ahead = rig.put(queued()), rig.put(doubtful(minute=1)), rig.put(queued(minute=30))
    rig.network.take(str(said.key))
    become_a_backup(rig)
    recovering.settle(look(recovering), who="user:anna")

    assert [rig.state(row) for row in (said, doubted, ahead)] == [State.POSTED, State.HELD, State.QUEUED]
    assert waits(rig) == []
    with rig.store.look() as looking:
        assert put_back(looking) is None
    assert [alert.partition(":")[0] for alert in rig.alerts(open_only=True)] == ["held"]
    rig.pass_by(minutes=31)
    assert rig.publishing.drain("demo") == 1
    assert recovering.look(who="user:anna") is None


def test_where_a_network_takes_no_key_twice_what_is_not_there_goes_on(rig: Rig, recovering: Recovering) -> None:
    rig.network.never = True
    rows = [rig.put(queued()), rig.put(doubtful(minute=1))]
    become_a_backup(rig)
    recovering.settle(look(recovering), who="user:anna")
    assert [rig.state(row) for row in rows] == [State.QUEUED, State.QUEUED]


def test_what_was_on_the_wire_in_the_copy_is_asked_for(rig: Rig, recovering: Recovering) -> None:
    row = rig.put(on_the_wire(owner="boot of another house"))
    rig.network.take(str(row.key))
    become_a_backup(rig)
    recovering.settle(look(recovering), who="user:anna")
    assert rig.state(row) is State.POSTED


@pytest.fixture
def two(rig: Rig) -> Scripted:
    """A second account on a network of its own, which is away; both have said something."""
    other = rig.channels["other"] = Scripted(at=NOON, away=True)
    for row in (rig.put(queued()), rig.put(of("other", queued()))):
        rig.channels[row.account].take(str(row.key))
    become_a_backup(rig)
    return other


def test_an_account_that_cannot_be_asked_stays_stopped_and_is_asked_again(
    rig: Rig, recovering: Recovering, two: Scripted
) -> None:
    recovering.settle(look(recovering), who="user:anna")
    assert waits(rig) == [(Scope.ACCOUNT, "other")]
    with pytest.raises(NotAllowed, match="`awareness recover` settles"):
        rig.stopping.resume(Scope.ACCOUNT, "other", who="user:anna", why="go on")

    two.away = False
    again = look(recovering)
    assert [one.account for one in again.accounts] == ["other"]
    recovering.settle(again, who="user:anna")
    assert waits(rig) == []
    assert rig.state(of("other", queued())) is State.POSTED


def test_nobody_need_wait_for_an_account(rig: Rig, recovering: Recovering, two: Scripted) -> None:
    assert two.away
    recovering.settle(look(recovering), who="user:anna", hold={"other"})
    assert waits(rig) == []
    assert rig.state(of("other", queued())) is State.HELD


def test_an_account_that_left_the_files_is_a_persons(rig: Rig, recovering: Recovering) -> None:
    row = rig.put(of("gone", queued()))
    become_a_backup(rig)
    recovering.settle(look(recovering), who="user:anna")
    assert rig.state(row) is State.HELD


def test_one_post_at_the_network_is_one_of_ours(rig: Rig, recovering: Recovering) -> None:
    first, second = rig.put(queued()), rig.put(queued(minute=6))
    rig.clock.advance(timedelta(minutes=10))
    rig.network.finding = Found(receipt=rig.network.receipt("x"), evidence="says this")
    become_a_backup(rig)
    recovering.settle(look(recovering), who="user:anna")
    assert (rig.state(first), rig.state(second)) == (State.POSTED, State.HELD)


def test_what_the_store_knows_to_be_out_is_no_other_post(rig: Rig, recovering: Recovering) -> None:
    rig.put(queued())
    rig.publishing.drain("demo")
    rig.network.finding = Found(receipt=rig.network.receipt(KEY.format(0)), evidence="says this")
    other = rig.put(queued(minute=6))
    rig.clock.advance(timedelta(minutes=10))
    become_a_backup(rig)
    recovering.settle(look(recovering), who="user:anna")
    assert rig.state(other) is State.HELD


def test_a_look_that_costs_is_booked(rig: Rig, recovering: Recovering) -> None:
    rig.channels["demo"] = network = Scripted(at=NOON, prices=PRICES)
    row = rig.put(queued())
    network.take(str(row.key))
    become_a_backup(rig)
    look(recovering)
    with rig.store.look() as looking:
        assert looking.spent(Purpose.POSTING, since="2026-11") == {("demo", "2026-11"): 5000}


def test_a_persons_stop_stands_again(rig: Rig, recovering: Recovering) -> None:
    rig.stop()
    become_a_backup(rig)
    recovering.settle(look(recovering), who="user:anna")
    with rig.store.look() as looking:
        assert [(stop.who, stop.why) for stop in looking.stops()] == [("user:anna", "rest")]


def test_a_person_knows_of_a_snapshot_that_no_file_shows(rig: Rig, recovering: Recovering) -> None:
    found = recovering.look(who="user:anna", forced="a person says so")
    assert found is not None
    assert found.put_back.signs == ("a person says so",)
    with rig.store.engine_lock("boot of an engine"), pytest.raises(EngineRunning):
        recovering.look(who="user:anna", forced="a person says so")


def test_an_engine_that_lives_need_not_be_ended(rig: Rig, recovering: Recovering) -> None:
    row = rig.put(queued())
    rig.network.take(str(row.key))
    become_a_backup(rig)
    with rig.store.engine_lock("boot of an engine"):
        recognise(rig.desk, "boot of an engine")
        recovering.settle(look(recovering), who="user:anna")
    assert rig.state(row) is State.POSTED


def test_what_a_living_engine_has_in_hand_is_waited_for(rig: Rig, recovering: Recovering) -> None:
    rig.put(on_the_wire(owner="boot of an engine"))
    become_a_backup(rig)
    with rig.store.engine_lock("boot of an engine"):
        recognise(rig.desk, "boot of an engine")
        with pytest.raises(StoreBusy, match="in hand; try again"):
            recovering.look(who="user:anna")


def test_a_channel_with_a_defect_is_one_that_cannot_be_asked(rig: Rig, recovering: Recovering) -> None:
    class Broken(Scripted):
        def recall(self, *_: object) -> list[object]:  # type: ignore[override]
            raise RuntimeError

    rig.channels["demo"] = Broken(at=NOON)
    rig.put(queued())
    become_a_backup(rig)
    [account] = look(recovering).accounts
    assert account.trouble == "the channel failed: RuntimeError"
