import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.errors import FilesWrong, Problem
from scheduler.model.account import Limits, Profile
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Receipt
from scheduler.model.record import Scope, Stop
from scheduler.service.accepting import REFUSED, WAITING, Current
from scheduler.service.circuit import note_trouble
from scheduler.service.planning import LAST_EDIT
from scheduler.service.profiles import keep_profile
from scheduler.service.rationing import Ration
from scheduler.service.reports import Reports, Status
from tests.make import a_house, an_account
from tests.rig import LEASE, NOON, Rig, claimed, doubtful, on_the_wire, queued
from tests.scripted import Scripted


class Place:
    def __init__(self, folder: Path) -> None:
        self.rig = Rig(folder, house=a_house(accounts=(an_account(limits=Limits(gap=timedelta(0))),)))
        self.current: Current | None = Current(number=4, accepted_at=NOON, digest="", house=self.rig.house)
        self.reports = Reports(self.rig.desk, self.rig.files, self.rig.channels.get, lambda: self.current)

    def status(self) -> Status:
        return self.reports.status()

    def set_mark(self, name: str, value: str) -> None:
        with self.rig.store.write() as writing:
            writing.set_mark(name, value)

    @contextmanager
    def engine(self) -> Iterator[None]:
        with self.rig.store.engine_lock("boot me"):
            self.rig.publishing.tidy()
            yield


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_with_an_engine_and_nothing_wrong_all_is_well(place: Place) -> None:
    with place.engine():
        status = place.status()

    assert (status.healthy, status.troubles) == (True, ())
    assert status.engine is not None
    assert "boot me" in status.engine
    assert (status.last_beat, status.version) == (NOON, place.current)


def test_a_house_that_nobody_started_says_so(place: Place) -> None:
    place.current = None
    status = place.status()

    assert status.troubles == ("nothing has kept the beat yet: start `awareness run`, or `awareness once` from cron",)
    assert (status.accounts, status.first_start) == ((), None)


@pytest.mark.parametrize(("minutes", "healthy"), [(20, True), (21, False)])
def test_without_an_engine_an_old_beat_is_trouble(place: Place, minutes: int, healthy: bool) -> None:
    place.rig.publishing.tidy()
    place.rig.pass_by(minutes=minutes)

    assert place.status().healthy is healthy


def test_a_bad_edit_stays_in_the_status_until_it_is_mended(place: Place) -> None:
    place.set_mark(REFUSED, json.dumps({"digest": "", "problems": ["a.yaml:1:1: wrong", "b.yaml:2:2: wrong"]}))
    with place.engine():
        status = place.status()

    assert status.refused == ("a.yaml:1:1: wrong", "b.yaml:2:2: wrong")
    assert "(2 problems); version 4 speaks on" in status.troubles[0]


def test_an_edit_that_waits_for_its_commit_is_said(place: Place) -> None:
    place.set_mark(WAITING, "a.yaml is not committed")
    with place.engine():
        assert place.status().troubles == ("edited files are not taken yet: a.yaml is not committed",)


def test_the_last_edit_is_shown(place: Place) -> None:
    place.set_mark(LAST_EDIT, json.dumps({"version": 4, "at": "", "lines": ["added one"]}))

    assert place.status().last_edit == ("added one",)


def test_stops_are_said_with_who_since_when_and_why(place: Place) -> None:
    with place.rig.store.write() as writing:
        writing.stop(Stop(scope=Scope.ALL, subject="", at=NOON, who="user:anna", why="rest"))
        later = NOON + timedelta(minutes=1)
        writing.stop(Stop(scope=Scope.ACCOUNT, subject="demo", at=later, who="user:ben", why="new token"))
    place.rig.files.stopped = True
    with place.engine():
        status = place.status()

    file = "a STOP file lies beside the configuration, by user:carl, since 2026-11-23 12:00 UTC"
    assert status.troubles == (
        f"{file}: rest: nothing is sent; remove STOP to go on",
        "stopped: all, by user:anna, since 2026-11-23 12:00 UTC: rest",
        "stopped: account demo, by user:ben, since 2026-11-23 12:01 UTC: new token",
    )
    assert (len(status.stops), status.stop_file) == (2, place.rig.files.stop_file())


def test_what_is_held_needs_a_person(place: Place) -> None:
    row = place.rig.put(queued(state=State.HELD))
    with place.engine():
        status = place.status()

    assert status.held == (row,)
    assert status.troubles == (f"held: {row.key}: `awareness held` shows the evidence",)


@pytest.mark.parametrize(("seconds", "overdue"), [(120, False), (121, True)])
def test_a_post_that_is_due_and_has_not_gone_out_is_trouble(place: Place, seconds: int, overdue: bool) -> None:
    row = place.rig.put(queued())
    place.rig.pass_by(seconds=seconds)
    with place.engine():
        troubles = place.status().troubles

    assert (troubles == (f"due and unsent: {row.key}, due 2026-11-23 12:00 UTC",)) is overdue


def test_several_posts_of_one_account_that_are_due_are_one_line(place: Place) -> None:
    place.rig.put(queued(), queued(minute=1), queued(minute=2))
    place.rig.pass_by(minutes=10)
    with place.engine():
        assert place.status().troubles[0].startswith("due and unsent: 3 posts on demo, the first close-the-camps/")


def test_what_waits_for_its_gap_or_under_a_stop_is_not_overdue(place: Place) -> None:
    place.rig.put(queued(not_before=NOON + timedelta(minutes=30)))
    stopped = place.rig.put(queued(minute=1))
    with place.rig.store.write() as writing:
        writing.stop(Stop(scope=Scope.POST, subject=str(stopped.key), at=NOON, who="user:anna", why="no"))
    place.rig.pass_by(minutes=10)
    with place.engine():
        assert [t for t in place.status().troubles if t.startswith("due")] == []


def test_an_account_is_reported_with_its_counts_and_times(place: Place) -> None:
    said = Receipt(remote_id="1", url="", at=NOON - timedelta(hours=1))
    place.rig.put(
        queued(minute=1, state=State.POSTED, receipt=said, due_at=said.at),
        queued(minute=2, state=State.POSTED, receipt=said, due_at=NOON - timedelta(hours=12)),
        queued(minute=3, state=State.POSTED, receipt=said, due_at=NOON - timedelta(hours=12, seconds=1)),
        queued(minute=30),
    )
    report = place.status().accounts[0]

    assert (report.account.id, report.live, report.has_channel) == ("demo", True, True)
    assert (report.last_out, report.next_due) == (said.at, NOON + timedelta(minutes=30))
    assert (report.today, report.this_week) == (2, 2)  # the week began this Monday


def test_an_account_that_is_public_is_live_when_a_person_said_so(place: Place) -> None:
    place.rig.channels["demo"] = Scripted(at=NOON, public=True)
    assert place.status().accounts[0].live is False

    with place.rig.store.write() as writing:
        writing.set_live("demo", NOON)
    assert place.status().accounts[0].live is True

    place.rig.channels.clear()
    assert (place.status().accounts[0].live, place.status().accounts[0].has_channel) == (False, False)


def test_trouble_with_a_network_is_one_line_with_the_time_of_the_next_try(place: Place) -> None:
    told: list[str] = []
    for _ in range(3):
        with place.rig.desk.transaction("test") as t:
            note_trouble(t, "demo", "it is away", NOON + timedelta(minutes=5))
        with place.engine():
            told += place.status().troubles

    assert told[0] == told[1] == "demo: trouble with its network, tries again at 12:05:00 UTC"
    assert told[2] == "demo: 3 tries in a row failed, the last because it is away, tries again at 12:05:00 UTC"


def test_alerts_that_stand_are_troubles(place: Place) -> None:
    with place.rig.desk.transaction("test") as t:
        t.alert("locked", "demo", "demo is locked")
        t.alert("held", "x", "x is held")
    with place.engine():
        status = place.status()

    assert status.troubles == ("demo is locked",)
    assert len(status.alerts) == 2


def test_the_tally_and_the_next_posts_are_there(place: Place) -> None:
    place.rig.put(*(queued(minute=m) for m in range(10, 17)), queued(minute=1, state=State.SKIPPED))
    status = place.status()

    assert dict(status.tally) == {State.QUEUED: 7, State.SKIPPED: 1}
    assert [row.due_at.minute for row in status.ahead] == [10, 11, 12, 13, 14]


@pytest.mark.parametrize(("minutes", "healthy"), [(20, True), (21, False)])
def test_an_engine_that_lives_and_keeps_no_beat_is_trouble(place: Place, minutes: int, healthy: bool) -> None:
    with place.engine():
        place.rig.pass_by(minutes=minutes)
        status = place.status()

    assert status.healthy is healthy
    assert healthy or status.troubles[0].startswith("boot me lives, but has not kept the beat since 2026-11-23 12:00")


@pytest.mark.parametrize(("seconds", "told"), [(120, False), (121, True)])
def test_a_doubt_that_lasts_is_trouble(place: Place, seconds: int, told: bool) -> None:
    row = place.rig.put(doubtful())
    place.rig.pass_by(seconds=seconds)
    with place.engine():
        troubles = place.status().troubles

    assert (troubles == (f"in doubt: {row.key} may be out since 2026-11-23 12:00 UTC",)) is told


@pytest.mark.parametrize("row", [claimed(), on_the_wire(lease_until=LEASE)])
def test_what_a_hand_did_not_end_is_trouble(place: Place, row: Delivery) -> None:
    place.rig.put(row)
    place.rig.pass_by(minutes=5)
    with place.engine():
        assert place.status().troubles == ()
        place.rig.pass_by(seconds=1)
        assert place.status().troubles == (f"left {row.state}: {row.key}; the service settles it when it runs",)


def test_what_a_service_left_that_died_is_trouble_at_once(place: Place) -> None:
    row = place.rig.put(on_the_wire())
    place.rig.publishing.tidy()

    assert place.status().troubles == (f"left sending: {row.key}; the service settles it when it runs",)


def test_a_pause_that_is_over_is_no_trouble(place: Place) -> None:
    with place.rig.desk.transaction("test") as t:
        note_trouble(t, "demo", "busy", NOON + timedelta(minutes=5))
    place.rig.pass_by(minutes=5)
    with place.engine():
        status = place.status()

    assert (status.troubles, status.accounts[0].paused_until) == ((), None)


@pytest.mark.parametrize(("seconds", "told"), [(120, False), (121, True)])
def test_alerts_that_nobody_was_told_are_trouble(place: Place, seconds: int, told: bool) -> None:
    with place.rig.desk.transaction("test") as t:
        t.alert("expired", "demo", "one post not said", stands=False)
    place.rig.pass_by(seconds=seconds)
    with place.engine():
        troubles = place.status().troubles

    trouble = "alerts that could not be told: 1, the first of 2026-11-23 12:00 UTC: one post not said"
    assert (troubles == (trouble,)) is told


def test_files_in_force_that_cannot_be_read_any_more_are_said(place: Place) -> None:
    wrong = Problem("config/a.yaml", 1, 1, "x", "it is bad", "make it good")

    def unreadable() -> Current:
        raise FilesWrong((wrong,))

    reports = Reports(place.rig.desk, place.rig.files, place.rig.channels.get, unreadable)
    with place.engine():
        status = reports.status()

    assert (status.version, status.accounts) == (None, ())
    assert status.troubles == (f"the files in force cannot be read any more, and the service cannot start: {wrong}",)


def test_a_token_that_is_about_to_end_needs_a_person_and_a_missing_label_is_advice(tmp_path: Path) -> None:
    rig = Rig(tmp_path, house=a_house(accounts=(an_account(network="mastodon"),)))
    current = Current(number=1, accepted_at=NOON, digest="", house=rig.house)
    reports = Reports(rig.desk, rig.files, rig.channels.get, lambda: current)
    end = NOON + timedelta(days=3)
    profile = Profile(at=NOON, remote_id="1", handle="camps", url="", automated=False, expires=end)
    with rig.desk.transaction("test") as t:
        keep_profile(t, "demo", profile)
    found = reports.status()

    assert [trouble for trouble in found.troubles if "the token of demo ends" in trouble] != []
    assert found.accounts[0].appraisal.advice[0].startswith("demo is not marked as automated")


def test_readings_are_reported_where_a_channel_reads(place: Place) -> None:
    assert place.status().accounts[0].readings is None

    place.rig.channels["demo"] = Scripted(at=NOON, reads=True)
    assert place.status().accounts[0].readings == Ration(day=NOON.date())
