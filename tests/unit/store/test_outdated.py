from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from scheduler.model.delivery import State
from scheduler.model.receipt import Reading
from scheduler.model.record import Alert
from scheduler.model.upkeep import Outdated
from scheduler.model.version import Tree
from scheduler.store.database import Database
from tests.entries import a_store
from tests.make import a_delivery, a_key, a_post, an_attachment, utc

NOW = utc("2026-11-23 09:00")
OLD = NOW - timedelta(days=500)
LATELY = NOW - timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Database:
    return a_store(tmp_path)


def found(store: Database, limit: int = 100) -> Outdated:
    cut = NOW - timedelta(days=90)
    with store.look() as looking:
        return looking.outdated(readings_before=cut, files_before=cut, alerts_before=cut, limit=limit)


def drop(store: Database, what: Outdated) -> dict[str, int]:
    with store.write() as writing:
        return writing.drop(what)


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def test_old_readings_go_a_helping_at_a_time_and_younger_ones_stay(store: Database) -> None:
    with store.write() as writing:
        for nth in range(5):
            assert writing.add_reading(a_key(), nth, Reading(at=OLD, counts={"likes": nth}))
        assert writing.add_reading(a_key(), 5, Reading(at=LATELY, counts={"likes": 9}))

    assert drop(store, found(store, limit=3)) == {"readings": 3}
    assert drop(store, found(store)) == {"readings": 2}
    assert not found(store)
    with store.look() as looking:
        assert list(looking.readings(a_key())) == [5]


def test_an_alert_goes_that_was_told_and_is_over(store: Database) -> None:
    over = Alert(kind="late", subject="demo", text="demo is late", at=OLD, sent_at=OLD, closed_at=OLD)
    with store.write() as writing:
        assert writing.alert(over)
        assert writing.alert(replace(over, sent_at=None))
        assert writing.alert(replace(over, closed_at=LATELY))
        assert writing.alert(replace(over, closed_at=None))

    assert drop(store, found(store)) == {"alerts": 1}
    assert not found(store)
    with store.look() as looking:
        assert len(looking.alerts()) == 3


def test_the_files_of_a_version_that_was_replaced_long_ago_go_but_those_in_force_never(store: Database) -> None:
    with store.write() as writing:
        writing.accept(Tree(files={"a": b"1", "same": b"s"}), at=OLD, who="user:anna")
        writing.accept(Tree(files={"a": b"2", "same": b"s"}), at=OLD, who="user:anna")

    assert drop(store, found(store)) == {"files of earlier versions": 2}
    assert drop(store, found(store)) == {"contents of files": 1}
    assert not found(store)
    with store.look() as looking:
        assert looking.blob(digest(b"1")) is None
        current, first = looking.version(), looking.version(1)
    assert current is not None
    assert current.files == {"a": b"2", "same": b"s"}
    assert first is not None
    assert (first.number, first.files) == (1, {})


def test_a_version_is_kept_from_when_the_next_was_taken(store: Database) -> None:
    with store.write() as writing:
        writing.accept(Tree(files={"a": b"1"}), at=OLD, who="user:anna")
        writing.accept(Tree(files={"a": b"2"}), at=LATELY, who="user:anna")

    assert not found(store)


@pytest.mark.parametrize(
    ("state", "stays"),
    [
        (State.PLANNED, True),
        (State.QUEUED, True),
        (State.CLAIMED, True),
        (State.SENDING, True),
        (State.IN_DOUBT, True),
        (State.HELD, True),
        (State.WITHDRAWN, True),
        (State.POSTED, False),
        (State.EXPIRED, False),
        (State.REFUSED, False),
        (State.DELETED, False),
    ],
)
def test_a_picture_stays_while_a_post_that_may_still_go_out_shows_it(state: State, stays: bool, tmp_path: Path) -> None:
    picture = an_attachment(digest=digest(b"pixels"))
    row = a_delivery(state=state, post=replace(a_post(), pictures=(picture,)))
    store = a_store(tmp_path, row)
    with store.write() as writing:
        writing.accept(Tree(files={"a": b"1", "p.png": b"pixels"}), at=OLD, who="user:anna")
        writing.accept(Tree(files={"a": b"1"}), at=OLD, who="user:anna")

    drop(store, found(store))
    assert bool(found(store).blobs) is not stays
    drop(store, found(store))
    with store.look() as looking:
        assert (looking.blob(digest(b"pixels")) is not None) is stays


def test_a_file_that_came_back_since_it_was_found_stays(store: Database) -> None:
    with store.write() as writing:
        for content in (b"1", b"2"):
            writing.accept(Tree(files={"a": content}), at=OLD, who="user:anna")
    drop(store, found(store))
    loose = found(store)
    with store.write() as writing:
        writing.accept(Tree(files={"a": b"1"}), at=NOW, who="user:anna")

    assert loose.blobs == (digest(b"1"),)
    assert drop(store, loose) == {}
    with store.look() as looking:
        assert looking.blob(digest(b"1")) == b"1"


def test_large_files_go_one_by_one(store: Database) -> None:
    large = {f"{n}.png": bytes([n]) * 700_000 for n in range(3)}
    with store.write() as writing:
        writing.accept(Tree(files=large), at=OLD, who="user:anna")
        writing.accept(Tree(files={"a": b"1"}), at=OLD, who="user:anna")
    drop(store, found(store))

    assert [drop(store, found(store)) for _ in range(4)] == [{"contents of files": 1}] * 3 + [{}]


def test_what_was_removed_leaves_room_that_is_filled_again(store: Database, tmp_path: Path) -> None:
    def churn() -> int:
        with store.write() as writing:
            writing.accept(Tree(files={"p.png": bytes(300_000)}), at=OLD, who="user:anna")
            writing.accept(Tree(files={"p.png": bytes(300_001)}), at=OLD, who="user:anna")
            writing.accept(Tree(files={"a": b"1"}), at=OLD, who="user:anna")
        while what := found(store):
            drop(store, what)
        return (tmp_path / "awareness.db").stat().st_size

    first = churn()
    assert [churn() - first for _ in range(5)] == [0] * 5
