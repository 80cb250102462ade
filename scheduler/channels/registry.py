"""Which channel speaks to which network."""

from collections.abc import Callable
from importlib import import_module

from scheduler.channels.kit import Kit
from scheduler.channels.paper.channel import Paper
from scheduler.model.account import Account
from scheduler.model.campaign import Network
from scheduler.service.ports import Channel

Maker = Callable[[Account, Kit], Channel]


def paper(account: Account, kit: Kit) -> Channel:
    return Paper(kit.folder / "paper", account.id, kit.limits, kit.clock)


def on_first_use(module: str, name: str) -> Maker:
    """A class under scheduler.channels that takes an account and its kit; its client library costs only those who speak
    to its network."""

    def make(account: Account, kit: Kit) -> Channel:
        made: Channel = getattr(import_module(f"scheduler.channels.{module}"), name)(account, kit)
        return made

    return make


CHANNELS: dict[Network, Maker] = {
    "paper": paper,
    "mastodon": on_first_use("mastodon.channel", "Mastodon"),
    "bluesky": on_first_use("bluesky.channel", "Bluesky"),
    "x": on_first_use("x.channel", "X"),
}
"""Names every concrete class, once."""
