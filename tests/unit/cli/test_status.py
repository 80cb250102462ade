import json
from pathlib import Path

import pytest

from scheduler.app import build
from scheduler.channels.registry import CHANNELS
from scheduler.model.delivery import State
from scheduler.service.pulsing import PULSE
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.work()
    return found


def test_a_healthy_house_is_said_to_be_well_and_exits_with_0(home: Home) -> None:
    found = home.run("status")

    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("● All is well  Mon 23 Nov 09:30:02 CET\n")


def test_what_needs_a_person_comes_first_and_exits_with_1(home: Home) -> None:
    home.run("stop", "--account", "demo", "--why", "the address is wrong")
    found = home.run("status")

    assert found.code == 1
    assert found.out.startswith("● 1 thing needs a person")
    assert "  -  stopped: account demo, by user:anna" in found.out
    assert found.err == ""


def test_a_service_that_never_ran_is_not_healthy(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    home.run("db", "create")
    found = home.run("status")

    assert found.code == 1
    assert "start `awareness run`" in found.out
    assert "posts    none yet" in found.out


def test_json_holds_everything(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(CHANNELS, "mastodon")
    home.become(home.first(), state=State.HELD)
    home.run("stop")
    found = home.run("status", "--json")

    assert found.code == 1
    assert found.json["healthy"] is False
    assert found.json["stops"][0]["scope"] == "all"
    assert found.json["held"][0]["key"] == str(home.first().key)
    assert found.json["files"]["version"] == 1
    assert found.json["tally"] == {"planned": 5, "held": 1}
    assert [a["id"] for a in found.json["accounts"]] == ["demo", "far"]
    assert found.json["accounts"][1]["has_channel"] is False


def test_json_of_a_store_without_files_has_no_version(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    home.run("db", "create")

    assert home.run("status", "--json").json["files"]["version"] is None


def feel(home: Home, *troubles: str) -> None:
    with build(home.place, clock=home.clock).desk.transaction("test") as t:
        useful_at = None if troubles else t.now.isoformat()
        kept = {"at": t.now.isoformat(), "useful_at": useful_at, "troubles": troubles}
        t.writing.set_mark(PULSE, json.dumps(kept))


def test_it_says_when_the_service_was_last_useful_and_why_it_is_not_now(home: Home) -> None:
    feel(home)
    assert "\npulse      useful " in home.run("status").out
    assert home.run("status", "--json").json["pulse"]["useful"] is True

    feel(home, "1 due and unsent without a reason")
    assert "never useful yet: 1 due and unsent without a reason" in home.run("status").out
    found = home.run("status", "--json").json["pulse"]
    assert (found["useful"], found["useful_at"]) == (False, None)
    assert found["troubles"] == ["1 due and unsent without a reason"]


def test_a_store_that_no_pulse_was_felt_in_has_none(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    home.run("db", "create")

    assert home.run("status", "--json").json["pulse"] is None
    assert "pulse" not in home.run("status").out
