from pathlib import Path

import pytest

from scheduler.channels.registry import CHANNELS
from tests.connecting import Connecting
from tests.doorman import Doorman
from tests.servers.mastodon_server import MastodonServer


@pytest.fixture
def home(tmp_path: Path, mastodon: MastodonServer, monkeypatch: pytest.MonkeyPatch) -> Connecting:
    monkeypatch.setitem(CHANNELS, "mastodon", Doorman)
    found = Connecting(tmp_path).at_server(mastodon.address)
    found.work()
    found.hold(mastodon.token)
    return found


def test_each_account_says_who_it_is_and_what_it_may(home: Connecting, mastodon: MastodonServer) -> None:
    found = home.run("accounts")

    assert found.code == 0
    assert found.out.startswith("demo  paper  live\n\nfar  mastodon as @campaign@mastodon.example  not live\n")
    for line in (
        f"server       {mastodon.address}",
        "bot label    no",
        "token's end  not known to end",
        "one post     500 characters",
        "calls left   requests: 299 of 300",
    ):
        assert f"  {line}\n" in found.out
    assert "  advice       far is not marked as automated" in found.out
    assert mastodon.token not in found.out


def test_one_whose_token_is_dead_needs_a_person_and_keeps_the_others_from_nothing(home: Connecting) -> None:
    home.hold("dead")
    found = home.run("accounts")

    assert found.code == 1
    assert "demo  paper  live" in found.out
    assert "  trouble  it does not let the token in (401)\n" in found.out


def test_a_network_that_does_not_answer_is_said_beside_what_it_said_before(
    home: Connecting, mastodon: MastodonServer
) -> None:
    home.run("accounts")
    home.edit("config/accounts.yaml", mastodon.address, "http://127.0.0.1:1")
    found = home.run("accounts")

    assert found.code == 1
    assert "  trouble      the server refused the connection\n" in found.out
    assert "far  mastodon as @campaign@mastodon.example" in found.out


def test_offline_shows_what_was_said_and_when(home: Connecting) -> None:
    assert "never asked; run `awareness accounts`" in home.run("accounts", "--offline").out
    home.run("accounts")
    home.hold("dead")
    found = home.run("accounts", "--offline")

    assert found.code == 0
    assert "  asked        now\n" in found.out


def test_programs_get_everything(home: Connecting, mastodon: MastodonServer) -> None:
    paper, far = home.run("accounts", "--json").json

    assert (paper["id"], paper["live"], paper["profile"], paper["troubles"]) == ("demo", True, None, [])
    assert far["server"] == mastodon.address
    assert far["profile"]["handle"] == "campaign@mastodon.example"
    assert far["profile"]["automated"] is False
    assert far["fresh"] is True
    assert far["advice"][0].startswith("far is not marked as automated")


def test_one_that_is_stopped_says_so(home: Connecting) -> None:
    home.run("stop", "--account", "far", "--why", "the address is wrong")
    found = home.run("accounts")

    assert found.code == 1
    assert "far  mastodon as @campaign@mastodon.example  stopped\n" in found.out
    assert "  trouble      stopped by user:anna: the address is wrong\n" in found.out
