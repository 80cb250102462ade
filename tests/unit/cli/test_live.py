from pathlib import Path

import pytest

from scheduler.channels.registry import CHANNELS
from scheduler.model.delivery import State
from tests.connecting import Connecting
from tests.doorman import Doorman
from tests.home import MORNING, Home
from tests.scripted import Scripted
from tests.servers.mastodon_server import MastodonServer


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.work()
    return found


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    """A channel for mastodon, that needs no network."""
    monkeypatch.setitem(CHANNELS, "mastodon", lambda *_: Scripted(at=MORNING, public=True))


def states(home: Home) -> set[State]:
    return {row.state for row in home.rows() if row.account == "far"}


def test_an_account_on_paper_is_live_by_itself(home: Home) -> None:
    found = home.run("live", "demo")

    assert (found.code, found.out) == (0, "")
    assert found.err.startswith("demo is live by itself: it is on paper")


def test_without_a_channel_for_its_network_an_account_cannot_go_live(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(CHANNELS, "mastodon")
    found = home.run("live", "far", "--yes")

    assert found.code == 5
    assert found.err == "error: this version has no channel for mastodon, so far cannot go live\n"


@pytest.mark.usefixtures("public")
def test_its_first_week_is_shown_with_whole_texts_and_then_it_is_let(home: Home) -> None:
    found = home.run("live", "far", "--yes")

    assert found.code == 0
    assert found.out.startswith("What far would say in its first week:\nMon 23 Nov 2026  09:00 GMT (10:00 CET)  far")
    assert "    Day 3" in found.out
    assert "21 posts until Mon 30 Nov 2026" in found.out
    assert "far is live. `awareness stop --account far`" in found.err
    assert State.PLANNED in states(home)


@pytest.mark.usefixtures("public")
def test_where_it_would_say_nothing_each_reason_is_given_once(home: Home) -> None:
    for day in ("s", "g"):
        home.edit("config/campaigns/camps.yaml", f'/{day}", verified: 2026-05-01 by A', f'/{day}", verified: never')
    home.work()
    found = home.run("live", "far", "--yes")

    assert found.code == 0
    assert found.out.startswith("far would say nothing in its first week; 21 slots would stay empty:\n")
    assert "nobody has looked at the link of action sign" in found.out
    assert len(found.out.splitlines()) < 6


@pytest.mark.usefixtures("public")
def test_where_no_schedule_names_it_that_is_said(home: Home) -> None:
    home.edit("config/campaigns/camps.yaml", "accounts: [demo, far]", "accounts: [demo]")
    home.work()

    assert home.run("live", "far", "--yes").out == "No schedule lets far say anything in its first week.\n"


@pytest.mark.usefixtures("public")
def test_where_nobody_can_be_asked_it_stays_silent(home: Home) -> None:
    found = home.run("live", "far")

    assert (found.code, found.out) == (2, "")
    assert states(home) == set()


@pytest.mark.usefixtures("public")
def test_letting_it_twice_says_so(home: Home) -> None:
    home.run("live", "far", "--yes")

    assert home.run("live", "far").err == "far is live already. `awareness live --off far` takes it back.\n"


@pytest.mark.usefixtures("public")
def test_an_account_that_an_edit_made_another_waits_for_a_person_and_status_says_so(home: Home) -> None:
    home.run("live", "far", "--yes")
    assert "silent" not in home.run("status").out
    home.edit("config/accounts.yaml", "https://mastodon.example", "https://another.example")
    home.work()
    status = home.run("status")

    assert status.code == 1
    assert "far: its network, server or handle was changed since somebody let it speak, so it is silent" in status.out
    assert "say `awareness live far`" in status.out


@pytest.mark.usefixtures("public")
def test_taken_back_it_says_nothing_more(home: Home) -> None:
    home.run("live", "far", "--yes")
    found = home.run("live", "--off", "far")

    assert found.err == "far is no longer live; what was planned for it is withdrawn.\n"
    assert states(home) == {State.WITHDRAWN}


def test_what_nobody_let_cannot_be_taken_back(home: Home) -> None:
    assert "nothing changed" in home.run("live", "--off", "demo").err


@pytest.mark.parametrize("arguments", [("live", "nobody"), ("live", "--off", "nobody")])
def test_an_unknown_account_is_no_such_thing(home: Home, arguments: tuple[str, ...]) -> None:
    assert home.run(*arguments).code == 6


def test_before_it_is_let_its_network_says_who_it_is_and_what_its_server_asks(
    tmp_path: Path, mastodon: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CHANNELS, "mastodon", Doorman)
    home = Connecting(tmp_path / "far").at_server(mastodon.address)
    home.work()
    home.hold(mastodon.token)
    found = home.run("live", "far", "--yes")

    assert found.err.startswith("far speaks as @campaign@mastodon.example. Marked as automated: no.\n")
    assert "The rules of its server:\n  1. No violence.\n  2. Automated accounts post unlisted.\n" in found.err
    assert State.PLANNED in states(home)


@pytest.mark.parametrize(
    ("token", "characters", "said"),
    [("dead", 500, "it does not let the token in (401)"), (None, 5000, "its server takes 500: write `limits:")],
)
def test_nothing_goes_live_that_its_server_would_not_take(
    tmp_path: Path,
    mastodon: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    token: str | None,
    characters: int,
    said: str,
) -> None:
    monkeypatch.setitem(CHANNELS, "mastodon", Doorman)
    home = Connecting(tmp_path / "far").at_server(mastodon.address, limits=f"{{characters: {characters}}}")
    home.work()
    home.hold(token or mastodon.token)
    found = home.run("live", "far", "--yes")

    assert (found.code, found.out) == (5, "")
    assert said in found.err
    assert states(home) == set()
