"""Which network logs in how."""

from collections.abc import Callable
from importlib import import_module

from scheduler.model.account import Account
from scheduler.model.campaign import Network
from scheduler.service.logging_in import Login
from scheduler.wire.door import Door

Maker = Callable[[Account, Door], Login]


def on_first_use(module: str, name: str) -> Maker:
    def make(account: Account, door: Door) -> Login:
        made: Login = getattr(import_module(f"scheduler.logins.{module}"), name)(account, door)
        return made

    return make


LOGINS: dict[Network, Maker] = {
    "mastodon": on_first_use("mastodon", "MastodonLogin"),
    "bluesky": on_first_use("bluesky", "BlueskyLogin"),
    "x": on_first_use("x", "XLogin"),
}
"""Paper is not here: it needs none."""
