"""The fake of X says and does what X does, driven over real HTTP by the client library that the program uses."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import tweepy

from scheduler.clock import ManualClock
from tests.make import utc
from tests.servers.x_client import refusal, tweepy_to
from tests.servers.x_fake import FakeX
from tests.servers.x_rules import URL, tidy, weigh
from tests.servers.x_server import running_x

ROOT = Path(__file__).parent.parent.parent
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(utc("2019-03-28 12:00"))


@pytest.fixture
def x(clock: ManualClock) -> Iterator[FakeX]:
    with running_x(clock=clock) as fake:
        yield fake


@pytest.fixture
def client(x: FakeX) -> Iterator[tweepy.Client]:
    with tweepy_to(x, return_type=dict) as it:
        yield it


def timeline(client: tweepy.Client, x: FakeX, **params: Any) -> dict[str, Any]:
    fields = ["created_at", "entities", "attachments", "public_metrics"]
    found: dict[str, Any] = client.get_users_tweets(x.world.user, user_auth=True, tweet_fields=fields, **params)
    return found


def test_a_post_is_taken_and_read_by_the_world_as_it_was_written(x: FakeX, client: tweepy.Client) -> None:
    made = client.create_tweet(text=" Sign: https://example.org/petition?id=17&from=x <3 ")

    assert made["data"]["id"] == x.posts[0].id
    assert made["data"]["text"].startswith("Sign: https://t.co/")
    assert made["data"]["text"].endswith(" &lt;3")
    assert x.texts() == ["Sign: https://example.org/petition?id=17&from=x <3"]


def test_the_own_timeline_gives_short_links_with_what_they_stand_for(x: FakeX, client: tweepy.Client) -> None:
    client.create_tweet(text="Cafe\u0301 & co: https://example.org/a?b=1&c=2 and example.org")

    post = timeline(client, x)["data"][0]
    urls = post["entities"]["urls"]

    assert [url["expanded_url"] for url in urls] == ["https://example.org/a?b=1&c=2", "http://example.org"]
    assert [url["display_url"] for url in urls] == ["example.org/a?b=1&c=2", "example.org"]
    assert post["text"] == f"Café &amp; co: {urls[0]['url']} and {urls[1]['url']}"
    assert [url["end"] - url["start"] for url in urls] == [23, 23]
    assert post["created_at"] == "2019-03-28T12:00:00.000Z"


def test_one_address_has_another_short_link_in_every_post(x: FakeX, client: tweepy.Client) -> None:
    texts = [client.create_tweet(text=f"{n} https://example.org")["data"]["text"] for n in range(2)]

    assert texts[0][2:] != texts[1][2:]


def test_a_timeline_is_newest_first_in_pages_and_without_what_was_deleted(
    x: FakeX, client: tweepy.Client, clock: ManualClock
) -> None:
    for n in range(8):
        client.create_tweet(text=f"post {n}")
        clock.advance(timedelta(minutes=1))
    client.delete_tweet(x.posts[6].id)

    first = timeline(client, x, max_results=5, start_time=utc("2019-03-28 12:01"))
    second = timeline(client, x, max_results=5, pagination_token=first["meta"]["next_token"])

    assert [post["text"] for post in first["data"]] == [f"post {n}" for n in (7, 5, 4, 3, 2)]
    assert [post["text"] for post in second["data"]] == ["post 1", "post 0"]
    assert "next_token" not in second["meta"]


def test_a_timeline_without_posts_has_no_data_at_all(x: FakeX, client: tweepy.Client) -> None:
    assert timeline(client, x) == {"meta": {"result_count": 0}}


def test_answers_can_be_left_out_of_a_timeline(x: FakeX, client: tweepy.Client) -> None:
    first = client.create_tweet(text="one")["data"]["id"]
    client.create_tweet(text="two", in_reply_to_tweet_id=first)

    assert [post["text"] for post in timeline(client, x, exclude=["replies"])["data"]] == ["one"]


def test_a_deleted_post_is_an_error_beside_status_200(x: FakeX, client: tweepy.Client) -> None:
    kept, gone = (client.create_tweet(text=text)["data"]["id"] for text in ("kept", "gone"))
    x.metrics(kept, like_count=3, repost_count=2)

    assert client.delete_tweet(gone) == {"data": {"deleted": True}}
    both = client.get_tweets([kept, gone], user_auth=True, tweet_fields=["public_metrics"])
    alone = client.get_tweet(gone, user_auth=True)

    assert both["data"][0]["public_metrics"]["like_count"] == 3
    assert [error["resource_id"] for error in both["errors"]] == [gone]
    assert "data" not in alone
    assert alone["errors"][0]["detail"] == f"Could not find tweet with id: [{gone}]."
    assert x.texts() == ["kept"]


@pytest.mark.parametrize("old_names", [True, False])
def test_fields_come_under_their_old_or_their_new_names(old_names: bool) -> None:
    with running_x(old_names=old_names) as x, tweepy_to(x, return_type=dict) as client:
        first = client.create_tweet(text="one")["data"]["id"]
        client.create_tweet(text="two", in_reply_to_tweet_id=first)
        fields = ["public_metrics", "referenced_tweets"]
        post = client.get_users_tweets(x.world.user, user_auth=True, tweet_fields=fields)["data"][0]

    assert ("edit_history_tweet_ids" in post, "edit_history_post_ids" in post) == (old_names, not old_names)
    assert ("retweet_count" in post["public_metrics"]) is old_names
    assert ("referenced_tweets" in post) is old_names


def test_a_text_said_lately_is_not_taken_again_and_no_word_says_where_it_is(
    x: FakeX, client: tweepy.Client, clock: ManualClock
) -> None:
    client.create_tweet(text="Free them.")
    clock.advance(timedelta(hours=23))
    status, body, _ = refusal(lambda: client.create_tweet(text=" Free them. "))

    assert (status, body) == (403, {"detail": DUPLICATE, "type": "about:blank", "title": "Forbidden", "status": 403})
    clock.advance(timedelta(hours=1))
    client.create_tweet(text="Free them.")
    assert x.texts() == ["Free them.", "Free them."]


def test_a_text_whose_post_was_deleted_is_taken_again(x: FakeX, client: tweepy.Client) -> None:
    client.delete_tweet(client.create_tweet(text="Free them.")["data"]["id"])
    client.create_tweet(text="Free them.")

    assert x.texts() == ["Free them."]


def test_of_eight_equal_texts_at_once_one_is_posted(x: FakeX) -> None:
    def post(_: int) -> int:
        with tweepy_to(x, return_type=requests.Response) as client:
            try:
                return int(client.create_tweet(text="Free them.").status_code)
            except tweepy.Forbidden as no:
                return int(no.response.status_code)

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(post, range(8)))

    assert answers == [201] + [403] * 7
    assert x.texts() == ["Free them."]


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("a" * 280, 280),
        ("ж" * 280, 280),
        ("中" * 140, 280),
        ("می\u200cخواهم", 8),
        ("👨\u200d👩\u200d👧\u200d👦", 2),
        ("🇩🇪", 2),
        ("1\ufe0f\u20e3", 2),
        ("…", 2),
        ("a\u200f", 3),
        ("https://example.org/" + "a" * 300, 23),
        ("https://example.org.", 24),
        ("example.org", 23),
        ("a@example.org", 13),
        ("\u2068https://example.org/petition\u2069", 27),
    ],
)
def test_texts_are_weighed_as_x_weighs_them(text: str, weight: int) -> None:
    assert weigh(tidy(text)) == weight


def test_a_link_ends_where_people_see_it_end() -> None:
    text = "See https://example.org/a_(b), http://example.org/c. (example.com/d)"

    assert URL.findall(text) == ["https://example.org/a_(b", "http://example.org/c", "example.com/d"]


def test_other_processes_share_one_that_runs_by_itself() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.servers.x_server", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as alone:
        try:
            assert alone.stdout is not None
            x = FakeX(ManualClock(utc("2019-03-28 12:00")), address=alone.stdout.readline().strip())
            with tweepy_to(x) as client:
                client.create_tweet(text="from elsewhere")
            seen = [requests.get(f"{x.address}/{what}", timeout=10).json() for what in ("_texts", "_faults")]
        finally:
            alone.terminate()

    assert seen == [["from elsewhere"], []]


def test_half_a_request_is_none(x: FakeX) -> None:
    host, port = x.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(b"POST /2/tweets HTTP/1.1\r\nHost: x\r\nContent-Length: 17\r\n\r\n{")
        line.shutdown(socket.SHUT_WR)
        assert line.recv(1) == b""
    assert x.requests == []
