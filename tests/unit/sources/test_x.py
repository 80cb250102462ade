import base64
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import ChannelLocked, ChannelTrouble
from scheduler.model.watch import Origin
from scheduler.service.attention_ports import Ours, Source
from scheduler.sources.x import LONGEST_QUERY, PRICE
from tests.counting import HOSTILE, SINCE, UNTIL, a_kit, a_source, counted
from tests.make import an_account, utc
from tests.servers.raw import Raw
from tests.servers.telling import Asked, telling

TOKEN = "consumer:secret:access:access-secret"  # noqa: S105 - not one


def hour(start: str, end: str, count: Any) -> dict[str, Any]:
    return {"start": f"2026-11-23T{start}:00.000Z", "end": f"2026-11-23T{end}:00.000Z", "tweet_count": count}


def counts(*found: Any) -> Any:
    def tell(asked: Asked) -> tuple[int, Any]:
        if asked.method == "POST":
            return 200, {"token_type": "bearer", "access_token": "bearer-of-a-test"}
        return 200, {"data": list(found), "meta": {"total_tweet_count": 1}}

    return tell


def at(folder: Path, address: str, **changes: Any) -> Source:
    account = an_account("main-x", network="x", server=address)
    given = {"account": account, "token": lambda: TOKEN, **changes}
    return a_source(folder, Origin.X, kit=a_kit(folder, **given), account="main-x")


def test_each_hour_has_the_count_that_x_gives_it(tmp_path: Path) -> None:
    with telling(counts(hour("10:00", "11:00", 40), hour("11:00", "12:00", 0))) as server:
        found = at(tmp_path, server.address).count(SINCE, UNTIL)
    assert counted(found) == {"10:00": 40, "11:00": 0}
    granted, asked = server.asked
    assert granted.path == "/oauth2/token"
    assert base64.b64decode(granted.headers["authorization"].removeprefix("Basic ")) == b"consumer:secret"
    assert asked.path == "/2/tweets/counts/recent"
    assert asked.headers["authorization"] == "Bearer bearer-of-a-test"
    assert asked.query == {
        "query": "(#CloseTheCamps)",
        "granularity": "hour",
        "start_time": "2026-11-23T00:00:00Z",
        "end_time": "2026-11-23T12:00:00Z",
    }


def test_our_own_posts_answers_to_them_and_reposts_of_them_are_not_asked_for(tmp_path: Path) -> None:
    with telling(counts()) as server:
        at(tmp_path, server.address, ours=lambda: Ours(handles=frozenset({"camps"}))).count(SINCE, UNTIL)
    assert server.asked[1].query["query"] == "(#CloseTheCamps) -from:camps -to:camps -retweets_of:camps"


def test_a_query_stays_as_long_as_x_takes_it(tmp_path: Path) -> None:
    handles = frozenset(f"account{n}" for n in range(40))
    with telling(counts()) as server:
        at(tmp_path, server.address, ours=lambda: Ours(handles=handles)).count(SINCE, UNTIL)
    assert len(server.asked[1].query["query"]) <= LONGEST_QUERY


def test_the_token_of_the_app_is_kept_and_no_more_than_a_week_is_asked_for(tmp_path: Path) -> None:
    with telling(counts()) as server:
        source = at(tmp_path, server.address)
        source.count(utc("2026-11-01 00:00"), UNTIL)
        source.count(SINCE, UNTIL)
    assert [asked.method for asked in server.asked] == ["POST", "GET", "GET"]
    assert server.asked[1].query["start_time"] == "2026-11-16T13:00:00Z"


@pytest.mark.parametrize(
    "lie",
    [
        hour("10:00", "11:00", -3),
        hour("10:00", "11:00", [4]),
        hour("10:00", "11:00", "40"),
        hour("10:00", "10:30", 4),
        {"start": "soon", "end": "later", "tweet_count": 4},
        7,
        None,
    ],
)
def test_what_can_be_no_hours_count_is_left_out(tmp_path: Path, lie: Any) -> None:
    with telling(counts(lie, hour("11:00", "12:00", 2))) as server:
        assert counted(at(tmp_path, server.address).count(SINCE, UNTIL)) == {"11:00": 2}


def test_a_token_that_is_none_for_x_is_never_sent(tmp_path: Path) -> None:
    with telling(counts()) as server, pytest.raises(ChannelLocked, match="none for X"):
        at(tmp_path, server.address, token=lambda: "one-part").count(SINCE, UNTIL)
    assert not server.asked


def test_one_request_has_its_price(tmp_path: Path) -> None:
    assert at(tmp_path, "http://127.0.0.1:9").price == PRICE == 5_000


@pytest.mark.parametrize("manner", [*HOSTILE])
def test_whatever_x_does_it_is_trouble_in_bounded_time(tmp_path: Path, manner: str) -> None:
    with Raw([HOSTILE[manner]]) as server:
        source = at(tmp_path, server.address)
        with pytest.raises(ChannelTrouble):
            source.count(SINCE, UNTIL)
