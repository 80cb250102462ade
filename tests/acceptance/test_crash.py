"""The service is killed at instants that nobody chose, while it plans and publishes; the feed is the judge."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.crash import judge, said_in, wanted

ROOT = Path(__file__).parent.parent.parent


def crashed(folder: Path, network: str, kills: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.crash", str(folder), str(kills), "make test", network]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_on_a_network_that_keeps_keys_everything_is_said_once_and_nothing_is_held(tmp_path: Path) -> None:
    found = crashed(tmp_path, "paper", kills=30)

    assert (found["faults"], found["held"]) == ([], 0)
    assert found["kills"] == 30


def test_on_a_network_that_keeps_none_nothing_is_said_twice_and_what_cannot_be_found_is_held(tmp_path: Path) -> None:
    found = crashed(tmp_path, "sink", kills=15)

    assert found["faults"] == []
    assert found["held"] <= found["on the wire"]
    assert found["kills"] == 15


@pytest.mark.parametrize("network", ["liar", "sends first"])
def test_a_publisher_that_repeats_what_may_be_out_or_sends_before_its_fence_is_caught(
    tmp_path: Path, network: str
) -> None:
    found = crashed(tmp_path, network, kills=80)

    assert [fault for fault in found["faults"] if fault.endswith(" times")] != []


def write(feed: Path, keys: list[str]) -> None:
    feed.write_text("".join(json.dumps({"event": "posted", "post": {"key": key}}) + "\n" for key in keys))


def test_the_judge_passes_a_feed_that_holds_what_was_wanted_once(tmp_path: Path) -> None:
    write(tmp_path / "feed.jsonl", sorted(wanted()))

    assert len(wanted()) == 10 * 4
    assert judge(said_in(tmp_path / "feed.jsonl"), set(), wanted()) == []


def test_the_judge_sees_what_is_twice_missing_or_strange_and_asks_after_what_is_held(tmp_path: Path) -> None:
    first, second, third, *rest = sorted(wanted())
    write(tmp_path / "feed.jsonl", [first, first, "camps/other/2026-11-23T09:00/one/1", *rest])

    assert judge(said_in(tmp_path / "feed.jsonl"), {second}, wanted()) == [
        f"{first} was said 2 times",
        "camps/other/2026-11-23T09:00/one/1 was said and not wanted",
        f"{third} was not said, and nobody is told",
    ]


def test_what_a_kill_tore_off_was_never_taken(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    write(feed, sorted(wanted()))
    with feed.open("a") as torn:
        torn.write('{"event": "posted", "post"')

    assert judge(said_in(feed), set(), wanted()) == []
