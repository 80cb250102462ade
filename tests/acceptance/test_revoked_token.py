"""A token is revoked in the middle of a week: that account stops, alone, with one alert; a new login lets it go on."""

from pathlib import Path

import pytest
import requests

from scheduler.app import App
from scheduler.channels.registry import CHANNELS
from scheduler.model.delivery import State
from scheduler.model.record import Alert
from tests.connecting import Connecting
from tests.doorman import Doorman
from tests.people import Typed
from tests.servers.mastodon_server import MastodonServer

TWO = """\
    accounts:
      - {id: far, network: mastodon, server: "SERVER", token: {file: secrets/far}, limits: {gap: 10m}}
      - {id: near, network: mastodon, server: "SERVER", token: {file: secrets/near}, limits: {gap: 10m}}
    """


@pytest.fixture
def home(tmp_path: Path, mastodon: MastodonServer, monkeypatch: pytest.MonkeyPatch) -> Connecting:
    monkeypatch.setitem(CHANNELS, "mastodon", Doorman)
    found = Connecting(tmp_path)
    found.write("config/accounts.yaml", TWO.replace("SERVER", mastodon.address))
    found.edit("config/campaigns/camps.yaml", "[demo, far]", "[near, far]")
    found.edit("config/campaigns/camps.yaml", "0 9,13,18 * * *", "0 9,10 * * *")
    found.work()
    for account, token in (("far", mastodon.token), ("near", mastodon.second_token)):
        assert found.run("login", account, "--token-stdin", stdin=token).code == 0
        assert found.run("live", account, "--yes").code == 0
    return found


def revoke(server: str, token: str) -> None:
    """As its owner does it in the server's settings."""
    assert requests.post(f"{server}/oauth/revoke", data={"token": token}, timeout=30).status_code == 200


def states(home: Connecting, account: str) -> list[State]:
    """In order of time, of what is not ahead."""
    return [row.state for row in home.rows() if row.account == account and row.state is not State.PLANNED]


def alerts(app: App) -> list[Alert]:
    with app.store.look() as looking:
        return [alert for alert in looking.alerts() if alert.kind == "locked"]


def a_new_token(home: Connecting) -> str:
    app = home.app()
    way = app.logging_in.login(app.accepting.house().account("far"))
    return way.obtain(Typed(["mockcode_campaign"])).token


def test_one_account_stops_with_one_alert_and_the_other_speaks_on(home: Connecting, mastodon: MastodonServer) -> None:
    home.at("2026-11-23 09:10")
    assert states(home, "far") == states(home, "near") == [State.VERIFIED]

    revoke(mastodon.address, mastodon.token)
    home.at("2026-11-23 10:05")
    assert states(home, "near") == [State.VERIFIED] * 2
    assert State.VERIFIED not in states(home, "far")[1:]
    (alert,) = alerts(home.app())
    assert (alert.subject, alert.closed_at) == ("far", None)
    assert "(`awareness login far` takes a new token), `awareness resume --account far`" in alert.text
    status = home.run("status")
    assert status.code == 1
    assert "far is stopped, the network no longer lets it in" in status.out
    assert "stopped: account far" not in status.out  # the same, without what to do

    login = home.run("login", "far", "--token-stdin", stdin=a_new_token(home))
    assert "`awareness resume --account far`" in login.err
    assert home.run("resume", "--account", "far").code == 0
    home.at("2026-11-23 10:15")
    assert states(home, "far")[-1] is State.VERIFIED
    assert states(home, "far").count(State.VERIFIED) == 2
    assert alerts(home.app())[0].closed_at is not None
