from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import StoreBusy
from scheduler.model.account import Limits
from scheduler.model.campaign import Windows
from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.house import House
from scheduler.model.plan import Changes
from scheduler.model.post import Entity
from scheduler.model.receipt import Receipt
from scheduler.model.schedule import Cron, Demonstration
from scheduler.model.version import Tree
from scheduler.service.accepting import Accepting, Current, Understood
from scheduler.service.alerting import Alerting
from scheduler.service.planning import FIRST_START, LAST_EDIT, Look, Planning
from scheduler.service.taking_readings import TakingReadings
from scheduler.service.verifying import Verifying
from scheduler.service.working import LANE, Work
from tests.make import a_campaign, a_delivery, a_house, a_post, a_schedule, an_account
from tests.rig import NOON, Rig, doubtful, queued


def free(**changes: object) -> House:
    """A house that may say the same thing at any time."""
    windows = Windows(template=timedelta(0), action=timedelta(0), text=timedelta(0))
    return replace(a_house(campaigns=(a_campaign(no_repeat=windows),)), **changes)  # type: ignore[arg-type]


@dataclass
class Place:
    rig: Rig
    work: Work

    def mark(self, name: str) -> str | None:
        with self.rig.store.look() as looking:
            return looking.mark(name)

    def ahead(self) -> int:
        with self.rig.store.look() as looking:
            return len(looking.deliveries(states=AHEAD))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    rig = Rig(tmp_path, house=free())
    rig.files.tree = Tree(files={"config/a.yaml": b"1"})
    return at_work(rig, Planning(rig.desk, rig.channels.get))


def at_work(rig: Rig, planning: Planning) -> Place:
    accepting = Accepting(rig.desk, rig.files, lambda _, __: Understood(house=rig.house))
    work = Work(
        rig.desk,
        accepting,
        planning,
        rig.publishing,
        rig.settling,
        Verifying(rig.desk, rig.channels.get, rig.files),
        TakingReadings(rig.desk, accepting.current, rig.channels.get, rig.files),
        Alerting(rig.desk, []),
    )
    return Place(rig, work)


def test_opening_takes_the_files_notes_the_first_start_adopts_and_plans(place: Place) -> None:
    link = Entity(kind="link", start=0, end=37, value="https://example.org/amnesty-petition")
    post = a_post(link.value, entities=(link,))
    claimed = a_delivery("2026-11-23T13:00", state=State.CLAIMED, owner="boot dead", attempt=1, post=post)
    orphan = place.rig.put(claimed)
    current = place.work.open("boot me")

    assert current.number == 1
    assert place.mark(FIRST_START) == (NOON + timedelta(seconds=2)).isoformat()
    assert place.rig.state(orphan) is State.QUEUED
    assert place.ahead() > 10


def test_the_first_start_is_noted_once_in_the_life_of_a_store(place: Place) -> None:
    place.work.open("boot me")
    first = place.mark(FIRST_START)
    place.rig.pass_by(hours=1)
    place.work.open("boot me again")

    assert place.mark(FIRST_START) == first


def test_a_demonstration_whose_first_instant_passed_while_it_was_planned_is_said_all_the_same(place: Place) -> None:
    class Slow(Planning):
        def look(self, current: Current, **wanted: Any) -> Look:
            place.rig.pass_by(seconds=3)
            return super().look(current, **wanted)

    at = Demonstration(after=(timedelta(seconds=1), timedelta(seconds=40)))
    place.rig.house = free(schedules=(a_schedule(at=at),))
    at_work(place.rig, Slow(place.rig.desk, place.rig.channels.get)).work.open("boot me")

    with place.rig.store.look() as looking:
        assert [row.state for row in looking.deliveries()] == [State.QUEUED, State.QUEUED]


def test_a_demonstration_is_planned_at_the_first_opening_and_never_again(place: Place) -> None:
    at = Demonstration(after=(timedelta(seconds=5), timedelta(seconds=40)))
    place.rig.house = free(schedules=(a_schedule(at=at),))
    place.work.open("boot me")
    assert place.ahead() == 2

    place.rig.pass_by(days=1)
    place.work.open("boot me again")
    with place.rig.store.look() as looking:
        assert len(looking.deliveries()) == 2


def test_an_edit_is_planned_when_it_is_taken_and_kept_where_status_shows_it(place: Place) -> None:
    place.work.open("boot me")
    place.rig.house = free(schedules=(a_schedule(at=Cron(expression="0 9 * * *")),))
    place.rig.files.tree = Tree(files={"config/a.yaml": b"2"})
    place.work.files()
    place.rig.pass_by(seconds=2)
    place.work.files()

    assert "withdrawn" in place.rig.why("plan.changed")
    edit = place.mark(LAST_EDIT)
    assert edit is not None
    assert '"version": 2' in edit


def test_an_edit_that_a_busy_store_kept_from_the_outbox_comes_into_it_with_the_next_beat(place: Place) -> None:
    class Busy(Planning):
        tries = 0

        def apply(self, current: Current, *arguments: Any, **named: Any) -> Changes:
            self.tries += 1
            if self.tries == 2:
                raise StoreBusy
            return super().apply(current, *arguments, **named)

    place = at_work(place.rig, Busy(place.rig.desk, place.rig.channels.get))
    place.work.open("boot me")
    place.rig.house = free(schedules=())
    place.rig.files.tree = Tree(files={"config/a.yaml": b"2"})
    place.work.files()
    place.rig.pass_by(seconds=2)
    with pytest.raises(StoreBusy):
        place.work.files()
    assert place.ahead() > 0

    place.work.files()
    assert place.ahead() == 0
    events = place.rig.events()
    place.work.files()
    assert place.rig.events() == events


def test_an_edit_that_changes_no_post_makes_no_noise(place: Place) -> None:
    place.work.open("boot me")
    noise = place.rig.events().count("plan.changed")
    place.rig.files.tree = Tree(files={"config/a.yaml": b"2"})
    place.work.files()
    place.rig.pass_by(seconds=2)
    place.work.files()

    assert place.rig.events()[-1] == "files.accepted"
    assert place.rig.events().count("plan.changed") == noise


def test_the_plan_beat_extends_the_horizon(place: Place) -> None:
    place.work.plan()
    assert place.ahead() == 0

    place.work.open("boot me")
    before = place.ahead()
    place.rig.pass_by(days=1)
    place.work.plan()

    assert place.ahead() == before + 3


def test_what_troubled_an_account_that_left_the_files_is_over(place: Place) -> None:
    place.work.failed(f"{LANE}demo", "OSError")
    place.work.failed(f"{LANE}gone", "OSError")
    place.work.failed("sweep", "OSError")
    with place.rig.desk.transaction("test") as t:
        for account in ("demo", "gone"):
            t.alert("trouble", account, f"{account}: trouble")
    place.work.open("boot me")

    assert [text.split(":")[0] for text in place.rig.alerts(open_only=True)] == ["beat", "beat", "trouble"]
    assert [text for text in place.rig.alerts(open_only=True) if "gone" in text] == []


def test_what_the_plan_takes_out_although_nobody_edited_anything_is_told(place: Place) -> None:
    place.rig.house = free(accounts=(an_account(limits=Limits(gap=timedelta(0), per_day=2)),))
    place.work.open("boot me")
    place.work.plan()
    assert place.rig.alerts() == []

    said = Receipt(remote_id="1", url="", at=NOON)
    place.rig.put(queued(state=State.POSTED, receipt=said))
    place.work.plan()
    reason = "the account has 2 posts on Mon 23 Nov, and its cap is 2 a day"
    assert place.rig.alerts() == [
        f"expired: demo: 1 post not said, the first close-the-camps/daily/2026-11-23T18:00/demo/1: {reason}"
    ]


def test_a_lane_settles_publishes_and_looks_at_what_is_out(place: Place) -> None:
    place.work.open("boot me")
    place.rig.put(queued(), doubtful(minute=1))
    out = Receipt(remote_id="1", url="", at=NOON - timedelta(hours=1))
    seen = place.rig.put(queued(2, state=State.POSTED, receipt=out, due_at=out.at, wire=b"text"))
    place.rig.network.take(str(seen.key))
    assert place.work.lanes() == ["demo"]

    assert place.work.drain("demo") == 1
    assert place.rig.events()[-5:] == [
        "delivery.posted", "delivery.claimed", "delivery.sending", "delivery.posted", "delivery.verified",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        queued(),
        doubtful(),
        queued(
            state=State.POSTED,
            due_at=NOON - timedelta(hours=1),
            receipt=Receipt(remote_id="1", url="", at=NOON - timedelta(hours=1)),
            wire=b"text",
        ),
    ],
)
def test_a_lane_that_is_to_end_touches_nothing(place: Place, row: Delivery) -> None:
    stored = place.rig.put(row)
    assert place.work.lanes() == ["demo"]

    assert place.work.drain("demo", lambda: True) == 0
    assert place.rig.row(row.key) == stored


def test_a_failing_beat_is_told_once_until_it_runs_well_again(place: Place) -> None:
    place.work.failed("plan", "OSError")
    place.work.failed("plan", "OSError")
    assert place.rig.alerts() == ["beat: the plan beat fails: OSError; see the log"]

    place.work.recovered("plan")
    with place.rig.store.look() as looking:
        assert looking.alerts(open_only=True) == []


def test_the_beats_have_names_and_intervals(place: Place) -> None:
    beats = {beat.name: beat.every.total_seconds() for beat in place.work.beats()}

    assert beats == {"files": 2, "plan": 900, "publish": 10, "sweep": 15, "store": 10, "alerts": 1}


def test_lanes_and_the_next_due_come_from_the_outbox(place: Place) -> None:
    place.rig.put(queued(minute=5))

    assert (place.work.lanes(), place.work.next_due()) == ([], NOON + timedelta(minutes=5))
    place.rig.pass_by(minutes=5)
    assert place.work.lanes() == ["demo"]
    assert place.work.drain("demo", lambda: True) == 0
    assert place.work.drain("demo") == 1


def test_what_the_engine_notes_stands_in_the_record_of_the_house(place: Place) -> None:
    place.work.note("boot me", "engine.started", "it runs")

    entry = place.rig.happened[-1][0]
    assert (entry.event, entry.who, entry.why, entry.chain) == ("engine.started", "boot me", "it runs", "house")
    assert place.work.alerts() == 0


def test_a_post_that_is_due_is_frozen_ahead_of_the_beat(place: Place) -> None:
    row = place.rig.put(queued(minute=5, state=State.PLANNED))
    place.work.freeze()

    assert place.rig.state(row) is State.QUEUED
