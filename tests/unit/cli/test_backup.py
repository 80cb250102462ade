from pathlib import Path

import pytest

from scheduler.model.delivery import State
from scheduler.store.connecting import connecting_to
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.work()
    return home


@pytest.fixture
def copy(home: Home, tmp_path: Path) -> Path:
    assert home.run("backup", str(tmp_path / "copy.db")).code == 0
    return tmp_path / "copy.db"


def test_a_backup_says_of_what_instant_it_is(home: Home, tmp_path: Path) -> None:
    ran = home.run("backup", str(tmp_path / "copy.db"))
    said = " ".join(ran.err.split())
    assert said.startswith(f"{tmp_path}/copy.db is the store of 2026-11-23 08:30:")
    assert said.endswith("rows of its record; it was read through.")


def test_a_program_gets_the_same_as_json(home: Home, tmp_path: Path) -> None:
    found = home.run("backup", str(tmp_path / "copy.db"), "--json").json
    assert found["path"] == f"{tmp_path}/copy.db"
    assert found["at"].startswith("2026-11-23T08:30:")
    assert found["bytes"] == (tmp_path / "copy.db").stat().st_size


def test_a_file_that_is_there_stays_unless_forced(home: Home, copy: Path) -> None:
    assert home.run("backup", str(copy)).code == 5
    assert home.run("backup", str(copy), "--force").code == 0


def test_a_backup_can_be_made_while_an_engine_lives(home: Home, tmp_path: Path) -> None:
    app = home.app()
    with app.store.engine_lock(app.owner):
        assert home.run("backup", str(tmp_path / "copy.db")).code == 0


def test_restored_nothing_is_said_until_it_is_recovered(home: Home, copy: Path) -> None:
    home.at("2026-11-23 09:30")
    assert len(home.rows(State.POSTED, State.VERIFIED)) == 1
    ran = home.run("restore", str(copy))
    assert ran.code == 0
    assert "The store that was there is kept as" in ran.err
    assert "Next is `awareness recover`" in ran.err
    assert home.run("status").code == 1
    home.work()
    assert home.rows(State.POSTED, State.VERIFIED) == []
    assert home.run("resume").code == 5


def test_while_an_engine_lives_nothing_is_restored(home: Home, copy: Path) -> None:
    app = home.app()
    with app.store.engine_lock(app.owner):
        assert home.run("restore", str(copy)).code == 75


def test_what_is_no_backup_is_refused_and_nothing_changes(home: Home, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no backup")
    before = home.place.store.stat()
    for name, code in (("text", 4), ("nothing", 5)):
        ran = home.run("restore", str(tmp_path / name))
        assert (ran.code, "nothing was changed" in ran.err) == (code, True)
    assert home.place.store.stat() == before
    assert [path.name for path in home.place.data.iterdir() if "restoring" in path.name] == []


def test_a_backup_of_an_older_version_wants_an_upgrade_first(home: Home, copy: Path) -> None:
    with connecting_to(copy).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    ran = home.run("restore", str(copy))
    assert "next is `awareness db upgrade`" in ran.err


def test_a_backup_is_restored_where_there_was_nothing(home: Home, copy: Path, tmp_path: Path) -> None:
    elsewhere = Home(tmp_path / "elsewhere", clock=home.clock)
    ran = elsewhere.run("restore", str(copy))
    assert ran.code == 0
    assert "is kept as" not in ran.err
    assert len(elsewhere.rows()) == len(home.rows())
