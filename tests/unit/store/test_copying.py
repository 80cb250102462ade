import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.errors import NotAllowed, StoreMissing, StoreTrouble
from scheduler.store.checking import faults
from scheduler.store.copying import Backup, backup_in, copied, keep
from scheduler.store.database import Database
from tests.entries import an_entry

ABOUT = Backup(at=datetime(2026, 11, 23, 12, tzinfo=UTC), heads={"demo": (1, "a")})


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "awareness.db"
    with Database(path, create=True).write() as writing:
        writing.note(an_entry())
    return path


def make(store: Path, target: Path, *, force: bool = False) -> None:
    with copied(store, target, ABOUT) as part:
        keep(part, target, force=force)


def test_a_copy_is_whole_says_what_it_is_and_only_its_owner_reads_it(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "usb" / "copy.db"
    make(store, target)
    assert backup_in(target) == ABOUT
    assert faults(target) == []
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in target.parent.iterdir() if path.stat().st_size] == ["copy.db"]
    assert backup_in(store) is None


def test_a_file_that_is_there_is_replaced_by_force_alone(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("mine")
    with pytest.raises(NotAllowed, match="is there already"):
        make(store, target)
    assert target.read_text() == "mine"
    make(store, target, force=True)
    assert backup_in(target) == ABOUT


def test_a_copy_that_is_not_kept_leaves_nothing(store: Path, tmp_path: Path) -> None:
    with copied(store, tmp_path / "copy.db", ABOUT):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_folder_that_cannot_be_written_is_named(store: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreTrouble, match=r"file/copy\.db cannot be written"):
        make(store, tmp_path / "file" / "copy.db")


def test_where_there_is_no_store_there_is_no_copy(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        make(tmp_path / "nothing.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_program_is_no_backup(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE things (name TEXT)")
    other.close()
    assert backup_in(tmp_path / "other.db") is None
    (tmp_path / "text.db").write_text("this is no database at all, and never was one" * 20)
    with pytest.raises(StoreTrouble):
        backup_in(tmp_path / "text.db")


def test_a_store_that_is_written_to_without_a_pause_is_copied_all_the_same(store: Path, tmp_path: Path) -> None:
    """A copy that is made page by page begins anew with each change, for ever, if nothing were done about it."""
    database, ending, written = Database(store), threading.Event(), list[int]()
    with database.write() as writing:
        for number in range(400):
            writing.note(an_entry(why=f"{number} " * 500))

    def write() -> None:
        while not ending.is_set():
            with database.write() as writing:
                writing.note(an_entry())
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        make(store, tmp_path / "copy.db")
    finally:
        ending.set()
        writer.join()
    assert faults(tmp_path / "copy.db") == []
    assert written
