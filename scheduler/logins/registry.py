"""Which network logs in how."""

from collections.abc import Callable
from importlib import import_module

from scheduler.model.account import Account
from scheduler.model.campaign import Network
from scheduler.service.logging_in import Login

Maker = Callable[[Account, float], Login]
"""For an account, with the seconds that one request may take."""


def on_first_use(module: str, name: str) -> Maker:
    """A class under scheduler.logins that takes an account and its door; what speaks HTTP costs only those who log
    in."""

    def make(account: Account, deadline: float) -> Login:
        wire = import_module("scheduler.wire.door")
        door = wire.Door(wire.Wire(deadline=deadline, proxy=account.proxy))
        made: Login = getattr(import_module(f"scheduler.logins.{module}"), name)(account, door)
        return made

    return make


LOGINS: dict[Network, Maker] = {
    "mastodon": on_first_use("mastodon", "MastodonLogin"),
    "bluesky": on_first_use("bluesky", "BlueskyLogin"),
    "x": on_first_use("x", "XLogin"),
}
"""Paper is not here: it needs none."""
