from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.model.delivery import State
from scheduler.model.instants import INSTANTS, OVER
from scheduler.model.receipt import Absent, Reading
from scheduler.model.record import Scope
from scheduler.service.circuit import Calls, note_trouble, paused_until
from scheduler.service.tidying import LAST_BEAT
from tests.make import an_account
from tests.readers import Readers, counting
from tests.rig import NOON
from tests.scripted import Scripted

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def readers(tmp_path: Path) -> Readers:
    return Readers(tmp_path)


def test_a_post_is_read_at_all_seven_instants_and_never_again(readers: Readers) -> None:
    row = readers.out()
    for instant in INSTANTS:
        readers.clock.set(NOON + instant - timedelta(seconds=1))
        assert (readers.readings.lanes(), readers.take()) == ([], 0)
        readers.clock.set(NOON + instant)
        assert readers.readings.lanes() == ["demo"]
        assert readers.take() == 1
    readers.clock.set(NOON + OVER)

    assert readers.take() == 0
    with readers.store.look() as looking:
        assert looking.readings(row.key) == {
            nth: Reading(at=NOON + instant, counts={"likes": nth + 1}) for nth, instant in enumerate(INSTANTS)
        }


def test_a_restart_in_between_reads_nothing_twice_and_leaves_nothing_out(readers: Readers) -> None:
    row = readers.out()
    for instant in INSTANTS:
        readers.clock.set(NOON + instant)
        for _ in range(2):
            readers.restart()
            readers.take()

    assert readers.read_of(row) == [0, 1, 2, 3, 4, 5, 6]
    assert len(readers.network.was_read) == 7


def test_what_was_missed_is_taken_late_until_the_next_is_due_and_then_stays_a_gap(readers: Readers) -> None:
    row = readers.out()
    readers.pass_by(hours=5, minutes=59)
    assert readers.take() == 1
    assert readers.read_of(row) == [1]

    readers.pass_by(days=2)
    assert readers.take() == 1
    assert readers.read_of(row) == [1, 3]


def test_a_post_that_is_older_than_all_of_it_is_not_read(readers: Readers) -> None:
    readers.out(ago=OVER + timedelta(seconds=1))

    assert (readers.readings.lanes(), readers.take()) == ([], 0)


@pytest.mark.parametrize("state", [State.POSTED, State.VERIFIED])
def test_what_people_can_see_is_read(readers: Readers, state: State) -> None:
    readers.out(ago=AN_HOUR, state=state)

    assert readers.take() == 1


@pytest.mark.parametrize("state", [State.VANISHED, State.DELETED])
def test_what_is_gone_is_not_read(readers: Readers, state: State) -> None:
    readers.out(ago=AN_HOUR, state=state)

    assert (readers.readings.lanes(), readers.take()) == ([], 0)


def test_early_readings_come_first_since_they_are_over_soonest(readers: Readers) -> None:
    old, young = readers.out(0, ago=2 * INSTANTS[4]), readers.out(1, ago=INSTANTS[0])
    readers.take()

    assert readers.network.was_read == [f"id-{young.key}", f"id-{old.key}"]


def test_a_channel_that_reads_nothing_is_not_asked(readers: Readers) -> None:
    readers.out(ago=AN_HOUR)
    readers.channels["demo"] = silent = Scripted(at=NOON)

    assert (readers.readings.lanes(), readers.take(), silent.was_read) == ([], 0, [])
    del readers.channels["demo"]
    assert (readers.readings.lanes(), readers.take()) == ([], 0)


def test_an_account_that_left_the_files_is_not_read(readers: Readers) -> None:
    readers.out(ago=AN_HOUR)
    readers.allow(counting(id="other"))

    assert (readers.readings.lanes(), readers.take()) == ([], 0)


def test_a_public_account_is_read_from_the_day_on_which_it_went_live(readers: Readers) -> None:
    readers.channels["demo"] = Scripted(at=NOON, reads=True, public=True, clock=readers.clock)
    before, after = readers.out(0, ago=2 * AN_HOUR), readers.out(1, ago=AN_HOUR)
    assert readers.take() == 0

    with readers.store.write() as writing:
        writing.set_live("demo", NOON - AN_HOUR)
    assert readers.take() == 1
    assert (readers.read_of(before), readers.read_of(after)) == ([], [1])


def test_a_post_that_is_gone_has_vanished_and_a_person_is_told_once(readers: Readers) -> None:
    readers.network.counts = [Absent(evidence="404")]
    row = readers.out(ago=AN_HOUR)
    readers.take()
    readers.pass_by(days=1)
    readers.take()

    assert (readers.state(row), readers.read_of(row)) == (State.VANISHED, [])
    assert readers.why("delivery.vanished") == "404"
    assert [text for text in readers.alerts() if text.startswith(f"vanished: {row.key} was posted")] == readers.alerts()
    assert len(readers.network.was_read) == 1


def test_what_a_person_takes_down_during_the_look_has_not_vanished(readers: Readers) -> None:
    row = readers.out(ago=AN_HOUR)

    def gone() -> Absent:
        with readers.desk.transaction("user:anna") as t:
            t.move(row, row.to(State.DELETED), "delivery.deleted", "a mistake in it")
        return Absent(evidence="404")

    readers.network.counts = [gone]
    readers.take()

    assert (readers.state(row), readers.alerts()) == (State.DELETED, [])


def test_what_is_verified_during_the_look_has_vanished_all_the_same(readers: Readers) -> None:
    row = readers.out(ago=AN_HOUR, state=State.POSTED)

    def gone() -> Absent:
        with readers.desk.transaction("beat:verify") as t:
            t.move(row, row.to(State.VERIFIED), "delivery.verified", "it is there")
        return Absent(evidence="404")

    readers.network.counts = [gone]
    readers.take()

    assert readers.state(row) is State.VANISHED


def test_a_network_that_lets_nobody_in_stops_the_account_with_one_alert(readers: Readers) -> None:
    readers.network.counts = [ChannelLocked("401: the token is no longer valid")]
    readers.out(0, ago=AN_HOUR)
    readers.out(1, ago=AN_HOUR)

    assert readers.take() == 0
    readers.pass_by(days=1)
    assert (readers.readings.lanes(), readers.take(), len(readers.network.was_read)) == ([], 0, 1)
    assert [text.split(":")[0] for text in readers.alerts(open_only=True)] == ["locked"]
    assert "locked: 401" in readers.why("stop.set")


@pytest.mark.parametrize(
    "trouble", [ChannelTrouble("down"), ChannelRefused("no"), ChannelBusy("slow down"), RuntimeError("a defect")]
)
def test_trouble_makes_readings_wait_ever_longer_and_never_posts(readers: Readers, trouble: Exception) -> None:
    row = readers.out(ago=timedelta(hours=6))
    asked = []
    for minute in range(40):
        readers.network.counts = [trouble]
        before = len(readers.network.was_read)
        readers.take()
        if len(readers.network.was_read) > before:
            asked.append(minute)
        readers.pass_by(minutes=1)

    assert asked == [0, 1, 3, 6, 11, 21]
    assert (readers.paused_until(), readers.alerts()) == (None, [])
    assert readers.events().count("readings.failed") == 1
    readers.network.counts = []
    readers.pass_by(hours=1)
    assert (readers.take(), readers.read_of(row)) == (1, [2])


def test_a_network_that_says_until_when_is_left_alone_for_so_long_and_posts_are_not(readers: Readers) -> None:
    readers.network.counts = [ChannelBusy("429", NOON + timedelta(hours=3))]
    readers.out(ago=timedelta(hours=6))
    readers.take()

    with readers.store.look() as looking:
        assert paused_until(looking, "demo", Calls.READING) == NOON + timedelta(hours=3)
    assert readers.paused_until() is None
    readers.pass_by(hours=2, minutes=59)
    assert readers.take() == 0
    readers.pass_by(minutes=1)
    assert readers.take() == 1


def test_one_odd_post_keeps_no_other_from_being_read_whatever_is_remembered(readers: Readers) -> None:
    odd, row = readers.out(0, ago=2 * AN_HOUR), readers.out(1, ago=AN_HOUR)

    class Odd(Scripted):
        def read(self, receipt: object) -> Reading | Absent:
            if receipt == odd.receipt:
                raise ChannelRefused("this one not")
            return Reading(at=NOON)

    readers.channels["demo"] = Odd(at=NOON, reads=True)
    for _ in range(3):
        readers.restart()
        readers.take()
        readers.pass_by(minutes=1)

    assert (readers.read_of(odd), readers.read_of(row)) == ([], [1])


def stop_all(readers: Readers) -> None:
    readers.stop()


def stop_account(readers: Readers) -> None:
    readers.stop(Scope.ACCOUNT, "demo")


def stop_file(readers: Readers) -> None:
    readers.files.stopped = True


def open_circuit(readers: Readers) -> None:
    with readers.desk.transaction("test") as t:
        note_trouble(t, "demo", "down", None)


def clock_back(readers: Readers) -> None:
    with readers.store.write() as writing:
        writing.set_mark(LAST_BEAT, (NOON + AN_HOUR).isoformat())


@pytest.mark.parametrize("silence", [stop_all, stop_account, stop_file, open_circuit, clock_back])
def test_nothing_is_asked_where_the_account_is_to_be_silent(
    readers: Readers, silence: Callable[[Readers], None]
) -> None:
    readers.out(ago=AN_HOUR)
    silence(readers)

    assert (readers.readings.lanes(), readers.take(), readers.network.was_read) == ([], 0, [])
    assert readers.ration().left_out == 0


@pytest.mark.parametrize(
    ("scope", "subject"), [(Scope.CAMPAIGN, "close-the-camps"), (Scope.ACCOUNT, "other"), (Scope.POST, "any")]
)
def test_a_stop_of_something_else_forbids_only_sending(readers: Readers, scope: Scope, subject: str) -> None:
    readers.out(ago=AN_HOUR)
    readers.stop(scope, subject)

    assert readers.take() == 1


def test_a_stop_that_comes_between_choosing_and_asking_is_kept(readers: Readers) -> None:
    readers.out(ago=AN_HOUR)

    class Late(dict[str, Scripted]):
        def get(self, key: str, default: object = None) -> Scripted:
            readers.stop()
            return readers.network

    readers.channels = Late()
    readers.restart()

    assert (readers.take(), readers.network.was_read) == (0, [])


def test_each_account_is_a_lane_of_its_own(tmp_path: Path) -> None:
    readers = Readers(tmp_path, an_account(), an_account("other"))
    row = readers.out(ago=AN_HOUR)
    readers.put(replace(row, key=replace(row.key, account="other")))
    assert readers.readings.lanes() == ["demo", "other"]

    assert readers.take() == 1
    assert readers.readings.lanes() == ["other"]
