"""A store that is replaced by hand, as status, a beat of the running service and the record tell it."""

import shutil
from pathlib import Path

import pytest

from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.work()
    shutil.copyfile(home.place.store, tmp_path / "copy.db")
    return home.at("2026-11-23 09:30")


def put_back(home: Home) -> None:
    shutil.copyfile(home.folder / "copy.db", home.place.store)


def test_status_says_so_before_the_next_start(home: Home) -> None:
    put_back(home)
    ran = home.run("status", columns=300)
    assert ran.code == 1
    assert "its record lacks rows that were written here" in ran.out
    assert "the next start is a stopped one" in ran.out


def test_the_running_service_tells_it_and_stops(home: Home) -> None:
    app = home.app()
    [look] = [beat.run for beat in app.work.beats() if beat.name == "store"]
    with app.store.engine_lock(app.owner):
        app.work.open(app.owner)
        look()
        with app.store.look() as looking:
            assert looking.stops() == []
        put_back(home)
        look()
        with app.store.look() as looking:
            assert [stop.who for stop in looking.stops()] == ["restore"]


def test_the_record_has_a_fault_until_it_is_recovered(home: Home) -> None:
    put_back(home)
    assert home.run("record", "verify").code == 1
    home.work()
    ran = home.run("record", "verify")
    assert ran.code == 1
    assert "put back or copied" in ran.out
    home.run("recover", "--yes", "--hold")
    assert home.run("record", "verify").code == 0


def test_a_service_that_ends_and_starts_is_never_told_as_a_copy(home: Home) -> None:
    for _ in range(3):
        home.work()
    assert home.run("db", "upgrade").code == 0
    assert "put back" not in home.run("status", columns=300).out
