from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.clock import ManualClock
from scheduler.errors import ChannelLocked, ChannelTrouble
from scheduler.model.watch import Origin
from scheduler.service.attention_ports import Ours
from tests.counting import HOSTILE, NOW, SINCE, UNTIL, a_kit, a_source, counted
from tests.make import an_account, utc
from tests.servers.raw import Raw
from tests.servers.telling import Asked, Tell, telling

AT = utc("2026-11-23 11:30")


def post(number: int, at: datetime = AT, who: str = "else.example", **record: Any) -> dict[str, Any]:
    return {
        "uri": f"at://did:plc:else/app.bsky.feed.post/{number}",
        "author": {"did": "did:plc:else", "handle": who},
        "indexedAt": f"{at:%Y-%m-%dT%H:%M:%S}.000Z",
        "record": {"createdAt": f"{at:%Y-%m-%dT%H:%M:%S}.000Z", **record},
    }


def searched(posts: list[dict[str, Any]], page: int = 100) -> Tell:
    def tell(asked: Asked) -> tuple[int, Any]:
        start = int(asked.query.get("cursor", "0"))
        found = posts[start : start + page]
        return 200, {"posts": found, "cursor": str(start + page)} if start + page < len(posts) else {"posts": found}

    return tell


def test_the_search_is_read_page_by_page(tmp_path: Path) -> None:
    with telling(searched([post(n) for n in range(250)])) as server:
        found = a_source(tmp_path, Origin.BLUESKY, server=server.address).count(SINCE, UNTIL)
    assert counted(found)["11:00"] == 250
    assert len(server.asked) == 3
    assert server.asked[0].query == {
        "q": "#CloseTheCamps",
        "sort": "latest",
        "limit": "100",
        "since": "2026-11-23T00:00:00.000Z",
        "until": "2026-11-23T12:00:00.000Z",
    }
    assert "authorization" not in server.asked[0].headers


def test_answers_and_quotes_of_ours_are_left_out(tmp_path: Path) -> None:
    own = "at://did:plc:we/app.bsky.feed.post/1"
    posts = [
        post(1, who="Camps.example"),
        post(2, reply={"parent": {"uri": own}, "root": {"uri": "at://x"}}),
        post(3, reply={"parent": {"uri": "at://x"}, "root": {"uri": own}}),
        post(4, embed={"record": {"uri": own}}),
        post(5, embed={"record": {"record": {"uri": own}}}),
        post(6, embed={"record": 7}, reply=[]),
    ]
    kit = a_kit(tmp_path, ours=lambda: Ours(handles=frozenset({"camps.example"}), ids=frozenset({own})))
    with telling(searched(posts)) as server:
        found = a_source(tmp_path, Origin.BLUESKY, kit=kit, server=server.address).count(SINCE, UNTIL)
    assert counted(found)["11:00"] == 1


def test_with_an_account_it_signs_in_and_again_once_that_has_ended(tmp_path: Path) -> None:
    ended: list[str] = []

    def tell(asked: Asked) -> tuple[int, Any]:
        if asked.method == "POST":
            return 200, {"accessJwt": f"jwt-{len(ended)}", "refreshJwt": "r"}
        if asked.headers.get("authorization") == "Bearer jwt-0" and ended:
            return 400, {"error": "ExpiredToken"}
        return searched([post(1)])(asked)

    with telling(tell) as server:
        account = an_account(network="bluesky", server=server.address, handle="camps.example")
        clock = ManualClock(NOW)
        source = a_source(tmp_path, Origin.BLUESKY, kit=a_kit(tmp_path, account=account, clock=clock))
        source.count(SINCE, UNTIL)
        ended.append("the session")
        clock.advance(timedelta(hours=2))
        found = source.count(SINCE, UNTIL)
    assert counted(found)["11:00"] == 1
    assert [asked.method for asked in server.asked] == ["POST", "GET", "GET", "POST", "GET"]
    assert b'"identifier": "camps.example"' in server.asked[0].body


def test_a_day_of_passes_from_cron_over_ten_campaigns_signs_in_a_few_times(tmp_path: Path) -> None:
    """300 a day are allowed, and 30 in five minutes; the account that posts needs one, too."""
    granted: list[datetime] = []

    def tell(asked: Asked) -> tuple[int, Any]:
        if asked.method == "POST":
            granted.append(clock.now())
            return 200, {"accessJwt": f"jwt-{len(granted)}", "refreshJwt": "r"}
        named = int(asked.headers.get("authorization", "").removeprefix("Bearer jwt-"))
        if clock.now() - granted[named - 1] >= timedelta(hours=2):
            return 400, {"error": "ExpiredToken"}
        return searched([post(1)])(asked)

    clock = ManualClock(NOW)
    with telling(tell) as server:
        account = an_account(network="bluesky", server=server.address, handle="camps.example")
        for _ in range(6):
            for _ in range(10):  # each a process of its own
                kit = a_kit(tmp_path, account=account, clock=clock)
                a_source(tmp_path, Origin.BLUESKY, kit=kit).count(SINCE, UNTIL)
            clock.advance(timedelta(hours=1))
    assert len(granted) == 3


def test_a_password_that_is_not_taken_is_tried_once(tmp_path: Path) -> None:
    with telling(lambda _: (401, {"error": "AuthenticationRequired"})) as server:
        account = an_account(network="bluesky", server=server.address, handle="camps.example")
        source = a_source(tmp_path, Origin.BLUESKY, kit=a_kit(tmp_path, account=account))
        for _ in range(3):
            with pytest.raises(ChannelLocked):
                source.count(SINCE, UNTIL)
    assert len(server.asked) == 1


def test_a_cursor_that_leads_nowhere_ends_the_reading(tmp_path: Path) -> None:
    with telling(lambda _: (200, {"posts": [post(1)], "cursor": "again"})) as server:
        found = a_source(tmp_path, Origin.BLUESKY, server=server.address).count(SINCE, UNTIL)
    assert counted(found)["11:00"] == 1
    assert len(server.asked) == 2


@pytest.mark.parametrize("manner", [*HOSTILE])
def test_whatever_a_server_does_it_is_trouble_in_bounded_time(tmp_path: Path, manner: str) -> None:
    with Raw([HOSTILE[manner]]) as server:
        source = a_source(tmp_path, Origin.BLUESKY, server=server.address)
        with pytest.raises(ChannelTrouble):
            source.count(SINCE, UNTIL)
