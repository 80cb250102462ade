"""Each network's maker gives the channel of the account it was asked for."""

from pathlib import Path

from scheduler.channels.registry import CHANNELS
from scheduler.model.receipt import Found, Posted
from tests.kits import a_kit
from tests.make import an_account
from tests.outgoing import MANNERS, an_outgoing, opened


def test_paper_speaks_for_its_account_in_its_folder_by_its_manners(tmp_path: Path) -> None:
    channel = CHANNELS["paper"](an_account("anna"), a_kit(tmp_path, MANNERS))
    prepared = channel.prepare(an_outgoing(account="anna"))
    assert channel.limits == MANNERS
    assert isinstance(channel.send(prepared, opened), Posted)
    assert isinstance(channel.find(prepared), Found)
    assert {"feed.jsonl", "feed.html"} == {path.name for path in (tmp_path / "paper").iterdir()}


def test_bluesky_speaks_for_its_account_by_its_manners(tmp_path: Path) -> None:
    account = an_account(network="bluesky", handle="crew.example")
    channel = CHANNELS["bluesky"](account, a_kit(tmp_path, MANNERS))
    assert (type(channel).__name__, channel.limits) == ("Bluesky", MANNERS)


def test_every_network_here_is_known_by_name() -> None:
    assert {"paper", "mastodon", "bluesky", "x"} <= set(CHANNELS)
