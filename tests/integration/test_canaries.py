"""Every row of the error tables, said by a server that says back all secrets, to every call of every channel."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.channels.registry import CHANNELS
from scheduler.clock import ManualClock
from scheduler.config.secrets import resolve
from scheduler.errors import ChannelTrouble
from scheduler.model.account import Account
from scheduler.model.receipt import Image, Receipt
from scheduler.model.secret import Secret
from scheduler.rendering.networks import rule_for
from scheduler.service.ports import Channel
from tests.canaries import Search
from tests.drawn import a_picture
from tests.kits import a_kit
from tests.make import an_account
from tests.outgoing import NINE, an_outgoing, opened
from tests.parrots import DID, PARROTED, Parroted
from tests.servers.parrot import Parrot, parroting

POST = an_outgoing(pictures=(Image(content=a_picture(8, 8), alt="A flag."),))
NAMES = {"mastodon": "7", "x": "77", "bluesky": f"at://{DID}/app.bsky.feed.post/3l7"}
PREPARING, INTRODUCING, READING = "preparing", "introducing", "reading"
STEPS = {
    "mastodon": {"POST /api/v2/media": PREPARING, "instance": INTRODUCING, "nodeinfo": INTRODUCING, "app": INTRODUCING},
    "x": {"media/metadata": PREPARING, "media/upload": PREPARING, "GET /2/users/me": INTRODUCING},
    "bluesky": {
        "createSession": PREPARING,
        "refreshSession": INTRODUCING,
        "uploadBlob": PREPARING,
        "getPosts": READING,
        "getRecord": INTRODUCING,
    },
}
"""Calls behind others, which no row would ever reach if all of them failed."""


@dataclass
class Cage:
    here: Parroted
    parrot: Parrot
    folder: Path

    def __post_init__(self) -> None:
        self.clock = ManualClock(NINE)
        self.seen: list[object] = []
        self.troubled = 0
        self.prepared = self.channel().prepare(POST)
        self.receipt = Receipt(remote_id=NAMES[self.here.name], url="", at=NINE)

    @property
    def account(self) -> Account:
        handle = self.here.handle if self.here.name == "bluesky" else None
        return an_account(network=self.here.name, server=self.parrot.address, handle=handle)

    def channel(self) -> Channel:
        token = resolve(Secret(env="CANARY"), {"CANARY": self.here.token}, self.folder)
        kit = a_kit(self.folder, rule_for(self.account.network), token=token, clock=self.clock)
        return CHANNELS[self.account.network](self.account, kit)

    def see(self, call: Callable[[], object]) -> object:
        """All that anybody could print of what came back."""
        try:
            found = call()
        except ChannelTrouble as trouble:
            self.troubled += 1
            shown = "".join(traceback.format_exception(trouble))
            self.seen += [trouble, trouble.args, getattr(trouble, "__notes__", ()), vars(trouble), shown]
            return None
        self.seen += [found, str(found)]
        return found

    def calls(self) -> dict[str, Callable[[], object]]:
        channel = self.channel()
        return {
            PREPARING: lambda: channel.prepare(POST),
            "sending": lambda: channel.send(self.prepared, opened),
            "finding": lambda: channel.find(self.prepared),
            READING: lambda: channel.read(self.receipt),
            "deleting": lambda: channel.delete(self.receipt),
            INTRODUCING: channel.introduce,
            "showing": lambda: [channel, vars(channel), *map(vars, filter(_has_parts, vars(channel).values()))],
        }


def _has_parts(thing: object) -> bool:
    return hasattr(thing, "__dict__")


@contextmanager
def caged(name: str, folder: Path) -> Iterator[Cage]:
    here = PARROTED[name]()
    with parroting(here.answer, here.noise) as parrot:
        yield Cage(here, parrot, folder)


@pytest.fixture
def loud(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        for name in list(logging.root.manager.loggerDict):
            caplog.set_level(logging.DEBUG, logger=name)
        yield caplog


@pytest.mark.parametrize("name", PARROTED)
def test_no_row_of_a_table_brings_a_secret_back_out_of_a_channel(
    name: str, tmp_path: Path, loud: pytest.LogCaptureFixture
) -> None:
    with caged(name, tmp_path) as cage:
        for call in cage.calls().values():
            cage.see(call)
        went_well = cage.troubled == 0
        for row in cage.here.rows:
            cage.parrot.row, cage.parrot.at = row, ""
            for call in cage.calls().values():
                cage.see(call)
        for at, what in STEPS[name].items():
            for row in cage.here.rows:
                cage.parrot.row, cage.parrot.at = row, at
                cage.clock.advance(timedelta(days=1))
                cage.see(cage.calls()[what])

    assert went_well
    assert cage.troubled > 2 * len(cage.here.rows)
    assert cage.here.noise.said > 3 * cage.here.noise.variety
    search = Search(cage.here.secrets.values())
    told = "\n".join(f"{thing!r} {thing!s}" for thing in cage.seen)
    assert "[…]" in told
    assert search.within(told) == []
    assert search.within(loud.text) == []
    kept = tmp_path / "sessions" / "demo.json"
    assert search.among(tmp_path, but=[kept]) == []
