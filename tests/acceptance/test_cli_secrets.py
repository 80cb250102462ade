"""No verb shows a token, whatever is asked of it."""

from pathlib import Path

import pytest

from tests.home import Home

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
    shown = "".join(ran.out + ran.err for call in CALLS for ran in [home.run(*call)])

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
