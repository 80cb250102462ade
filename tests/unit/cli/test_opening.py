from pathlib import Path

import pytest

from scheduler.cli.opening import in_force, known_house, open_app, readers_zone, settings_of
from scheduler.cli.session import Session
from scheduler.clock import ManualClock
from scheduler.errors import FilesWrong, StoreMissing
from scheduler.model.house import Settings
from scheduler.model.version import Tree
from tests.home import MORNING, Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def session(home: Home) -> Session:
    return Session(folder=home.folder, clock=ManualClock(MORNING))


def test_a_store_is_not_made_by_looking(session: Session) -> None:
    with pytest.raises(StoreMissing), open_app(session).store.look():
        pass
    assert not session.data_folder.exists()


def test_the_files_in_force_are_those_that_were_taken_last(home: Home, session: Session) -> None:
    home.work()
    home.write("config/awareness.yaml", "reader_zone: Asia/Tokyo\n")

    assert in_force(open_app(session)).number == 1
    assert settings_of(open_app(session)).reader_zone == "Europe/Paris"


def test_before_any_were_taken_there_are_defaults_and_no_house(home: Home, session: Session) -> None:
    home.app()
    app = open_app(session)

    assert known_house(app) is None
    assert settings_of(app) == Settings()
    with pytest.raises(FilesWrong, match="start `awareness run`"):
        in_force(app)


def test_files_that_can_no_longer_be_read_are_no_house(home: Home, session: Session) -> None:
    with home.app().desk.transaction("test") as t:
        t.writing.accept(Tree(files={"config/accounts.yaml": b"of another age"}), at=MORNING, who="test")

    assert known_house(open_app(session)) is None


def test_the_readers_zone_is_the_machines_where_it_has_one(
    home: Home, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.work()
    monkeypatch.delenv("TZ", raising=False)
    assert readers_zone(open_app(session)) == "Europe/Paris"

    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert readers_zone(open_app(session)) == "Asia/Tokyo"
