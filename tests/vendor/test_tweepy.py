"""What the channel of X relies on in tweepy 4.17, seen on the wire; a release that changes it fails here first."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import tweepy

from scheduler.clock import SystemClock
from tests.servers.x_client import HOST, Detour, tweepy_to
from tests.servers.x_fake import FakeX
from tests.servers.x_messages import Asked
from tests.servers.x_server import running_x


@pytest.fixture
def x() -> Iterator[FakeX]:
    with running_x() as fake:
        yield fake


@pytest.fixture
def client(x: FakeX) -> Iterator[tweepy.Client]:
    with tweepy_to(x, return_type=dict) as it:
        yield it


def last(x: FakeX) -> Asked:
    return x.requests[-1]


def test_everything_is_sent_through_a_session_that_can_be_replaced(x: FakeX, client: tweepy.Client) -> None:
    client.session.close()
    with requests.Session() as session:
        session.mount(HOST, Detour(x.address))
        session.headers["x-of-ours"] = "17"
        client.session = session
        client.get_me()

    assert last(x).headers["x-of-ours"] == "17"


@pytest.mark.parametrize(
    ("given", "body"),
    [
        ({"text": "a"}, {"text": "a"}),
        ({"text": "می‌خواهم 😀", "media_ids": [17]}, {"media": {"media_ids": ["17"]}, "text": "می‌خواهم 😀"}),
        ({"text": "a", "in_reply_to_tweet_id": 17}, {"reply": {"in_reply_to_tweet_id": "17"}, "text": "a"}),
        ({"text": ""}, {"text": ""}),
        ({}, {}),
    ],
)
def test_a_post_is_exactly_this_json(
    x: FakeX, client: tweepy.Client, given: dict[str, Any], body: dict[str, Any]
) -> None:
    x.next("POST /2/tweets", 201, {"data": {"id": "17", "text": "a"}})
    client.create_tweet(**given, user_auth=True)

    assert last(x).body == json.dumps(body).encode()
    assert last(x).headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda c: c.get_me(), "GET /2/users/me"),
        (lambda c: c.delete_tweet(17), "DELETE /2/tweets/17"),
        (lambda c: c.get_tweet(17, user_auth=True), "GET /2/tweets/17"),
        (
            lambda c: c.get_tweets([17, 18], tweet_fields=["text", "public_metrics"], user_auth=True),
            "GET /2/tweets?tweet.fields=text%2Cpublic_metrics&ids=17%2C18",
        ),
        (
            lambda c: c.get_users_tweets(
                17, start_time=datetime(2019, 3, 28, 12, 0, 59, 999, tzinfo=UTC), max_results=5, user_auth=True
            ),
            "GET /2/users/17/tweets?start_time=2019-03-28T12%3A00%3A59Z&max_results=5",
        ),
    ],
)
def test_a_call_is_exactly_this_request(
    x: FakeX, client: tweepy.Client, call: Callable[[tweepy.Client], object], line: str
) -> None:
    call(client)

    assert f"{last(x).method} {last(x).at}" == line
    assert last(x).headers["authorization"].startswith("OAuth ")


def test_reading_takes_the_bearer_token_unless_told_otherwise(x: FakeX, client: tweepy.Client) -> None:
    with pytest.raises(tweepy.Unauthorized):
        client.get_tweet(17)

    assert last(x).headers["authorization"] == "Bearer None"
    x.faults.clear()


def test_no_request_has_a_time_out_of_its_own(x: FakeX, client: tweepy.Client) -> None:
    client.get_me()
    detour = client.session.get_adapter(HOST)

    assert detour.timeouts == [None]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, tweepy.BadRequest),
        (401, tweepy.Unauthorized),
        (402, tweepy.HTTPException),
        (403, tweepy.Forbidden),
        (404, tweepy.NotFound),
        (409, tweepy.HTTPException),
        (500, tweepy.TwitterServerError),
        (503, tweepy.TwitterServerError),
    ],
)
def test_every_error_carries_the_response(x: FakeX, client: tweepy.Client, status: int, error: type[Exception]) -> None:
    x.next("POST /2/tweets", status, {"title": "No", "type": "about:blank", "detail": "No.", "status": status})
    with pytest.raises(tweepy.HTTPException) as raised:
        client.create_tweet(text="a")

    assert raised.type is error
    assert raised.value.response.json()["detail"] == "No."
    assert raised.value.response.status_code == status


def test_a_spent_window_raises_at_once_with_its_end(x: FakeX, client: tweepy.Client) -> None:
    clock = SystemClock()
    x.limits["POST /2/tweets"] = 0
    before = clock.monotonic()
    with pytest.raises(tweepy.TooManyRequests) as raised:
        client.create_tweet(text="a")

    assert clock.monotonic() - before < 60  # the window is 15 minutes
    assert raised.value.reset_time == int(raised.value.response.headers["x-rate-limit-reset"])
    assert len(x.requests) == 1


def test_a_spent_usage_cap_has_no_end(x: FakeX, client: tweepy.Client) -> None:
    x.cap()
    with pytest.raises(tweepy.TooManyRequests) as raised:
        client.create_tweet(text="a")

    assert raised.value.reset_time is None


def test_an_answer_that_is_no_json_is_an_error_although_the_post_may_be_out(x: FakeX, client: tweepy.Client) -> None:
    x.next("POST /2/tweets", 201, "<html></html>", wrong=True)
    with pytest.raises(requests.JSONDecodeError):
        client.create_tweet(text="a")


@pytest.mark.parametrize("body", ["[]", '"gone"'])
def test_an_error_whose_json_is_no_object_breaks_tweepy_itself(x: FakeX, client: tweepy.Client, body: str) -> None:
    x.next("POST /2/tweets", 503, body, wrong=True)
    with pytest.raises(AttributeError):
        client.create_tweet(text="a")


def test_a_redirect_is_followed_and_sends_the_post_again(x: FakeX, client: tweepy.Client) -> None:
    x.next("POST /2/tweets", 307, "", {"location": "/2/tweets"}, wrong=True)
    client.create_tweet(text="a")

    assert [asked.method for asked in x.requests] == ["POST", "POST"]


def test_a_session_that_allows_no_redirects_stops_at_the_first(x: FakeX, client: tweepy.Client) -> None:
    client.session.max_redirects = 0
    x.next("POST /2/tweets", 307, "", {"location": "/2/tweets"}, wrong=True)
    with pytest.raises(requests.TooManyRedirects):
        client.create_tweet(text="a")

    assert len(x.requests) == 1


def test_its_own_objects_warn_of_the_new_field_names_and_plain_answers_do_not(x: FakeX, client: tweepy.Client) -> None:
    post_id = client.create_tweet(text="a")["data"]["id"]
    with tweepy_to(x) as wrapping, pytest.warns(RuntimeWarning, match="edit_history_tweet_ids"):
        wrapping.get_tweet(post_id, user_auth=True)

    assert client.get_tweet(post_id, user_auth=True)["data"]["edit_history_post_ids"] == [post_id]


def test_a_whole_response_can_be_had_for_its_headers(x: FakeX) -> None:
    with tweepy_to(x, return_type=requests.Response) as client:
        response = client.create_tweet(text="a")

    assert response.status_code == 201
    assert response.headers["x-rate-limit-remaining"] == "99"
