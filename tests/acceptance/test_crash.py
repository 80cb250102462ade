"""The service is killed at instants that nobody chose, while it plans and publishes; the network is the judge."""

import json
from pathlib import Path

import pytest

from tests.crash import crashed
from tests.morning import ACCOUNTS, wanted
from tests.sinks.dialects import Dialect
from tests.toll import Toll, judge
from tests.worlds import said_in
from tests.worst import WORST

WANTED = wanted(ACCOUNTS)


@pytest.mark.parametrize("network", ["paper", Dialect.FOREVER, Dialect.FOR_A_WHILE])
def test_on_a_network_that_keeps_keys_everything_is_said_once_and_nothing_is_held(tmp_path: Path, network: str) -> None:
    toll = crashed(tmp_path / "house", 12, "make test", network)

    assert (toll.faults, toll.held, toll.expired, toll.otherwise) == ([], 0, 0, 0)
    assert toll.kills == 12


def test_on_a_network_that_keeps_none_nothing_is_said_twice_and_what_cannot_be_found_is_held(tmp_path: Path) -> None:
    toll = crashed(tmp_path / "house", 12, "make test", Dialect.NONE)

    assert (toll.faults, toll.expired, toll.otherwise) == ([], 0, 0)
    assert toll.held <= toll.on_the_wire + toll.silent
    assert toll.kills == 12


@pytest.mark.parametrize("name", WORST)
def test_a_bad_publisher_is_caught(tmp_path: Path, name: str) -> None:
    assert WORST[name].tried(tmp_path / "house", 80, "make test").faults != []


def test_under_the_same_stops_a_good_one_says_nothing_after_them(tmp_path: Path) -> None:
    toll = WORST["checks the stop, then sends"].with_a_good_one(tmp_path / "house", 5, "make test")

    assert toll.faults == []
    assert toll.stops > 0


def write(feed: Path, keys: list[str]) -> None:
    feed.write_text("".join(json.dumps({"event": "posted", "post": {"key": key}}) + "\n" for key in keys))


def test_the_judge_passes_a_feed_that_holds_what_was_wanted_once(tmp_path: Path) -> None:
    write(tmp_path / "feed.jsonl", sorted(WANTED))

    assert len(WANTED) == 10 * len(ACCOUNTS)
    assert judge(said_in(tmp_path / "feed.jsonl"), set(), WANTED) == []


def test_the_judge_sees_what_is_twice_missing_or_strange_and_asks_after_what_is_held(tmp_path: Path) -> None:
    first, second, third, *rest = sorted(WANTED)
    write(tmp_path / "feed.jsonl", [first, first, "camps/other/2026-11-23T09:00/one/1", *rest])

    assert judge(said_in(tmp_path / "feed.jsonl"), {second}, WANTED) == [
        f"{first} was said 2 times",
        "camps/other/2026-11-23T09:00/one/1 was said and not wanted",
        f"{third} was not said, and nobody is told",
    ]


def test_what_a_kill_tore_off_was_never_taken(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    write(feed, sorted(WANTED))
    with feed.open("a") as torn:
        torn.write('{"event": "posted", "post"')

    assert judge(said_in(feed), set(), WANTED) == []


def test_the_tolls_of_two_houses_are_one_toll(tmp_path: Path) -> None:
    toll = Toll(houses=1, posts=20, held=1)
    toll.death("on the wire", on_the_wire=2)
    toll.death("claimed", on_the_wire=0)

    both = Toll.read(toll.write()) + Toll(houses=1, posts=20, faults=["a was said 2 times"])

    assert (both.kills, both.between, both.on_the_wire, both.posts, both.twice) == (2, 1, 2, 40, 1)
    assert "2 kills, 1 between fence and outcome; 40 posts in 2 houses: 1 twice" in both.figure
