from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.cli.copies import make_backup, must_be_sound
from scheduler.cli.session import Session
from scheduler.errors import StoreDamaged
from scheduler.store.connecting import connecting_to
from scheduler.store.copying import Backup
from tests.entries import a_store, an_entry
from tests.make import a_delivery


def test_a_backup_is_read_through_before_it_is_kept(tmp_path: Path) -> None:
    a_store(tmp_path, a_delivery())
    made = make_backup(Session(), tmp_path / "awareness.db", tmp_path / "copy.db")
    assert (made.path, made.rows, made.bytes) == (tmp_path / "copy.db", 1, (tmp_path / "copy.db").stat().st_size)


def test_a_record_that_was_tampered_with_makes_no_backup(tmp_path: Path) -> None:
    a_store(tmp_path, a_delivery())
    with connecting_to(tmp_path / "awareness.db").begin() as connection:
        connection.exec_driver_sql("UPDATE record SET why = 'another reason'")
    with pytest.raises(StoreDamaged, match=r"the copy is not sound .*was not kept"):
        make_backup(Session(), tmp_path / "awareness.db", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_record_that_was_cut_shows_by_the_heads_of_its_backup(tmp_path: Path) -> None:
    store = a_store(tmp_path, a_delivery())
    with store.write() as writing:
        writing.note(an_entry())
    about = Backup(at=datetime(2026, 11, 23, tzinfo=UTC), heads=store.heads())
    with connecting_to(tmp_path / "awareness.db").begin() as connection:
        connection.exec_driver_sql("DELETE FROM record WHERE seq = 2")
    with pytest.raises(StoreDamaged, match="cut off the end"):
        must_be_sound(Session(), tmp_path / "awareness.db", about)
