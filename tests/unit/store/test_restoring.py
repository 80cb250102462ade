from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.errors import NotAllowed, StoreDamaged, StoreNewer
from scheduler.store.connecting import connecting_to
from scheduler.store.copying import Backup, backup_in, copied, keep
from scheduler.store.database import Database
from scheduler.store.restoring import must_be_backup, put_back, taken_in
from scheduler.store.standing import Standing
from tests.entries import an_entry

ABOUT = Backup(at=datetime(2026, 11, 23, 12, tzinfo=UTC), heads={})


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "awareness.db"
    Database(path, create=True)
    return path


@pytest.fixture
def file(store: Path, tmp_path: Path) -> Path:
    with copied(store, tmp_path / "copy.db", ABOUT) as part:
        keep(part, tmp_path / "copy.db", force=False)
    return tmp_path / "copy.db"


def test_a_backup_becomes_the_store_and_the_one_that_was_there_is_kept(store: Path, file: Path) -> None:
    with Database(store).write() as writing:
        writing.note(an_entry())
    store.chmod(0o640)
    kept = store.with_name("kept")
    fresh = taken_in(file, store)
    assert must_be_backup(fresh, file) == (ABOUT, Standing.CURRENT)

    assert put_back(fresh, store, kept=kept) == kept
    assert backup_in(store) == ABOUT
    assert store.stat().st_mode & 0o777 == 0o640
    with Database(kept).look() as looking:
        assert looking.chains()
    assert not fresh.exists()


def test_where_there_was_no_store_none_is_kept(store: Path, file: Path) -> None:
    store.unlink()
    assert put_back(taken_in(file, store), store, kept=store.with_name("kept")) is None
    assert backup_in(store) == ABOUT


def test_a_damaged_store_is_kept_with_what_lay_beside_it(store: Path, file: Path) -> None:
    beside = store.with_name("awareness.db-shm")
    store.write_text("no store" * 1000)
    beside.write_text("of that one")
    put_back(taken_in(file, store), store, kept=store.with_name("kept"))
    assert not beside.exists()
    assert store.with_name("kept").read_text().startswith("no store")
    assert store.with_name("kept-shm").read_text() == "of that one"


@pytest.mark.parametrize("content", [b"", b"no database" * 1000])
def test_what_is_no_backup_is_refused(store: Path, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises((NotAllowed, StoreDamaged), match=r"copy\.db is (damaged, or )?no backup"):
        must_be_backup(taken_in(file, store), file)


def test_a_store_that_no_backup_was_made_of_is_refused(store: Path, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="no backup that `awareness backup` made; nothing was changed"):
        must_be_backup(taken_in(store, tmp_path / "other.db"), store)


def test_a_file_that_is_not_there_is_named(store: Path, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match=r"nothing\.db cannot be used: No such file"):
        taken_in(tmp_path / "nothing.db", store)


def test_a_backup_of_a_newer_version_is_refused(store: Path, file: Path) -> None:
    with connecting_to(file).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreNewer, match="made by a newer version"):
        must_be_backup(taken_in(file, store), file)


def test_a_backup_of_an_older_version_is_told_as_one(store: Path, file: Path) -> None:
    with connecting_to(file).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert must_be_backup(taken_in(file, store), file) == (ABOUT, Standing.OLDER)


def test_a_backup_with_a_damaged_page_is_refused(store: Path, file: Path) -> None:
    with Database(store).write() as writing:
        for number in range(200):
            writing.note(an_entry(why=f"{number} " * 200))
    with copied(store, file, ABOUT) as part:
        keep(part, file, force=True)
    whole = bytearray(file.read_bytes())
    middle = len(whole) // 2 // 4096 * 4096
    whole[middle : middle + 4096] = b"\xee" * 4096
    file.write_bytes(whole)
    with pytest.raises(StoreDamaged, match="nothing was changed"):
        must_be_backup(taken_in(file, store), file)
