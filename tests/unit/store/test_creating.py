from pathlib import Path

import pytest
from sqlalchemy import text

from scheduler.errors import StoreDamaged, StoreReadOnly
from scheduler.store.connecting import connecting_to
from scheduler.store.creating import create
from scheduler.store.standing import Standing, state_of
from tests.entries import a_store
from tests.make import a_delivery


def test_it_makes_a_store_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "awareness.db"
    assert create(path)
    assert state_of(path) is Standing.CURRENT


def test_it_leaves_a_store_as_it_is(tmp_path: Path) -> None:
    store = a_store(tmp_path, a_delivery())
    assert not create(tmp_path / "awareness.db")
    with store.look() as looking:
        assert [a_delivery()] == looking.deliveries()


def test_it_leaves_an_older_store_to_the_migrations(tmp_path: Path) -> None:
    path = tmp_path / "awareness.db"
    create(path)
    with connecting_to(path).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert not create(path)
    assert state_of(path) is Standing.OLDER


def test_it_finishes_the_empty_file_that_a_crash_left(tmp_path: Path) -> None:
    path = tmp_path / "awareness.db"
    path.touch()
    assert create(path)
    assert state_of(path) is Standing.CURRENT


def test_it_leaves_what_is_no_store_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "awareness.db"
    path.write_text("a letter")
    with pytest.raises(StoreDamaged):
        create(path)
    assert path.read_text() == "a letter"


def test_it_words_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StoreReadOnly, match=r"data/awareness\.db cannot be read and written"):
        create(tmp_path / "data" / "awareness.db")
