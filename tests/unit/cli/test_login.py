from pathlib import Path

import pytest
import requests

from scheduler.channels.registry import CHANNELS
from scheduler.model.delivery import State
from scheduler.model.record import Scope, Stop
from tests.connecting import Connecting
from tests.doorman import Doorman
from tests.home import MORNING
from tests.servers.mastodon_server import MastodonServer

CANARY = "canary-7f3a9c1e5b8d2046"


@pytest.fixture
def home(tmp_path: Path, mastodon: MastodonServer, monkeypatch: pytest.MonkeyPatch) -> Connecting:
    monkeypatch.setitem(CHANNELS, "mastodon", Doorman)
    return Connecting(tmp_path).at_server(mastodon.address)


def test_a_token_that_works_is_kept_and_said_to_whom_it_belongs(home: Connecting, mastodon: MastodonServer) -> None:
    found = home.run("login", "far", "--token-stdin", stdin=f"{mastodon.token}\n")

    assert found.code == 0, found.err
    assert found.out.startswith("far speaks as @campaign@mastodon.example\n")
    assert "The server's rules:\n  1. No violence.\n  2. Automated accounts post unlisted.\n" in found.out
    assert "not marked as automated, and the network asks for it: Preferences" in found.err
    assert found.err.endswith("The token works and is kept. Next: `awareness live far`.\n")
    assert home.token_file.read_text() == f"{mastodon.token}\n"
    assert mastodon.token not in found.out + found.err
    assert home.events() == ["account.login"]


def test_one_that_is_live_is_not_sent_to_go_live_again(home: Connecting, mastodon: MastodonServer) -> None:
    home.hold(mastodon.token)
    home.work()
    home.run("live", "far", "--yes")
    found = home.run("login", "far", "--token-stdin", stdin=mastodon.token)

    assert found.err.endswith("The token works and is kept. far is live and speaks with it from now on.\n")


def test_a_token_that_does_not_work_leaves_the_old_one(home: Connecting, mastodon: MastodonServer) -> None:
    home.hold(mastodon.token)
    found = home.run("login", "far", "--token-stdin", stdin=CANARY)

    assert (found.code, found.out) == (5, "")
    assert found.err == "error: it does not let the token in (401)\n"
    assert home.token_file.read_text() == f"{mastodon.token}\n"
    assert home.events() == []


def test_another_accounts_token_is_refused(tmp_path: Path, home: Connecting, mastodon: MastodonServer) -> None:
    home.edit("config/accounts.yaml", "network: mastodon", "network: mastodon, handle: campaign")
    found = home.run("login", "far", "--token-stdin", stdin=mastodon.second_token)

    assert (found.code, found.err) == (5, "error: the token belongs to @reserve\n")
    assert not home.token_file.exists()


def test_one_that_was_locked_out_is_told_how_it_speaks_again(home: Connecting, mastodon: MastodonServer) -> None:
    with home.app().desk.transaction("beat:publish") as t:
        t.writing.stop(Stop(scope=Scope.ACCOUNT, subject="far", at=MORNING, who="beat", why="locked: revoked"))

    assert "`awareness resume --account far`" in home.run("login", "far", "--token-stdin", stdin=mastodon.token).err


def test_where_nobody_is_at_the_terminal_it_asks_nothing(home: Connecting) -> None:
    for more in [(), ("--paste",)]:
        found = home.run("login", "far", *more)
        assert (found.code, found.out) == (2, "")
        assert "--token-stdin" in found.err


def test_paper_needs_no_login_and_nobody_is_nobody(home: Connecting) -> None:
    found = home.run("login", "demo", "--token-stdin", stdin=CANARY)

    assert (found.code, found.err) == (5, "error: demo is on paper, which needs no login\n")
    assert home.run("login", "nobody").code == 6


def test_a_token_that_belongs_into_the_environment_is_not_asked_for(home: Connecting) -> None:
    home.edit("config/accounts.yaml", "{file: secrets/far}", "{env: AWARENESS_FAR_TOKEN}")
    found = home.run("login", "far", "--token-stdin", stdin=CANARY)

    assert found.code == 5
    assert "`token: {file: secrets/NAME}`, or set AWARENESS_FAR_TOKEN_FILE to a file's path" in found.err


def test_a_file_that_the_variable_names_takes_it(
    home: Connecting, mastodon: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWARENESS_FAR_TOKEN_FILE", "secrets/other")
    home.edit("config/accounts.yaml", "{file: secrets/far}", "{env: AWARENESS_FAR_TOKEN}")

    assert home.run("login", "far", "--token-stdin", stdin=mastodon.token).code == 0
    assert (home.folder / "secrets" / "other").read_text() == f"{mastodon.token}\n"


def test_logged_out_it_is_silent_and_has_no_token(home: Connecting, mastodon: MastodonServer) -> None:
    home.work()
    home.run("login", "far", "--token-stdin", stdin=mastodon.token)
    home.run("live", "far", "--yes")
    found = home.run("logout", "far", "--yes")

    assert found.code == 0
    assert found.err.startswith(
        "far is logged out, and its token is deleted here.\nWhat is left to you: this token came"
    )
    assert not home.token_file.exists()
    assert {row.state for row in home.rows() if row.account == "far"} == {State.WITHDRAWN}
    assert home.events()[-1] == "account.logout"
    assert "it does not let" not in home.run("accounts", "--offline").out


def test_logging_out_asks_first(home: Connecting, mastodon: MastodonServer) -> None:
    home.run("login", "far", "--token-stdin", stdin=mastodon.token)

    assert home.run("logout", "far").code == 2
    assert home.token_file.exists()


def test_what_we_may_revoke_is_revoked_at_the_server(home: Connecting, mastodon: MastodonServer) -> None:
    """As after a guided login, which remembers the app."""
    home.run("login", "far", "--token-stdin", stdin=mastodon.token)
    logins = home.folder / "data" / "logins" / "far.json"
    logins.parent.mkdir()
    logins.write_text('{"client_id": "a", "client_secret": "b"}')
    found = home.run("logout", "far", "--yes")

    assert found.err == "far is logged out, and its token is deleted here.\n"
    header = {"Authorization": f"Bearer {mastodon.token}"}
    address = f"{mastodon.address}/api/v1/accounts/verify_credentials"
    assert requests.get(address, headers=header, timeout=30).status_code == 401
