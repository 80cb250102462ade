import sqlite3
from pathlib import Path

import pytest
from alembic import command

from scheduler.store.connecting import connecting_to
from scheduler.store.copying import backup_in
from scheduler.store.standing import Standing, state_of
from scheduler.store.upgrading import configuration
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_store_is_made_once(home: Home) -> None:
    path = home.place.store

    assert home.run("db", "create").err == f"Made {path}.\n"
    before = path.read_bytes()
    assert home.run("db", "create").err == f"{path} is there already; it was left as it is.\n"
    assert before == path.read_bytes()


def test_the_path_is_said_whether_or_not_there_is_a_store(home: Home) -> None:
    assert home.run("db", "path").out == f"{home.place.store.absolute()}\n"


def test_the_data_may_lie_elsewhere(home: Home, tmp_path: Path) -> None:
    assert home.run("db", "--data", str(tmp_path / "away"), "path").out == f"{tmp_path / 'away' / 'awareness.db'}\n"


def test_a_store_of_this_version_needs_no_upgrade(home: Home) -> None:
    home.run("db", "create")

    assert "is of this version already" in home.run("db", "upgrade").err
    assert not (home.place.data / "backups").exists()


def test_an_upgrade_backs_up_first_and_says_where(home: Home) -> None:
    home.work()
    with connecting_to(home.place.store, foreign_keys=False).begin() as connection:
        command.downgrade(configuration(connection), "0004")
    ran = home.run("db", "upgrade")
    assert ran.code == 0
    [copy] = (home.place.data / "backups").iterdir()
    assert f"Backed up as {copy}" in " ".join(ran.err.split())
    assert copy.name.startswith("awareness-0004-2026-11-23-")
    assert backup_in(copy) is not None
    assert state_of(copy) is Standing.OLDER


def test_without_a_store_there_is_nothing_to_look_after(home: Home) -> None:
    assert home.run("db", "upgrade").code == home.run("db", "check").code == 4


def test_a_whole_store_is_said_to_be_whole(home: Home) -> None:
    home.work()
    found = home.run("db", "check")

    assert (found.code, found.out) == (0, f"{home.place.store}: 6 posts, of this version, whole\n")
    assert home.run("db", "check", "--json").json == {
        "path": str(home.place.store.absolute()),
        "faults": [],
        "posts": 6,
    }


def test_a_store_with_a_torn_reference_is_not_whole(home: Home) -> None:
    home.work()
    with sqlite3.connect(home.place.store) as connection:
        connection.execute("DELETE FROM texts")
    found = home.run("db", "check")

    assert found.code == 4
    assert "texts" in found.out
    assert "is damaged" in found.err


def test_db_alone_shows_its_verbs(home: Home) -> None:
    found = home.run("db")

    assert found.code == 2
    assert "upgrade" in found.err
