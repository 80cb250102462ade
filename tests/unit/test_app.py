import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from subprocess import run
from threading import Event

import pytest

from scheduler.app import Channels, build, rehearse
from scheduler.channels.registry import CHANNELS
from scheduler.errors import FilesWrong, StoreDamaged, StoreMissing
from scheduler.model.account import Account
from scheduler.service.accepting import Current
from tests.home import MORNING, Home
from tests.make import a_house, an_account
from tests.scripted import Scripted


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def a_current(number: int = 1, **account: str) -> Current:
    house = a_house(accounts=(an_account(**account),))
    return Current(number=number, accepted_at=MORNING, digest="", house=house)


class Counted:
    """Makes channels, and remembers for whom."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[str] = []
        monkeypatch.setitem(CHANNELS, "mastodon", self.make)

    def make(self, account: Account, *_: object) -> Scripted:
        self.made.append(account.id)
        return Scripted(at=MORNING)


def test_a_store_is_made_only_where_that_is_asked_for(home: Home) -> None:
    with pytest.raises(StoreMissing), build(home.place, clock=home.clock).store.look():
        pass

    with build(home.place, clock=home.clock, create=True).store.look() as looking:
        assert looking.tally() == {}


def test_each_boot_has_a_name_of_its_own(home: Home) -> None:
    assert home.app().owner != home.app().owner


def test_who_wants_to_know_is_told_of_every_entry(home: Home) -> None:
    told: list[str] = []
    app = build(home.place, clock=home.clock, announce=lambda entry, _: told.append(entry.event), create=True)
    with app.store.engine_lock(app.owner):
        app.work.open(app.owner)

    assert told[0] == "files.accepted"
    assert told.count("delivery.planned") == 6


def test_an_account_has_one_channel_for_each_version_of_the_files(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(monkeypatch)
    current = a_current(network="mastodon")
    channels = Channels(lambda: current, home.place, home.clock, lambda _: None)

    assert channels("demo") is channels("demo")
    assert counted.made == ["demo"]
    current = a_current(2, network="mastodon")
    assert channels("demo") is not None
    assert counted.made == ["demo", "demo"]


def test_hands_that_ask_at_the_same_moment_get_the_same_channel(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    second_made = Event()
    made: list[Scripted] = []

    def slowly(*_: object) -> Scripted:
        made.append(Scripted(at=MORNING))
        if len(made) == 1:
            second_made.wait(0.2)
        else:
            second_made.set()
        return made[-1]

    monkeypatch.setitem(CHANNELS, "mastodon", slowly)
    current = a_current(network="mastodon")
    channels = Channels(lambda: current, home.place, home.clock, lambda _: None)
    with ThreadPoolExecutor(2) as hands:
        found = list(hands.map(channels, ["demo", "demo"]))

    assert found == [made[0], made[0]]
    assert len(made) == 1


def test_without_files_or_account_or_network_there_is_no_channel(home: Home) -> None:
    current: Current | None = None
    channels = Channels(lambda: current, home.place, home.clock, lambda _: None)
    assert channels("demo") is None

    current = a_current(network="pigeons")
    assert channels("nobody") is None
    assert channels("demo") is None


def test_a_rehearsal_needs_no_store_and_leaves_none(home: Home) -> None:
    with rehearse(home.place, clock=home.clock) as rehearsal:
        look = rehearsal.planning.look(rehearsal.current)

    assert (rehearsal.in_force, rehearsal.current.number, rehearsal.live) == (None, 1, frozenset({"demo"}))
    assert len(look.changes.add) == 6
    assert not home.place.data.exists()


def test_a_rehearsal_of_unchanged_files_is_of_those_in_force(home: Home) -> None:
    home.work()
    with rehearse(home.place, clock=home.clock) as rehearsal:
        assert rehearsal.planning.look(rehearsal.current).changes.nothing

    assert rehearsal.current is rehearsal.in_force


def test_a_rehearsal_of_changed_files_is_of_the_next_version_taken_now(home: Home) -> None:
    home.work()
    home.edit("config/campaigns/camps.yaml", "Sign it.", "Sign it now.")
    home.clock.advance(timedelta(minutes=3))
    with rehearse(home.place, clock=home.clock) as rehearsal:
        pass

    assert (rehearsal.current.number, rehearsal.current.accepted_at) == (2, home.clock.now())
    assert rehearsal.in_force is not None
    assert rehearsal.in_force.number == 1


def test_wrong_files_and_a_damaged_store_are_said(home: Home) -> None:
    home.place.data.mkdir()
    home.place.store.write_text("no store at all " * 100)
    with pytest.raises(StoreDamaged), rehearse(home.place, clock=home.clock):
        pass

    home.write("config/accounts.yaml", "accounts: 3\n")
    with pytest.raises(FilesWrong), rehearse(home.place, clock=home.clock):
        pass


def test_a_link_that_an_edit_swapped_under_its_verification_keeps_the_last_good_files_in_force(home: Home) -> None:
    home.work()
    home.edit("config/campaigns/camps.yaml", "https://example.org/g", "https://swapped.example/g")
    home.work()
    app = home.app()

    current = app.accepting.current()
    assert current is not None
    assert current.number == 1
    with app.store.look() as looking:
        (alert,) = [alert.text for alert in looking.alerts(open_only=True) if alert.kind == "files"]
    assert "config/campaigns/camps.yaml:9:60: actions[give].link.url: " in alert
    assert "this address was https://example.org/g when A looked at it" in alert

    home.edit("config/campaigns/camps.yaml", '/g", verified: 2026-05-01', '/g", verified: 2026-11-23')
    home.work()
    assert [v.number for v in [home.app().accepting.current()] if v] == [2]


def test_what_speaks_http_is_loaded_only_once_a_network_is_spoken_to() -> None:
    asked = "import sys, scheduler.app; print({'requests', 'urllib3', 'tweepy', 'mastodon'} & sys.modules.keys())"
    found = run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert found.stdout == "set()\n"
