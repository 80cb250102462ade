from pathlib import Path

from scheduler.channels.doors import door_for
from tests.kits import a_kit
from tests.make import an_account
from tests.outgoing import MANNERS


def test_an_accounts_door_leads_through_its_proxy_and_past_what_a_library_insists_on(tmp_path: Path) -> None:
    account = an_account(proxy="socks5h://127.0.0.1:9050")
    session = door_for(account, a_kit(tmp_path, MANNERS), ("https://one.example", "http://127.0.0.1:1")).session

    assert session.proxies == dict.fromkeys(("http", "https"), "socks5h://127.0.0.1:9050")
    assert not session.trust_env


def test_an_account_without_a_proxy_goes_straight_out(tmp_path: Path) -> None:
    assert door_for(an_account(), a_kit(tmp_path, MANNERS)).session.proxies == {}
