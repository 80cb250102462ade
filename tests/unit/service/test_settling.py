from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.model.delivery import State
from scheduler.model.receipt import Absent, CannotTell, Finding, Later, Prepared, Refused, Unknown
from scheduler.service.circuit import note_trouble
from tests.rig import NOON, Rig, doubtful, queued
from tests.scripted import Scripted

OTHER = "boot other"
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_nothing_is_repeated_on_an_account_that_is_not_live_any_more(rig: Rig) -> None:
    rig.channels["demo"] = network = Scripted(at=NOON, public=True)
    row = rig.put(doubtful())
    rig.settling.settle("demo")

    assert (rig.state(row), network.taken, network.looked) == (State.HELD, [], 1)


def test_where_the_network_keeps_keys_the_same_bytes_are_sent_again(rig: Rig) -> None:
    row = rig.put(doubtful())
    rig.network.take(str(row.key))
    rig.settling.settle("demo")

    assert rig.state(row) is State.POSTED
    assert rig.network.taken == [str(row.key)]


@pytest.mark.parametrize(("first_sent", "looked"), [(NOON, 0), (NOON - MOMENT, 1), (None, 0)])
def test_once_the_network_has_forgotten_the_key_the_post_is_only_looked_up(
    rig: Rig, first_sent: datetime | None, looked: int
) -> None:
    rig.network.keyed_for = timedelta(minutes=5)
    rig.put(doubtful(first_sent=first_sent))
    rig.pass_by(minutes=5, microseconds=-1)
    rig.settling.settle("demo")

    assert rig.network.looked == looked


def test_where_it_keeps_none_the_post_is_looked_up_and_found(rig: Rig) -> None:
    rig.network.keyed = False
    row = rig.put(doubtful())
    rig.network.take(str(row.key))
    with rig.desk.transaction("test") as t:
        note_trouble(t, "demo", "no answer", None)
    rig.pass_by(minutes=1)
    rig.settling.settle("demo")

    after = rig.row(row.key)
    assert (after.state, after.receipt) == (State.POSTED, rig.network.receipt(str(row.key)))
    assert rig.network.taken == [str(row.key)]
    assert rig.paused_until() is None
    entry = rig.last("delivery.posted")
    assert (entry.who, entry.why, entry.evidence) == (
        "beat:settle", "found at the network", {"found": "in the timeline"},
    )  # fmt: skip


def test_not_found_is_no_proof_so_a_person_decides_and_is_told(rig: Rig) -> None:
    rig.network.keyed = False
    row = rig.put(doubtful())
    rig.settling.settle("demo")

    assert (rig.state(row), rig.network.taken) == (State.HELD, [])
    assert rig.why("delivery.held") == "not found at the network (not in the timeline), but that is no proof"
    [alert] = rig.alerts(open_only=True)
    assert alert == (
        f"held: {row.key} may or may not be out: {rig.why('delivery.held')}; look at the account, then "
        f"`awareness resolve {row.key.short} --posted URL`, `--send` or `--withdraw`"
    )
    assert rig.last("alert.raised").evidence["subject"] == str(row.key)
    assert rig.last("delivery.held").who == "beat:settle"


def test_a_network_that_cannot_tell_leaves_it_to_a_person(rig: Rig) -> None:
    rig.network.keyed = False
    rig.network.finding = CannotTell(reason="its search is down")
    row = rig.put(doubtful())
    rig.settling.settle("demo")

    assert rig.state(row) is State.HELD
    assert rig.why("delivery.held") == "the network cannot tell: its search is down"


@pytest.mark.parametrize(("late", "taken"), [(0, 1), (1, 0)])
def test_after_the_last_moment_nothing_is_sent_again_only_looked_up(rig: Rig, late: int, taken: int) -> None:
    row = rig.put(doubtful())
    rig.pass_by(hours=2, seconds=late)
    rig.settling.settle("demo")

    assert len(rig.network.taken) == taken
    assert rig.state(row) is (State.POSTED if taken else State.HELD)


def test_under_a_stop_a_doubt_is_looked_up_but_not_repeated_and_stays(rig: Rig) -> None:
    row = rig.put(doubtful())
    rig.stop()
    rig.settling.settle("demo")

    assert (rig.state(row), rig.network.taken, rig.network.looked) == (State.IN_DOUBT, [], 1)


def test_under_a_stop_file_likewise_even_where_the_network_cannot_tell(rig: Rig) -> None:
    rig.network.finding = CannotTell(reason="down")
    row = rig.put(doubtful())
    rig.files.stopped = True
    rig.settling.settle("demo")

    assert (rig.state(row), rig.network.taken) == (State.IN_DOUBT, [])


def test_under_a_stop_what_is_found_counts_as_posted(rig: Rig) -> None:
    row = rig.put(doubtful())
    rig.network.take(str(row.key))
    rig.stop()
    rig.settling.settle("demo")

    assert rig.state(row) is State.POSTED


def test_under_a_stop_the_doubt_ends_with_the_last_moment(rig: Rig) -> None:
    row = rig.put(doubtful())
    rig.stop()
    rig.pass_by(hours=3)
    rig.settling.settle("demo")

    assert rig.state(row) is State.HELD


def test_a_repeat_that_fails_leaves_the_doubt_for_the_next_beat(rig: Rig) -> None:
    rig.network.answers = [Later(reason="busy")]
    row = rig.put(doubtful())
    rig.settling.settle("demo")
    assert rig.state(row) is State.IN_DOUBT

    rig.settling.settle("demo")
    assert rig.network.taken == []

    rig.pass_by(minutes=1)
    rig.settling.settle("demo")
    assert rig.state(row) is State.POSTED


def test_a_repeat_that_is_refused_is_looked_up_at_once(rig: Rig) -> None:
    rig.network.answers = [Refused(reason="other bytes under this key")]
    row = rig.put(doubtful())
    rig.settling.settle("demo")

    assert (rig.state(row), rig.network.looked) == (State.HELD, 1)


def test_what_a_person_settles_during_the_look_up_is_not_held_over_it(rig: Rig) -> None:
    row = rig.put(doubtful())

    class Slow(Scripted):
        def find(self, prepared: Prepared) -> Finding:
            with rig.desk.transaction("user:anna") as t:
                t.move(row, row.to(State.POSTED), "delivery.resolved", "seen there")
            return Absent(evidence="not yet in the timeline")

    rig.channels["demo"] = Slow(at=NOON, keyed=False)
    rig.settling.settle("demo")

    assert (rig.state(row), rig.alerts()) == (State.POSTED, [])


def test_a_doubt_on_a_network_that_this_version_cannot_speak_to_is_held(rig: Rig) -> None:
    row = rig.put(doubtful())
    rig.channels.clear()
    rig.settling.settle("demo")

    assert rig.state(row) is State.HELD
    assert rig.why("delivery.held") == "this version has no channel to look at its network"


def test_nothing_is_repeated_by_a_clock_that_was_set_back(rig: Rig) -> None:
    rig.network.keyed_for = timedelta(minutes=45)
    row = rig.put(doubtful(send_by=NOON + timedelta(hours=8)))
    rig.pass_by(hours=2)
    rig.publishing.tidy()
    rig.clock.set(NOON + timedelta(minutes=10))
    rig.settling.settle("demo")
    assert (rig.state(row), rig.network.taken, rig.network.looked) == (State.IN_DOUBT, [], 0)

    rig.clock.set(NOON + timedelta(hours=3))
    rig.settling.settle("demo")
    assert (rig.state(row), rig.network.taken, rig.network.looked) == (State.HELD, [], 1)


@pytest.mark.parametrize(("early", "state"), [(MOMENT, State.IN_DOUBT), (timedelta(0), State.POSTED)])
def test_a_clock_that_stands_before_the_first_try_is_waited_for(rig: Rig, early: timedelta, state: State) -> None:
    row = rig.put(doubtful())
    rig.clock.set(NOON - early)
    rig.settling.settle("demo")

    assert rig.state(row) is state


def test_the_first_sign_of_trouble_ends_the_round(rig: Rig) -> None:
    rows = [rig.put(doubtful(minute=minute)) for minute in range(2)]
    rig.network.answers = [Unknown(reason="no answer")]
    rig.settling.settle("demo")

    assert [rig.row(row.key).attempt for row in rows] == [2, 1]


def test_an_end_is_waited_for_by_no_doubt(rig: Rig) -> None:
    row = rig.put(doubtful())
    rig.settling.settle("demo", lambda: True)

    assert (rig.state(row), rig.network.taken) == (State.IN_DOUBT, [])


def test_each_account_in_doubt_is_a_lane_that_leaves_the_others_alone(rig: Rig) -> None:
    other = doubtful()
    row = rig.put(doubtful(minute=1), replace(other, key=replace(other.key, account="other")))
    assert rig.settling.lanes() == ["demo", "other"]

    rig.settling.settle("other")
    assert rig.settling.lanes() == ["demo"]
    assert rig.state(row) is State.HELD


def test_with_nothing_in_doubt_nothing_is_written(rig: Rig) -> None:
    rig.put(queued())
    before = rig.events()
    rig.settling.adopt()
    rig.settling.sweep()
    rig.settling.settle("demo")

    assert rig.events() == before


def late_to_show(rig: Rig) -> Scripted:
    """Shows a post five minutes after it took it, at the latest."""
    network = Scripted(at=NOON, keyed=False, appears_within=timedelta(minutes=5))
    rig.channels["demo"] = network
    return network


def settle_for(rig: Rig, minutes: int) -> None:
    for _ in range(6 * minutes):
        rig.pass_by(seconds=10)
        rig.settling.settle("demo")


def test_what_may_still_appear_is_looked_for_again_at_growing_distances_and_found(rig: Rig) -> None:
    network = late_to_show(rig)
    row = rig.put(doubtful())
    settle_for(rig, 3)
    assert (rig.state(row), network.looked) == (State.IN_DOUBT, 4)

    network.take(str(row.key))
    settle_for(rig, 2)
    assert (rig.state(row), network.taken, rig.alerts()) == (State.POSTED, [str(row.key)], [])


def test_what_can_no_longer_appear_is_a_persons_to_settle(rig: Rig) -> None:
    network = late_to_show(rig)
    row = rig.put(doubtful())
    settle_for(rig, 4)
    assert rig.state(row) is State.IN_DOUBT

    settle_for(rig, 1)
    assert (rig.state(row), network.taken) == (State.HELD, [])
    assert network.looked <= 7


def test_one_that_is_waited_for_keeps_no_other_waiting(rig: Rig) -> None:
    network = late_to_show(rig)
    first, second = (rig.put(doubtful(minute=minute)) for minute in (0, 1))
    rig.pass_by(seconds=10)
    network.take(str(second.key))
    rig.settling.settle("demo")

    assert (rig.state(first), rig.state(second)) == (State.IN_DOUBT, State.POSTED)


def test_a_repeat_without_a_clear_answer_is_looked_up_and_counts_where_it_is_there(rig: Rig) -> None:
    row = rig.put(doubtful())
    rig.network.answers = [rig.network.take_but_lose_the_answer(str(row.key))]
    rig.settling.settle("demo")

    assert (rig.state(row), rig.network.taken) == (State.POSTED, [str(row.key)])
