"""No verb shows a token, whatever is asked of it."""

import logging
from pathlib import Path

import pytest

from scheduler.channels.registry import CHANNELS
from tests.command import at_a_terminal
from tests.connecting import Connecting
from tests.doorman import Doorman
from tests.home import Home
from tests.servers.mastodon_server import MastodonServer

CANARY = "canary-7f3a9c1e5b8d2046"
CALLS = [
    ("check",),
    ("preview", "--full", "--json"),
    ("plan", "--account", "far", "--why", "--json"),
    ("queue", "--json"),
    ("record", "--json", "--texts"),
    ("record", "verify"),
    ("status", "--json"),
    ("held", "--json"),
    ("live", "far", "--yes"),
    ("accounts",),
    ("accounts", "--json"),
    ("accounts", "--offline"),
    ("login", "far", "--token-stdin"),
    ("login", "far", "--paste"),
    ("logout", "far", "--yes"),
    ("say", "camps", "far"),
    ("say", "camps", "demo", "--dry-run", "--json"),
    ("stop", "--account", "far", "--why", "x"),
    ("resume", "--account", "far"),
    ("db", "check", "--json"),
    ("schema",),
    ("help",),
]


def test_a_token_in_the_environment_shows_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWARENESS_FAR_TOKEN", CANARY)
    home = Home(tmp_path).at("2026-11-23 09:05")
    shown = "".join(ran.out + ran.err for call in CALLS for ran in [home.run(*call, stdin=CANARY)])

    assert len(shown) > 10_000
    assert CANARY not in shown
    assert [path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("verb", ["check", "preview", "plan"])
def test_a_token_written_into_a_file_is_refused_without_being_shown(tmp_path: Path, verb: str) -> None:
    home = Home(tmp_path)
    home.edit("config/accounts.yaml", "token: {env: AWARENESS_FAR_TOKEN}", f"token: {CANARY}")
    found = home.run(verb)

    assert found.code == 3
    assert CANARY not in found.out + found.err


def test_a_token_that_is_handed_over_is_in_its_file_and_nowhere_else(
    tmp_path: Path, mastodon: MastodonServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The server's own token stands for the canary: what is done with one that works is seen too."""
    monkeypatch.setitem(CHANNELS, "mastodon", Doorman)
    home = Connecting(tmp_path).at_server(mastodon.address)
    others = [call for call in CALLS if call[0] != "logout"]
    with caplog.at_level(logging.DEBUG):
        login = home.run("login", "far", "--token-stdin", stdin=mastodon.token)
        home.at("2026-11-23 09:05")
        shown = "".join(ran.out + ran.err for call in others for ran in [home.run(*call, stdin=CANARY)])

    assert login.code == 0
    for secret in (mastodon.token, CANARY):
        assert secret not in login.out + login.err + shown + caplog.text
        found = [path for path in tmp_path.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
        assert found == ([home.token_file] if secret == mastodon.token else [])


def test_what_is_typed_at_the_prompt_for_a_code_is_not_shown(tmp_path: Path, mastodon: MastodonServer) -> None:
    home = Connecting(tmp_path).at_server(mastodon.address)
    code, shown = at_a_terminal("login", "far", folder=home.folder, typed=f"{CANARY}\n", after="not shown)")

    assert code == 5
    address = next(line for line in shown.splitlines() if "/oauth/authorize?client_id=" in line)
    assert address.startswith(f"  {mastodon.address}/")
    assert address.endswith("&scope=read+write%3Astatuses+write%3Amedia")
    assert "the server does not take this code; log in again for another one" in shown
    assert CANARY not in shown


@pytest.mark.parametrize("option", [(), ("--paste",)])
def test_the_accounts_own_password_typed_at_bluesky_is_refused_and_not_shown(
    tmp_path: Path, option: tuple[str, ...]
) -> None:
    home = Connecting(tmp_path).at_server("https://bsky.example")
    home.edit("config/accounts.yaml", "network: mastodon", "network: bluesky, handle: camps.example.org")
    typed = f"{CANARY}\n"
    code, shown = at_a_terminal("login", "far", *option, folder=home.folder, typed=typed, after="not shown)")

    assert code == 5
    assert "the account's own password must never be here" in " ".join(shown.split())
    assert CANARY not in shown
