import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from scheduler.errors import (
    NotAllowed,
    StoreBusy,
    StoreDamaged,
    StoreMissing,
    StoreReadOnly,
    StoreTrouble,
)
from scheduler.store.connecting import connecting_to
from scheduler.store.database import Database
from scheduler.store.tables import marks, metadata
from scheduler.store.troubles import not_written, read, trouble, worded
from tests.entries import a_store, an_entry
from tests.make import a_delivery, utc
from tests.rights import a_public_folder, as_a_plain_user

DAMAGED = (
    r"awareness\.db is not a store that can be read \({}\): stop the engine, keep this file, and put the last backup"
)
RIGHTS = r"cannot be read and written by this user; the rights of the file and of its folder must allow both"


@pytest.fixture
def public() -> Iterator[Path]:
    with a_public_folder() as folder:
        yield folder


def look(path: Path) -> None:
    with Database(path).look() as looking:
        looking.deliveries()


def write(path: Path) -> None:
    with Database(path).write() as writing:
        writing.note(an_entry())


@pytest.mark.parametrize("visit", [look, write])
@pytest.mark.parametrize("missing", ["awareness.db", "data/awareness.db"])
def test_a_missing_store_says_what_makes_one(tmp_path: Path, missing: str, visit: type) -> None:
    with pytest.raises(StoreMissing, match=r"awareness\.db: there is no store here yet; `awareness run` makes one"):
        visit(tmp_path / missing)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("visit", [look, write])
def test_a_file_that_is_no_database_is_damaged(tmp_path: Path, visit: type) -> None:
    (tmp_path / "awareness.db").write_text("Dear Anna, the store is in the attachment. " * 20)
    with pytest.raises(StoreDamaged, match=DAMAGED.format("file is not a database")):
        visit(tmp_path / "awareness.db")


@pytest.mark.parametrize("visit", [look, write])
@pytest.mark.parametrize("kept", [100, 4096, 20000])
def test_a_file_that_was_cut_is_damaged(tmp_path: Path, kept: int, visit: type) -> None:
    a_store(tmp_path, a_delivery())
    path = tmp_path / "awareness.db"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(StoreDamaged, match=DAMAGED.format("database disk image is malformed")):
        visit(path)


def test_a_file_with_pages_of_nonsense_is_damaged(tmp_path: Path) -> None:
    a_store(tmp_path, a_delivery())
    path = tmp_path / "awareness.db"
    content = path.read_bytes()
    path.write_bytes(content[:200] + b"\xa5" * (len(content) - 200))
    with pytest.raises(StoreDamaged, match=DAMAGED.format("database disk image is malformed")):
        look(path)


def test_a_store_without_one_of_its_tables_is_damaged(tmp_path: Path) -> None:
    a_store(tmp_path)
    with connecting_to(tmp_path / "awareness.db").begin() as connection:
        connection.exec_driver_sql("DROP TABLE deliveries")
    with pytest.raises(StoreDamaged, match=DAMAGED.format("no such table: deliveries")):
        look(tmp_path / "awareness.db")


def test_text_that_is_not_utf_8_is_damage(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    with connecting_to(tmp_path / "awareness.db").begin() as connection:
        connection.exec_driver_sql("INSERT INTO marks VALUES ('mark', CAST(x'ff' AS TEXT))")
    with pytest.raises(StoreDamaged, match="Could not decode to UTF-8"), store.look() as looking:
        looking.mark("mark")


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match=r"is not a store that can be read \(it is a folder\)"):
        look(tmp_path)


def test_a_store_that_may_only_be_read_can_be_read(public: Path) -> None:
    a_store(public)
    (public / "awareness.db").chmod(0o444)
    public.chmod(0o777)
    with as_a_plain_user():
        look(public / "awareness.db")
        with pytest.raises(StoreReadOnly, match=r"awareness\.db " + RIGHTS):
            write(public / "awareness.db")


def test_a_store_that_may_not_even_be_read_is_worded(public: Path) -> None:
    a_store(public)
    (public / "awareness.db").chmod(0)
    with as_a_plain_user(), pytest.raises(StoreReadOnly, match=RIGHTS):
        look(public / "awareness.db")


def test_a_store_in_a_folder_that_cannot_be_written_to_is_worded(public: Path) -> None:
    a_store(public)
    (public / "awareness.db").chmod(0o666)
    (public / "awareness.db-journal").unlink(missing_ok=True)
    public.chmod(0o555)
    with as_a_plain_user(), pytest.raises(StoreReadOnly, match=RIGHTS):
        write(public / "awareness.db")


def test_a_journal_that_cannot_be_used_is_worded(tmp_path: Path) -> None:
    a_store(tmp_path)
    (tmp_path / "awareness.db-journal").unlink(missing_ok=True)
    (tmp_path / "awareness.db-journal").mkdir()
    with pytest.raises(
        StoreTrouble, match=r"awareness\.db: the disk answers with an error \(disk I/O error\)"
    ) as raised:
        write(tmp_path / "awareness.db")
    assert type(raised.value) is StoreTrouble


def test_a_full_disk_is_worded(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "s.db")
    connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(sqlite3.OperationalError) as full:
        connection.execute("CREATE TABLE t (id INTEGER)")
    connection.close()
    found = trouble(tmp_path / "s.db", full.value)
    assert (StoreReadOnly, True) == (type(found), "the disk is full; make room on it" in str(found))


def test_a_busy_store_is_worded(tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    other = sqlite3.connect(tmp_path / "s.db", timeout=0)
    with pytest.raises(sqlite3.OperationalError) as busy:
        other.execute("SELECT * FROM sqlite_master")
    holder.close()
    other.close()
    found = trouble(tmp_path / "s.db", busy.value)
    assert (StoreBusy, True) == (type(found), "another program is writing to it; try again" in str(found))


def test_what_our_column_types_refuse_comes_through_as_it_was_said(tmp_path: Path) -> None:
    naive = utc("2026-01-01").replace(tzinfo=None)
    store = a_store(tmp_path)
    with pytest.raises(ValueError, match=r"^2026-01-01 00:00:00 has no zone$"), store.look() as looking:
        looking.deliveries(since=naive)


def test_a_row_that_breaks_a_rule_of_its_table_is_a_defect_and_no_trouble(tmp_path: Path) -> None:
    metadata.create_all(engine := connecting_to(tmp_path / "s.db", create=True))
    with pytest.raises(IntegrityError), worded(tmp_path), engine.begin() as connection:
        connection.execute(marks.insert(), {"name": "mark"})


@pytest.mark.parametrize("error", [NotAllowed("no"), ValueError("no"), OSError("no")])
def test_errors_that_are_not_the_databases_pass(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(type(error), match=r"^no$") as passed, worded(tmp_path):
        raise error
    assert error is passed.value


def test_a_file_beside_the_store_that_cannot_be_read_is_worded(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match=r"cannot be read: Is a directory"), read(tmp_path):
        tmp_path.read_text()


def test_an_error_without_a_file_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match=f"^{tmp_path} cannot be read: Input/output error$"), read(tmp_path):
        raise OSError(5, "Input/output error")


def test_a_full_disk_is_told_as_what_it_is_though_it_undid_what_was_to_be_rolled_back(tmp_path: Path) -> None:
    a_store(tmp_path)
    path = tmp_path / "awareness.db"
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL

    def fail() -> None:
        with connecting_to(path).begin() as connection:
            try:
                raise full
            finally:
                connection.exec_driver_sql("ROLLBACK TO SAVEPOINT gone")

    with pytest.raises(StoreReadOnly, match="the disk is full; make room on it"), worded(path):
        fail()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "cannot be written to: the disk is full; make room on it"),
        (errno.EDQUOT, "cannot be written to: the disk is full; make room on it"),
        (errno.EIO, r"the disk answers with an error \(input/output error\); look at it"),
        (errno.EACCES, RIGHTS),
        (errno.EROFS, RIGHTS),
    ],
)
def test_a_file_that_cannot_be_written_says_whether_the_disk_or_the_rights_are_to_blame(
    number: int, words: str
) -> None:
    with pytest.raises(StoreTrouble, match=words):
        raise not_written(Path("data/engine.lock"), OSError(number, "in its own words"))
