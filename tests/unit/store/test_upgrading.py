from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command

from scheduler.errors import StoreBusy, StoreDamaged, StoreMissing, StoreNewer
from scheduler.model.delivery import State
from scheduler.model.post import Attachment, Entity
from scheduler.model.receipt import Reading, Receipt
from scheduler.store.connecting import connecting_to, for_writing
from scheduler.store.database import Database
from scheduler.store.standing import Standing, state_of
from scheduler.store.upgrading import configuration, upgrade
from tests.entries import a_store, an_entry
from tests.make import a_delivery, a_post, utc


def undo_everything(path: Path) -> None:
    with connecting_to(path, foreign_keys=False).begin() as connection:
        command.downgrade(configuration(connection), "base")


def call_it(path: Path, version: str) -> None:
    with connecting_to(path).begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608 - a test's own words


@pytest.fixture
def path(tmp_path: Path) -> Path:
    a_store(tmp_path, a_delivery())
    return tmp_path / "awareness.db"


def test_a_store_of_this_version_lacks_nothing(path: Path) -> None:
    assert not upgrade(path)
    with Database(path).look() as looking:
        assert [a_delivery()] == looking.deliveries()


def test_an_older_store_becomes_one_of_this_version(path: Path) -> None:
    undo_everything(path)
    assert state_of(path) is Standing.OLDER
    assert upgrade(path)
    assert state_of(path) is Standing.CURRENT
    with Database(path).look() as looking:
        assert looking.deliveries() == []


def test_there_is_nothing_to_upgrade_where_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="`awareness db create`"):
        upgrade(tmp_path / "awareness.db")
    assert list(tmp_path.iterdir()) == []


def test_a_newer_store_is_left_as_it_is(path: Path) -> None:
    call_it(path, "9999")
    with pytest.raises(StoreNewer):
        upgrade(path)
    assert state_of(path) is Standing.NEWER


def test_what_is_no_store_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "awareness.db").write_text("Dear Anna")
    with pytest.raises(StoreDamaged):
        upgrade(tmp_path / "awareness.db")
    assert (tmp_path / "awareness.db").read_text() == "Dear Anna"


def test_a_migration_that_fails_leaves_the_store_as_it_was(path: Path) -> None:
    undo_everything(path)
    with connecting_to(path).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE marks (in_the_way TEXT)")  # the last table that the first step makes
    with pytest.raises(StoreDamaged, match="table marks already exists"):
        upgrade(path)
    with connecting_to(path).connect() as connection:
        tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    assert tables - {"sqlite_sequence"} == {"alembic_version", "marks"}


def test_migrations_whose_outcome_does_not_fit_together_are_undone(path: Path) -> None:
    undo_everything(path)
    with connecting_to(path, foreign_keys=False).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (digest TEXT REFERENCES texts (digest))")
        connection.exec_driver_sql("INSERT INTO notes VALUES ('of a text that is nowhere')")
    with pytest.raises(StoreDamaged, match=r"awareness\.db was left as it was"):
        upgrade(path)
    assert state_of(path) is Standing.OLDER


def test_nobody_writes_while_a_store_is_upgraded(path: Path) -> None:
    undo_everything(path)
    with for_writing(connecting_to(path)).begin(), pytest.raises(StoreBusy):
        upgrade(path, patience=timedelta(milliseconds=50))
    assert state_of(path) is Standing.OLDER


@pytest.mark.parametrize("revision", ["0001"])
def test_what_is_in_an_older_store_is_still_there(revision: str, tmp_path: Path) -> None:
    full = a_delivery(
        state=State.SENDING,
        post=a_post("Sign #Now", entities=(Entity(kind="hashtag", start=5, end=9, value="Now"),), tagged=("ohchr",)),
        wire=b"\x00\xff",
        owner="boot me",
        first_sent=utc("2026-11-23 09:00"),
    )
    out = a_delivery(
        "2026-11-23T13:00", receipt=Receipt(remote_id="1", url="https://example.org/1", at=utc("2026-11-23 13:01"))
    )
    path = tmp_path / "awareness.db"
    heads = a_store(tmp_path, full, out).heads()
    with connecting_to(path, foreign_keys=False).begin() as connection:
        command.downgrade(configuration(connection), revision)
        columns = [row.name for row in connection.exec_driver_sql("PRAGMA table_info(deliveries)")]
    assert "pictures" not in columns
    assert state_of(path) is Standing.OLDER

    assert upgrade(path)

    store = Database(path)
    with store.look() as looking:
        assert looking.deliveries() == [full, out]
        assert [(sealed.seq, sealed.hash) for _, sealed in looking.sealed()][-1] == heads[full.account]
    with store.write() as writing:
        assert not writing.add(full, an_entry())
        shown = replace(
            out, post=replace(out.post, pictures=(Attachment(file="a.png", digest="0" * 64, alt="A map."),))
        )
        assert writing.swap(out, shown, an_entry())
        assert writing.delivery(out.key) == replace(shown, revision=1)


def test_a_store_from_before_readings_keeps_its_posts_and_can_keep_readings(tmp_path: Path) -> None:
    nine = utc("2026-11-23 09:00")
    out = a_delivery(state=State.VERIFIED, receipt=Receipt(remote_id="1", url="", at=nine))
    path = tmp_path / "awareness.db"
    a_store(tmp_path, out)
    with connecting_to(path, foreign_keys=False).begin() as connection:
        command.downgrade(configuration(connection), "0003")
    assert upgrade(path)

    reading = Reading(at=nine, counts={"likes": 1})
    with Database(path).write() as writing:
        assert writing.add_reading(out.key, 0, reading)
        assert writing.readings(out.key) == {0: reading}
        assert writing.delivery(out.key) == out
