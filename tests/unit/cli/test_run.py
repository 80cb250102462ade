import os
import signal
import sys
import threading
from datetime import timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from scheduler.channels.registry import CHANNELS
from scheduler.cli.run import one_pass, serve
from scheduler.clock import SystemClock
from scheduler.errors import EngineRunning
from scheduler.model.delivery import State
from tests.home import MORNING, Home
from tests.patience import soon
from tests.scripted import Scripted

ACCOUNTS = "config/accounts.yaml"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def served(home: Home, number: signal.Signals = signal.SIGTERM) -> list[str]:
    """All lines of a service that is told to end by a signal once it has said what comes next."""
    out = StringIO()

    def end() -> None:
        soon(lambda: "  next  " in out.getvalue())
        os.kill(os.getpid(), number)

    ender = threading.Thread(target=end)
    ender.start()
    serve(home.place, SystemClock(), Console(file=out, width=300), ZoneInfo("UTC"))
    ender.join()
    return [line.strip() for line in out.getvalue().splitlines()]


def test_it_says_where_it_reads_for_whom_it_speaks_and_how_to_stop_it(home: Home) -> None:
    lines = served(home)

    assert lines[0] == f"Awareness Scheduler reading {home.folder.resolve()} …"
    assert "speaks for  camps" in lines
    assert "on  demo (paper)" in lines
    assert any(line.startswith("planned  ") and "posts ahead; see `awareness plan --why`" in line for line in lines)
    assert any(line.startswith(f"see it  {home.folder}/data/paper/feed.html in a browser") for line in lines)
    assert any(line.startswith("stop it  Ctrl-C ends the service; `awareness stop` keeps it") for line in lines)
    assert "Paper is a network on this machine: nothing leaves it." in lines


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_and_gives_the_handlers_back(home: Home, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    lines = served(home, number)

    # The signal may come while what comes next is still being printed.
    assert "Ending: what is on the wire is finished first …" in lines
    assert lines[-1] == "Ended cleanly. What is planned stays planned; `awareness run` goes on from here."
    assert signal.getsignal(number) is before
    assert home.app().store.engine_owner() is None


def test_an_account_in_the_manner_of_another_network_is_called_that(home: Home) -> None:
    home.edit(ACCOUNTS, "network: paper,", "network: paper, like: mastodon,")

    assert "on  demo (paper in the manner of mastodon)" in served(home)


def test_a_service_that_may_not_speak_yet_says_so(home: Home) -> None:
    home.edit("config/campaigns/camps.yaml", "[demo, far]", "[far]")
    home.write(ACCOUNTS, 'accounts: [{id: far, network: mastodon, server: "https://m.example", token: {env: T}}]\n')

    assert "on  no account yet: see `awareness live`" in served(home)


def test_where_posts_leave_the_machine_it_does_not_say_otherwise(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHANNELS, "mastodon", lambda *_: Scripted(at=MORNING, public=True))
    with home.app().store.write() as writing:
        writing.set_live("far", MORNING)
    lines = served(home)

    assert "on  demo (paper), far (mastodon)" in lines
    assert "Paper is a network on this machine: nothing leaves it." not in lines


def test_a_second_service_is_refused_and_gives_the_handlers_back(home: Home) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with home.app().store.engine_lock("boot of another"), pytest.raises(EngineRunning, match="boot of another"):
        serve(home.place, SystemClock(), Console(file=StringIO()), None)

    assert signal.getsignal(signal.SIGTERM) is before


def test_the_verb_serves_the_folder_it_is_given(home: Home) -> None:
    with home.app().store.engine_lock("boot of another"):
        found = home.run("run")

    assert found.code == 75
    assert f"reading {home.folder.resolve()} …" in found.out
    assert "boot of another; stop that one first" in found.err


def test_one_pass_says_on_stderr_how_many_posts_it_tried(home: Home) -> None:
    assert home.run("once").err.splitlines()[-1] == "0 posts tried."
    home.at("2026-11-23 08:59").clock.advance(timedelta(minutes=1))
    found = home.run("once")
    assert (found.code, found.out, found.err.splitlines()[-1]) == (0, "", "1 post tried.")
    assert [row.state for row in home.rows(State.POSTED)] == [State.POSTED]


def test_one_pass_says_what_keeps_posts_from_going_out_and_what_lifts_it(home: Home) -> None:
    home.run("once")
    home.run("stop", "--account", "demo")
    (home.folder / "STOP").touch()
    tried, *said = home.run("once").err.splitlines()[-3:]
    assert tried == "0 posts tried."
    assert said[0].startswith("Stopped: account demo, by user:anna, since ")
    assert said[0].endswith(": stopped by hand; `awareness resume --account demo` goes on.")
    assert said[1].startswith("A STOP file lies in the folder")


def test_a_pass_leaves_the_work_to_a_service_that_runs(home: Home) -> None:
    home.work()
    with home.app().store.engine_lock("boot of another"):
        found = home.run("once")

    assert (found.code, found.out) == (0, "")
    assert found.err == "An engine is running on this store and does the work; nothing was done here.\n"


@pytest.mark.parametrize(("stream", "told"), [(Terminal(), True), (StringIO(), False)], ids=["terminal", "pipe"])
def test_alerts_go_to_their_file_and_to_a_terminal_but_not_between_the_lines_of_a_log(
    home: Home, monkeypatch: pytest.MonkeyPatch, stream: StringIO, told: bool
) -> None:
    home.work()
    home.edit(ACCOUNTS, "network: paper", "network: papyrus")
    monkeypatch.setattr(sys, "stderr", stream)
    one_pass(home.place, home.clock)

    assert "papyrus" in home.place.alerts.read_text("utf-8")
    assert ("alert (files)" in stream.getvalue()) is told
