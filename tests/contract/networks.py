"""The networks that are under the contract of channels; a new one is one entry of the list."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from scheduler.channels.paper.channel import Paper
from scheduler.model.receipt import Capabilities
from scheduler.service.ports import Channel
from tests.contract.bluesky import a_fresh_bluesky, bluesky_channel, bluesky_texts
from tests.contract.mastodon import a_fresh_mastodon, as_paragraphs, mastodon_channel, mastodon_texts
from tests.contract.sinks import a_fresh_sink, sink_channel, sink_texts
from tests.contract.x import a_fresh_x, x_channel, x_texts
from tests.outgoing import MANNERS, a_clock
from tests.sinks.channel import APPEARS_WITHIN
from tests.sinks.dialects import Dialect
from tests.sinks.server import POSTS


@dataclass(frozen=True, kw_only=True)
class Network:
    """`start` makes a fresh, empty network for as long as it is entered and gives its address; `connect` a new
    channel to that address, from any process; `texts` what the world can read there now, not asked of the channel.
    `keeps_keys`: a repeat gives the first receipt. `guards_keys`: another text under a known key is refused.
    `keeps_graves`: the key of a deleted post is never taken again. `finds_by_text`: a post is known by what it says, so
    that one text under two keys cannot be told apart. `shows`: what the world reads of a text. `creates`: method and
    path of the create call, where that goes over HTTP and its answer can be lost. `counts`: the network of the tests
    counts likes and the like, where the channel reads them at all."""

    name: str
    capabilities: Capabilities
    keeps_keys: bool
    guards_keys: bool
    keeps_graves: bool
    start: Callable[[Path], AbstractContextManager[str]]
    connect: Callable[[str], Channel]
    texts: Callable[[str], list[str]]
    finds_by_text: bool = False
    shows: Callable[[str], str] = str
    creates: tuple[str, str] | None = None
    counts: bool = True


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
        guards_keys=True,
        keeps_graves=True,
        start=folder,
        connect=paper,
        texts=paper_texts,
    ),
    Network(
        name="mastodon",
        capabilities=Capabilities(public=True, deletes=True, reads=True, appears_within=timedelta(minutes=10)),
        keeps_keys=True,
        guards_keys=False,
        keeps_graves=False,
        start=a_fresh_mastodon,
        connect=mastodon_channel,
        texts=mastodon_texts,
        finds_by_text=True,
        shows=as_paragraphs,
        creates=("POST", "/api/v1/statuses"),
    ),
    Network(
        name="bluesky",
        capabilities=Capabilities(public=True, deletes=True, reads=True),
        keeps_keys=True,
        guards_keys=True,
        keeps_graves=False,
        start=a_fresh_bluesky,
        connect=bluesky_channel,
        texts=bluesky_texts,
        creates=("POST", "/xrpc/com.atproto.repo.putRecord"),
        counts=False,
    ),
    Network(
        name="x",
        capabilities=Capabilities(public=True, deletes=True, reads=True, appears_within=timedelta(minutes=10)),
        keeps_keys=False,
        guards_keys=False,
        keeps_graves=False,
        start=a_fresh_x,
        connect=x_channel,
        texts=x_texts,
        finds_by_text=True,
        creates=("POST", "/2/tweets"),
    ),
    *(
        Network(
            name=f"sink, keys kept {dialect}",
            capabilities=Capabilities(public=False, appears_within=APPEARS_WITHIN[dialect]),
            keeps_keys=dialect is not Dialect.NONE,
            guards_keys=dialect is Dialect.FOREVER,
            keeps_graves=dialect is Dialect.FOREVER,
            start=partial(a_fresh_sink, dialect),
            connect=partial(sink_channel, dialect),
            texts=sink_texts,
            finds_by_text=dialect is not Dialect.FOREVER,
            creates=("POST", POSTS),
        )
        for dialect in Dialect
    ),
]
