"""The networks that are under the contract of channels; a new one is one entry of the list."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scheduler.channels.paper import Paper
from scheduler.model.receipt import Capabilities
from scheduler.service.ports import Channel
from tests.outgoing import MANNERS, a_clock


@dataclass(frozen=True, kw_only=True)
class Network:
    """`start` makes a fresh, empty network for as long as it is entered and gives its address; `connect` a new
    channel to that address, from any process; `texts` what the world can read there now, not asked of the channel.
    `keeps_keys`: a repeat gives the first receipt. `keeps_graves`: the key of a deleted post is never taken again."""

    name: str
    capabilities: Capabilities
    keeps_keys: bool
    keeps_graves: bool
    start: Callable[[Path], AbstractContextManager[str]]
    connect: Callable[[str], Channel]
    texts: Callable[[str], list[str]]


@contextmanager
def folder(home: Path) -> Iterator[str]:
    yield str(home / "paper")


def paper(address: str) -> Channel:
    return Paper(Path(address), "demo", MANNERS, a_clock())


def paper_texts(address: str) -> list[str]:
    feed = Path(address, "feed.jsonl")
    lines = [json.loads(line) for line in feed.read_bytes().split(b"\n")[:-1]] if feed.exists() else []
    gone = {line["id"] for line in lines if line["event"] == "deleted"}
    return [line["post"]["text"] for line in lines if line["event"] == "posted" and line["id"] not in gone]


NETWORKS = [
    Network(
        name="paper",
        capabilities=Capabilities(public=False, deletes=True, reads=False),
        keeps_keys=True,
        keeps_graves=True,
        start=folder,
        connect=paper,
        texts=paper_texts,
    ),
]
