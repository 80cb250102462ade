"""How fast paper takes posts, alone and behind a long history, and how large its page is: `paper.py [POSTS]`."""

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from scheduler.channels.paper.channel import Paper
from scheduler.channels.paper.feed import LINE, PostedLine, Wire
from scheduler.clock import SystemClock
from scheduler.model.post import Entity, Post, digest_of
from scheduler.model.receipt import Outgoing, Posted, Prepared
from scheduler.model.text_rule import TextRule

MANNERS = TextRule(network="mastodon", counting="graphemes", limit=500, link_length=23, local_mentions=True)
TEXT = (
    "Международный интерес угасает, а преследования продолжаются. "
    "Attention fades and the arrests go on: sign, then send it to one more person.\n\n"
    "https://example.org/petition #CloseTheCamps"
)
ENTITIES = tuple(
    Entity(kind=kind, start=TEXT.index(mark), end=TEXT.index(mark) + len(mark), value=mark.removeprefix("#"))
    for kind, mark in (("link", "https://example.org/petition"), ("hashtag", "#CloseTheCamps"))
)
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
HISTORY = 100_000


def main(posts: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paper = Paper(Path(folder), "demo", MANNERS, SystemClock())
        report("to an empty feed", paper, posts, "first")
        print(f"page: {Path(folder, 'feed.html').stat().st_size / 1000:.0f} kB for the newest {min(posts, 200)}")
    with tempfile.TemporaryDirectory() as folder:
        remember(Path(folder, "feed.jsonl"))
        paper = Paper(Path(folder), "demo", MANNERS, SystemClock())
        began = perf_counter()
        paper.find(prepared(paper, "unknown"))
        size = Path(folder, "feed.jsonl").stat().st_size / 1e6
        print(f"first look at {HISTORY:,} posts ({size:.0f} MB): {perf_counter() - began:.2f} s")
        report(f"behind {HISTORY:,} posts", paper, posts, "more")


def report(where: str, paper: Paper, posts: int, name: str) -> None:
    ready = [prepared(paper, f"{name}/{n}") for n in range(posts)]
    began = perf_counter()
    for one in ready:
        outcome = paper.send(one, lambda: None)
        if not isinstance(outcome, Posted):
            raise SystemExit(f"not posted: {outcome}")
    took = perf_counter() - began
    print(f"{where}: {posts / took:,.0f} posts a second ({1000 * took / posts:.2f} ms each)")


def prepared(paper: Paper, key: str) -> Prepared:
    post = Post(text=TEXT, digest=digest_of(TEXT), length=0, limit=500, variant="text", entities=ENTITIES)
    return paper.prepare(Outgoing(key=key, account="demo", post=post, language="ru", at=START, zone="Europe/Moscow"))


def remember(feed: Path) -> None:
    """A history as it would have been written, one post a minute."""
    with feed.open("wb") as file:
        for n in range(HISTORY):
            post = Wire(key=f"{n}", account="demo", language="ru", zone="UTC", text=TEXT, entities=ENTITIES)
            at = START + timedelta(minutes=n)
            line = PostedLine(id=f"{n:016x}", at=at, like="mastodon", length=200, limit=500, post=post)
            file.write(LINE.dump_json(line) + b"\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
