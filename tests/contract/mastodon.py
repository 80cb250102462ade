"""Mastodon under the contract of channels: one server for all tests of a process, forgotten between them."""

import atexit
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import gettempdir

from scheduler.channels.mastodon.channel import Mastodon
from scheduler.errors import ChannelTrouble
from scheduler.model.account import Profile
from tests.kits import a_kit
from tests.make import an_account
from tests.outgoing import MANNERS
from tests.servers.mastodon_server import MastodonServer, running_mastodon

TOKEN = "token-of-campaign"  # noqa: S105 - of a server of the tests


@cache
def of_this_process() -> MastodonServer:
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(running_mastodon())


@contextmanager
def a_fresh_mastodon(_: Path) -> Iterator[str]:
    server = of_this_process()
    server.reset()
    yield server.address


def mastodon_texts(_: str) -> list[str]:
    return of_this_process().texts()


def mastodon_channel(address: str) -> Mastodon:
    account = an_account(network="mastodon", server=address)
    kit = a_kit(Path(gettempdir()), MANNERS, token=TOKEN)

    def kept() -> Profile | None:
        try:
            return Mastodon(account, kit).introduce()
        except ChannelTrouble:
            return None

    return Mastodon(account, replace(kit, profile=kept))


def as_paragraphs(text: str) -> str:
    """What this server makes of lines that are empty but for spaces, and of spaces around everything."""
    return re.sub(r"\n\s*\n", "\n\n", text.strip())
