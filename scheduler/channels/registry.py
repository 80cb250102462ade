"""Which channel speaks to which network."""

from collections.abc import Callable
from pathlib import Path

from scheduler.channels.paper import Paper
from scheduler.clock import Clock
from scheduler.model.account import Account
from scheduler.model.campaign import Network
from scheduler.model.text_rule import TextRule
from scheduler.service.ports import Channel

Maker = Callable[[Account, Path, TextRule, Clock], Channel]
"""Makes the channel of an account. The folder is where it may keep what it must remember; the rule is that of the
account's manners."""


def paper(account: Account, folder: Path, limits: TextRule, clock: Clock) -> Channel:
    return Paper(folder, account.id, limits, clock)


CHANNELS: dict[Network, Maker] = {"paper": paper}
