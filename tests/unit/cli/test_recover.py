from pathlib import Path

import pytest

from scheduler.channels.registry import CHANNELS
from scheduler.model.delivery import State
from tests.home import MORNING, Home
from tests.scripted import Scripted


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.work()
    assert home.run("backup", str(tmp_path / "copy.db")).code == 0
    home.at("2026-11-23 09:30")
    assert home.run("restore", str(tmp_path / "copy.db")).code == 0
    return home


def test_without_a_restore_there_is_nothing_to_recover(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.work()
    ran = home.run("recover", "--yes")
    assert (ran.code, ran.err) == (0, "This store was neither put back nor copied; there is nothing to recover.\n")


def test_what_is_out_is_found_and_the_service_speaks_again(home: Home) -> None:
    ran = home.run("recover", "--yes")
    assert ran.code == 0
    assert "1 post that this store did not know to be out" in ran.out
    assert "is out" in ran.out
    assert ran.err.endswith("What was said is settled; the service speaks again.\n")
    assert len(home.rows(State.POSTED, State.VERIFIED)) == 1
    home.at("2026-11-23 13:30")
    assert len(home.rows(State.POSTED, State.VERIFIED)) == 2


def test_a_look_settles_nothing(home: Home) -> None:
    ran = home.run("recover", "--look")
    assert ran.code == 0
    assert "is out" in ran.out
    assert home.rows(State.POSTED, State.VERIFIED) == []
    assert home.run("resume").code == 5


def test_nobody_at_the_terminal_is_asked(home: Home) -> None:
    assert home.run("recover").code == 2
    assert home.rows(State.POSTED, State.VERIFIED) == []


def test_a_program_gets_the_same_as_json(home: Home) -> None:
    found = home.run("recover", "--yes", "--json").json
    [account] = [one for one in found["accounts"] if one["account"] == "demo"]
    assert found["settled"] is True
    assert [(post["becomes"], post["url"] is not None) for post in account["posts"]] == [("posted", True)]


def test_an_account_that_cannot_be_asked_stays_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far = Scripted(at=MORNING, public=True, away=True)
    monkeypatch.setitem(CHANNELS, "mastodon", lambda *_: far)
    home = Home(tmp_path / "home")
    home.work()
    app = home.app()
    app.going_live.let(app.accepting.current(), "far", who="user:anna")  # type: ignore[arg-type]
    home.work()
    assert home.run("backup", str(tmp_path / "copy.db")).code == 0
    home.at("2026-11-23 09:30")
    assert home.run("restore", str(tmp_path / "copy.db")).code == 0

    ran = home.run("recover", "--yes")
    assert ran.code == 1
    assert "far stays stopped, because it could not be asked: nobody answers." in ran.err
    assert home.run("recover", "--yes", "--hold").code == 0
    assert [row.account for row in home.rows(State.HELD)] == ["far"]


def test_a_snapshot_that_no_file_shows_is_told_by_a_person(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.work()
    ran = home.run("recover", "--yes", "--snapshot")
    assert ran.code == 0
    assert "a person says that a snapshot" in ran.out
