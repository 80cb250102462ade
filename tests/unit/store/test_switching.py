from pathlib import Path

import pytest
from sqlalchemy import func, select

from scheduler.model.record import Alert, Scope, Stop
from scheduler.model.version import Tree, Version
from scheduler.store.connecting import connecting_to
from scheduler.store.database import Database
from scheduler.store.tables import blobs
from tests.entries import a_store
from tests.make import utc

NINE, TEN = utc("2026-11-23 09:00"), utc("2026-11-23 10:00")
LATE = Alert(kind="late", subject="demo", text="demo is late", at=NINE)
STOP = Stop(scope=Scope.ACCOUNT, subject="demo", at=NINE, who="user:anna", why="rest")


@pytest.fixture
def store(tmp_path: Path) -> Database:
    return a_store(tmp_path)


def test_a_tree_is_taken_as_the_next_version(store: Database) -> None:
    tree = Tree(files={"config/a.yaml": b"a", "templates/b.txt": b"\xff"}, commit="c1", unsettled="not read here")
    with store.write() as writing:
        assert Version(
            number=1, accepted_at=NINE, digest=tree.digest, commit="c1", who="git:Anna", files=tree.files
        ) == writing.accept(tree, at=NINE, who="git:Anna")
        assert writing.accept(tree, at=TEN, who="git:Anna").number == 2
    with store.look() as looking:
        assert [version and version.number for version in (looking.version(1), looking.version())] == [1, 2]


def test_a_file_that_did_not_change_is_kept_once(store: Database, tmp_path: Path) -> None:
    with store.write() as writing:
        writing.accept(Tree(files={"a": b"same", "b": b"same", "c": b"old"}), at=NINE, who="user:anna")
        writing.accept(Tree(files={"a": b"same", "c": b"new"}), at=TEN, who="user:anna")
    with connecting_to(tmp_path / "awareness.db").connect() as connection:
        assert connection.scalar(select(func.count()).select_from(blobs)) == 3


def test_a_tree_without_files_is_a_version_too(store: Database) -> None:
    with store.write() as writing:
        taken = writing.accept(Tree(files={}), at=NINE, who="user:anna")
        assert taken == writing.version()


def test_a_scope_is_stopped_once(store: Database) -> None:
    again = Stop(scope=Scope.ACCOUNT, subject="demo", at=TEN, who="user:bob", why="me too")
    with store.write() as writing:
        assert [writing.stop(STOP), writing.stop(again)] == [True, False]
        assert writing.stops() == [STOP]


def test_the_same_subject_is_stopped_in_each_scope(store: Database) -> None:
    campaign = Stop(scope=Scope.CAMPAIGN, subject="demo", at=TEN, who="user:anna", why="rest")
    everything = Stop(scope=Scope.ALL, subject="", at=TEN, who="user:anna", why="rest")
    with store.write() as writing:
        assert [writing.stop(stop) for stop in (STOP, campaign, everything)] == [True, True, True]
        assert [STOP, everything, campaign] == writing.stops()


def test_resuming_lifts_one_stop(store: Database) -> None:
    other = Stop(scope=Scope.ACCOUNT, subject="other", at=NINE, who="user:anna", why="rest")
    campaign = Stop(scope=Scope.CAMPAIGN, subject="demo", at=NINE, who="user:anna", why="rest")
    with store.write() as writing:
        for stop in (STOP, other, campaign):
            writing.stop(stop)
        writing.resume(STOP)
        assert [other, campaign] == writing.stops()
        assert writing.stop(STOP)


def test_an_account_is_live_until_it_no_longer_is(store: Database) -> None:
    with store.write() as writing:
        writing.set_live("demo", NINE)
        writing.set_live("other", NINE)
        writing.set_live("other", TEN)
        assert writing.live() == {"demo": NINE, "other": TEN}
        writing.set_live("demo", None)
        writing.set_live("never", None)
        assert writing.live() == {"other": TEN}


def test_a_mark_is_its_last_value_until_it_is_taken_away(store: Database) -> None:
    with store.write() as writing:
        assert writing.mark("last beat") is None
        writing.set_mark("last beat", "09:00")
        writing.set_mark("first start", "08:00")
        writing.set_mark("last beat", "10:00")
        assert (writing.mark("last beat"), writing.mark("first start")) == ("10:00", "08:00")
        writing.set_mark("last beat", None)
        assert (writing.mark("last beat"), writing.mark("first start")) == (None, "08:00")


def test_a_mark_may_be_empty(store: Database) -> None:
    with store.write() as writing:
        writing.set_mark("last beat", "")
        assert writing.mark("last beat") == ""


def test_the_same_trouble_is_told_once_while_it_is_open(store: Database) -> None:
    with store.write() as writing:
        assert [writing.alert(LATE), writing.alert(LATE)] == [True, False]
        assert writing.close_alert("late", "demo", TEN)
        assert writing.alert(LATE)
        assert [alert.closed_at for alert in writing.alerts()] == [TEN, None]


@pytest.mark.parametrize(("kind", "subject"), [("held", "demo"), ("late", "other")])
def test_another_trouble_is_told_beside_it(store: Database, kind: str, subject: str) -> None:
    with store.write() as writing:
        assert writing.alert(LATE)
        assert writing.alert(Alert(kind=kind, subject=subject, text="t", at=NINE))
        assert not writing.close_alert("held", "other", TEN)
        assert writing.close_alert(kind, subject, TEN)
        assert [alert.closed_at for alert in writing.alerts()] == [None, TEN]


def test_an_alert_of_the_moment_is_told_each_time(store: Database) -> None:
    moment = Alert(kind="refused", subject="k", text="t", at=NINE, closed_at=NINE)
    with store.write() as writing:
        assert [writing.alert(moment), writing.alert(moment)] == [True, True]
        assert not writing.close_alert("refused", "k", TEN)
        assert [(alert.id, alert.sent_at, alert.closed_at) for alert in writing.alerts(unsent_only=True)] == [
            (1, None, NINE),
            (2, None, NINE),
        ]


def test_only_the_alert_that_was_sent_counts_as_sent(store: Database) -> None:
    with store.write() as writing:
        writing.alert(LATE)
        writing.alert(Alert(kind="held", subject="k", text="t", at=NINE))
        writing.alert_sent(2, TEN)
        assert [(alert.id, alert.sent_at) for alert in writing.alerts()] == [(1, None), (2, TEN)]
