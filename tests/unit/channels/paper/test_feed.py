"""The file keeps what was answered, whoever writes beside it and however it ended."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from scheduler.channels.paper.feed import (
    CHUNK,
    NEWEST,
    WIRE,
    DeletedLine,
    Feed,
    FeedDamaged,
    PostedLine,
    Wire,
    digest_of,
)
from tests.outgoing import NINE

ROOT = Path(__file__).parents[4]


def a_line(name: str, text: str = "Sign.") -> PostedLine:
    post = Wire(key=f"key-{name}", account="demo", language="en", zone="UTC", text=text, entities=())
    return PostedLine(id=name, at=NINE, like="mastodon", length=5, limit=500, post=post)


def append(feed: Feed, *lines: PostedLine | DeletedLine) -> None:
    for line in lines:
        with feed.open() as file, feed.writing(file):
            feed.append(file, line)


def look(feed: Feed) -> list[str]:
    """The posts that it knows of, after a look."""
    with feed.open() as file, feed.reading(file):
        return list(feed.known)


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    return Feed(tmp_path / "deep" / "feed.jsonl")


def test_it_makes_its_folder_and_file(feed: Feed) -> None:
    assert look(feed) == []
    assert feed.path.read_bytes() == b""


def test_each_event_is_one_line_of_json(feed: Feed) -> None:
    append(feed, a_line("a", "один\nдва"), DeletedLine(id="a", at=NINE, key="key-a"))
    first, second, rest = feed.path.read_bytes().split(b"\n")
    assert rest == b""
    assert "один\\nдва" in first.decode()
    assert json.loads(first)["event"] == "posted"
    assert json.loads(second) == {"event": "deleted", "id": "a", "at": "2026-11-23T09:00:00Z", "key": "key-a"}


def test_it_remembers_what_it_wrote_and_so_does_its_successor(feed: Feed) -> None:
    line = a_line("a")
    append(feed, line, a_line("b"), DeletedLine(id="b", at=NINE + timedelta(hours=1), key="key-b"))
    successor = Feed(feed.path)
    assert ["a", "b"] == look(successor) == look(feed)
    for one in feed, successor:
        known = one.known["a"]
        assert (known.key, known.account, known.at) == ("key-a", "demo", NINE)
        assert digest_of(WIRE.dump_json(line.post)) == known.digest
        assert {"b": NINE + timedelta(hours=1)} == one.gone
        assert [line, a_line("b")] == list(one.newest)


def test_it_reads_what_others_append(feed: Feed) -> None:
    other = Feed(feed.path)
    append(feed, a_line("a"))
    append(other, a_line("b"))
    append(feed, a_line("c"))
    assert ["a", "b", "c"] == look(other) == look(feed)


def test_it_reads_no_more_than_the_tail_again(feed: Feed) -> None:
    append(feed, a_line("a"), a_line("b"))
    whole = feed.path.read_bytes()
    feed.path.write_bytes(whole.replace(b"key-a", b"KEY-A"))
    append(feed, a_line("c"))
    assert feed.known["a"].key == "key-a"
    assert list(feed.known) == ["a", "b", "c"]


@pytest.mark.parametrize("keep", [0, 1], ids=["emptied", "cut back"])
def test_it_reads_all_again_where_the_file_is_another(feed: Feed, keep: int) -> None:
    append(feed, a_line("a"), a_line("b"), DeletedLine(id="a", at=NINE, key="key-a"))
    feed.path.write_bytes(b"".join(feed.path.read_bytes().splitlines(keepends=True)[:keep]))
    assert ["a"][:keep] == look(feed)
    assert feed.gone == {}
    append(feed, a_line("c"))
    assert [*["a"][:keep], "c"] == look(Feed(feed.path))


def test_it_reads_all_again_where_the_last_line_it_read_has_changed(feed: Feed) -> None:
    append(feed, a_line("a"), a_line("b"))
    feed.path.write_bytes(feed.path.read_bytes().replace(b"key-a", b"KEY-A").replace(b"key-b", b"KEY-B"))
    assert look(feed) == ["a", "b"]
    assert [known.key for known in feed.known.values()] == ["KEY-A", "KEY-B"]


@pytest.mark.parametrize("torn", [b"{", b'{"event":"posted"', b"\x00" * 5000, "я".encode()[:1]])
def test_a_torn_line_is_passed_over_and_cut_off_by_the_next_write(feed: Feed, torn: bytes) -> None:
    append(feed, a_line("a"))
    whole = feed.path.read_bytes()
    feed.path.write_bytes(whole + torn)
    for one in feed, Feed(feed.path):
        assert look(one) == ["a"]
    assert whole + torn == feed.path.read_bytes()
    append(feed, a_line("b"))
    assert feed.path.read_bytes().startswith(whole + b'{"event":"posted","id":"b"')
    assert look(Feed(feed.path)) == ["a", "b"]


def test_a_file_that_is_torn_from_the_start_is_begun_anew(feed: Feed) -> None:
    feed.path.parent.mkdir()
    feed.path.write_bytes(b'{"event"')
    append(feed, a_line("a"))
    assert look(Feed(feed.path)) == ["a"]


@pytest.mark.parametrize(
    "damage",
    [
        b"not json\n",
        b"\n",
        b'{"event":"liked","id":"a"}\n',
        b'{"event":"deleted","id":"a"}\n',
        b'{"event":"deleted","id":"a","at":"2026-11-23T09:00:00","key":"k"}\n',
    ],
)
def test_a_whole_line_that_cannot_be_read_is_named_until_it_is_mended(feed: Feed, damage: bytes) -> None:
    append(feed, a_line("a"))
    whole = feed.path.read_bytes()
    feed.path.write_bytes(whole + damage)
    for _ in range(2):
        with pytest.raises(FeedDamaged, match=r"line 2 of .*feed\.jsonl cannot be read; mend"):
            look(feed)
    feed.path.write_bytes(whole)
    assert look(feed) == ["a"]


def test_it_reads_lines_across_the_edges_of_its_chunks(feed: Feed) -> None:
    text = "я" * (CHUNK // 5)
    append(feed, *(a_line(name, text + name) for name in "abcdef"))
    assert feed.path.stat().st_size > 2 * CHUNK
    successor = Feed(feed.path)
    assert [*"abcdef"] == look(successor)
    assert [text + name for name in "abcdef"] == [line.post.text for line in successor.newest]


def test_it_keeps_the_texts_of_the_newest_only(feed: Feed) -> None:
    with feed.open() as file, feed.writing(file):
        for n in range(NEWEST + 1):
            feed.append(file, a_line(str(n)))
    assert len(feed.known) == NEWEST + 1
    assert [str(n) for n in range(1, NEWEST + 1)] == [line.id for line in feed.newest]


def writers(folder: Path, *arguments: list[str]) -> list[list[str]]:
    """Let processes post at once; the outcomes of each."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.unit.channels.paper.writer", str(folder), *each],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for each in arguments
    ]
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate()[0].split() for process in started]


def test_two_processes_that_post_at_once_lose_and_mix_nothing(tmp_path: Path) -> None:
    assert writers(tmp_path, ["anna", "100"], ["boris", "100"]) == [["Posted"] * 100, ["Posted"] * 100]
    lines = [json.loads(line) for line in (tmp_path / "feed.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 200
    for account in "anna", "boris":
        texts = [line["post"]["text"] for line in lines if line["post"]["account"] == account]
        assert [f"Post {n} of {account}. " * 15 for n in range(100)] == texts
    assert (tmp_path / "feed.html").read_text("utf-8").count("<article ") == 200


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond this size, as on a full disk."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))


@pytest.mark.parametrize("missing", [1, 2, 50, None], ids=["the newline", "a byte", "a part", "everything"])
def test_a_full_disk_keeps_no_part_of_a_line(feed: Feed, missing: int | None) -> None:
    append(feed, a_line("a"))
    whole = feed.path.read_bytes()
    room = len(whole) if missing is None else 2 * len(whole) - missing
    with room_for(room), pytest.raises(OSError, match=r"bytes could be written|File too large"):
        append(feed, a_line("b"))
    assert feed.path.read_bytes() == whole
    assert look(feed) == ["a"]
    append(feed, a_line("b"))
    assert look(Feed(feed.path)) == ["a", "b"]


def test_a_disk_that_has_just_enough_room_takes_the_line(feed: Feed) -> None:
    append(feed, a_line("a"))
    with room_for(2 * feed.path.stat().st_size):
        append(feed, a_line("b"))
    assert look(Feed(feed.path)) == ["a", "b"]


def test_what_the_disk_does_not_promise_to_keep_is_not_taken() -> None:
    feed = Feed(Path("/dev/null"))  # takes every byte, and refuses to make one durable
    with pytest.raises(OSError, match="Invalid argument"):
        append(feed, a_line("a"))
    assert feed.known == {}


@pytest.mark.parametrize("name", ["a.png", "../" + "0" * 64 + ".png", "0" * 64 + ".svg", "0" * 64 + ".png\n"])
def test_a_picture_lies_beside_the_feed_and_nowhere_else(name: str) -> None:
    wire = {"key": "k", "account": "demo", "language": "en", "zone": "UTC", "text": "Sign.", "entities": []}
    picture = {"width": 1, "height": 1, "alt": "A banner"}
    assert WIRE.validate_python({**wire, "pictures": [{**picture, "name": "0" * 64 + ".png"}]}).pictures
    with pytest.raises(ValidationError):
        WIRE.validate_python({**wire, "pictures": [{**picture, "name": name}]})
