from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from scheduler.attention.bins import bin_of
from scheduler.clock import SystemClock
from scheduler.errors import ChannelBusy, ChannelLocked, ChannelTrouble
from scheduler.model.watch import Origin
from scheduler.service.attention_ports import Ours
from tests.counting import HOSTILE, HOUR, NOW, SINCE, UNTIL, a_kit, a_source, counted
from tests.make import an_account, utc
from tests.servers.mastodon_server import MastodonServer
from tests.servers.raw import Raw, answers
from tests.servers.telling import Asked, telling


def status(number: int, at: datetime, **more: Any) -> dict[str, Any]:
    return {"id": f"{number:06}", "created_at": at.isoformat(), "url": f"https://there.example/{number}", **more}


def timeline(statuses: list[dict[str, Any]]) -> Callable[[Asked], tuple[int, Any]]:
    """As a server shows it: the newest first, a page at a time."""
    ordered = sorted(statuses, key=lambda one: one["id"], reverse=True)

    def tell(asked: Asked) -> tuple[int, Any]:
        older = asked.query.get("max_id")
        rest = [one for one in ordered if older is None or one["id"] < older]
        return 200, rest[: int(asked.query["limit"])]

    return tell


def test_posts_are_counted_by_the_hour_over_as_many_pages_as_it_takes(tmp_path: Path) -> None:
    posts = [status(1000 - n, utc("2026-11-23 12:05") - n * timedelta(minutes=4)) for n in range(300)]
    with telling(timeline(posts)) as server:
        found = a_source(tmp_path, Origin.MASTODON, server=server.address).count(SINCE, UNTIL)
    assert len(found) == 12
    assert set(counted(found).values()) == {15}
    assert 4 < len(server.asked) < 8
    assert server.asked[0].path == "/api/v1/timelines/tag/CloseTheCamps"
    assert "authorization" not in server.asked[0].headers


def test_an_hour_without_a_post_has_none_and_is_no_gap(tmp_path: Path) -> None:
    posts = [status(2, utc("2026-11-23 11:30")), status(1, utc("2026-11-22 11:30"))]
    with telling(timeline(posts)) as server:
        found = a_source(tmp_path, Origin.MASTODON, server=server.address).count(SINCE, UNTIL)
    assert counted(found)["11:00"] == 1
    assert sum(bin_.count or 0 for bin_ in found) == 1
    assert len(found) == 12


def test_a_post_with_two_of_the_hashtags_counts_once(tmp_path: Path) -> None:
    kit = a_kit(tmp_path, hashtags=("CloseTheCamps", "Chechnya"))
    with telling(timeline([status(1, utc("2026-11-23 11:30"))])) as server:
        found = a_source(tmp_path, Origin.MASTODON, kit=kit, server=server.address).count(SINCE, UNTIL)
    assert [asked.path for asked in server.asked] == [
        "/api/v1/timelines/tag/CloseTheCamps",
        "/api/v1/timelines/tag/CloseTheCamps",
        "/api/v1/timelines/tag/Chechnya",
        "/api/v1/timelines/tag/Chechnya",
    ]
    assert counted(found)["11:00"] == 1


def test_what_we_say_and_what_answers_it_is_left_out(tmp_path: Path) -> None:
    at = utc("2026-11-23 11:30")
    posts = [
        status(1, at, account={"acct": "Campaign"}),
        status(2, at, account={"acct": "else"}, in_reply_to_id="77"),
        status(3, at, account={"acct": "else"}, uri="https://ours.example/9"),
        status(4, at, account={"acct": "else"}, in_reply_to_id="78"),
        status(5, at, account={"acct": "else"}, quote={"state": "accepted", "quoted_status": {"id": "77"}}),
        status(6, at, account={"acct": "else"}, quote={"quoted_status": {"url": "https://ours.example/9"}}),
        status(7, at, account={"acct": "else"}, quote={"state": "pending", "quoted_status": None}),
    ]
    ours = Ours(handles=frozenset({"campaign"}), ids=frozenset({"77"}), urls=frozenset({"https://ours.example/9"}))
    with telling(timeline(posts)) as server:
        kit = a_kit(tmp_path, ours=lambda: ours)
        found = a_source(tmp_path, Origin.MASTODON, kit=kit, server=server.address).count(SINCE, UNTIL)
    assert counted(found)["11:00"] == 2


def test_of_a_flood_only_the_hours_that_were_seen_whole_are_told(tmp_path: Path) -> None:
    posts = [status(99_999 - n, utc("2026-11-23 12:00") - n * timedelta(seconds=4)) for n in range(9_000)]
    with telling(timeline(posts)) as server:
        found = a_source(tmp_path, Origin.MASTODON, server=server.address).count(SINCE, UNTIL)
    assert counted(found) == {"10:00": 900, "11:00": 900}
    assert len(server.asked) == 60


def test_where_not_even_the_newest_hour_was_seen_whole_it_has_what_was_seen(tmp_path: Path) -> None:
    posts = [status(99_999 - n, utc("2026-11-23 12:00") - n * timedelta(seconds=1)) for n in range(9_000)]
    with telling(timeline(posts)) as server:
        found = a_source(tmp_path, Origin.MASTODON, server=server.address).count(SINCE, UNTIL)
    assert list(counted(found)) == ["11:00"]
    assert 2_300 < (found[0].count or 0) < 3_600


def test_a_server_that_gives_the_same_page_for_ever_is_left(tmp_path: Path) -> None:
    posts = [status(n, utc("2026-11-23 11:30")) for n in range(40, 0, -1)]
    with telling(lambda _: (200, posts)) as server:
        found = a_source(tmp_path, Origin.MASTODON, server=server.address).count(SINCE, UNTIL)
    assert counted(found) == {"11:00": 40}
    assert len(server.asked) == 2


def test_posts_that_lie_about_their_day_move_no_hour(tmp_path: Path) -> None:
    posts = [status(n, utc("2026-11-23 11:30")) for n in range(1, 6)]
    posts += [status(7, utc("2036-01-01 00:00")), status(8, utc("1990-01-01 00:00"))]
    posts += [{"id": 9, "created_at": 7}, {"id": "010", "created_at": "yesterday"}]
    shown = sorted(posts, key=lambda one: str(one["id"]), reverse=True)
    with telling(lambda asked: (200, [] if "max_id" in asked.query else [*shown, "what", None])) as server:
        found = a_source(tmp_path, Origin.MASTODON, server=server.address).count(SINCE, UNTIL)
    assert sum(one.count or 0 for one in found) == 5


def test_the_history_is_the_servers_own_count_of_each_day(tmp_path: Path) -> None:
    history = [
        {"day": str(int(utc("2026-11-22 00:00").timestamp())), "uses": "12", "accounts": "3"},
        {"day": str(int(utc("2026-11-21 00:00").timestamp())), "uses": "-4", "accounts": "3"},
        {"day": str(int(utc("2026-11-20 00:00").timestamp())), "uses": "7", "accounts": "3"},
        {"day": str(int(utc("2026-11-19 05:00").timestamp())), "uses": "9", "accounts": "3"},
        {"day": "9" * 40, "uses": "9"},
        None,
    ]
    with telling(lambda _: (200, {"name": "closethecamps", "history": history})) as server:
        source = a_source(tmp_path, Origin.MASTODON, server=server.address, daily=True)
        found = source.count(utc("2026-11-16 00:00"), utc("2026-11-23 00:00"))
    assert [(one.at, one.count) for one in found] == [(utc("2026-11-20 00:00"), 7), (utc("2026-11-22 00:00"), 12)]
    assert server.asked[0].path == "/api/v1/tags/CloseTheCamps"


def test_with_an_account_its_token_and_its_server_are_used(tmp_path: Path) -> None:
    with telling(timeline([status(1, utc("2026-11-23 11:30"))])) as server:
        account = an_account(network="mastodon", server=server.address)
        kit = a_kit(tmp_path, account=account)
        a_source(tmp_path, Origin.MASTODON, kit=kit, account=account.id).count(SINCE, UNTIL)
    assert server.asked[0].headers["authorization"] == "Bearer test-token"


@pytest.mark.parametrize("manner", [*HOSTILE])
def test_whatever_a_server_does_it_is_trouble_in_bounded_time(tmp_path: Path, manner: str) -> None:
    with Raw([HOSTILE[manner]]) as server:
        source = a_source(tmp_path, Origin.MASTODON, server=server.address)
        with pytest.raises(ChannelTrouble):
            source.count(SINCE, UNTIL)


def test_a_pause_that_is_asked_for_is_named(tmp_path: Path) -> None:
    with Raw([answers(429, Retry_After="120")]) as server, pytest.raises(ChannelBusy) as caught:
        a_source(tmp_path, Origin.MASTODON, server=server.address).count(SINCE, UNTIL)
    assert caught.value.when == NOW + timedelta(minutes=2)


def test_who_is_not_let_in_hears_it(tmp_path: Path) -> None:
    with Raw([answers(401)]) as server, pytest.raises(ChannelLocked, match="does not let us in"):
        a_source(tmp_path, Origin.MASTODON, server=server.address).count(SINCE, UNTIL)


def test_a_server_that_others_wrote_is_counted_as_well(tmp_path: Path, mastodon: MastodonServer) -> None:
    for text in ("#CloseTheCamps one", "#closethecamps two", "#else three"):
        headers = {"Authorization": f"Bearer {mastodon.token}"}
        requests.post(f"{mastodon.address}/api/v1/statuses", json={"status": text}, headers=headers, timeout=60)
    account = an_account(network="mastodon", server=mastodon.address)
    now = SystemClock().now()
    kit = a_kit(tmp_path, account=account, token=lambda: mastodon.token, clock=SystemClock())
    until = bin_of(now, HOUR) + HOUR
    found = a_source(tmp_path, Origin.MASTODON, kit=kit, account=account.id).count(until - 3 * HOUR, until)
    assert sum(one.count or 0 for one in found) == 2
