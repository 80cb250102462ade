"""The fake of X refuses what X refuses, in X's words and with its headers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import requests
import tweepy

from scheduler.clock import ManualClock
from tests.make import utc
from tests.servers.x_client import HOST, refusal, signed_session, tweepy_to
from tests.servers.x_fake import FakeX
from tests.servers.x_server import running_x
from tests.servers.x_signing import Keys


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


def test_a_text_that_is_too_heavy_is_refused(x: FakeX, client: tweepy.Client) -> None:
    client.create_tweet(text="中" * 140)
    status, body, _ = refusal(lambda: client.create_tweet(text="中" * 141))

    assert (status, body["detail"]) == (403, "You are not permitted to perform this action.")


def test_an_account_without_credits_is_told_402(x: FakeX, client: tweepy.Client) -> None:
    x.credits(1)
    client.create_tweet(text="one")
    status, body, _ = refusal(lambda: client.create_tweet(text="two"))

    assert (status, body["title"]) == (402, "CreditsDepleted")
    assert body["detail"].endswith("does not have any credits to fulfill this request.")
    assert x.texts() == ["one"]


def test_the_window_counts_down_in_the_headers_and_then_refuses_until_it_ends(
    x: FakeX, client: tweepy.Client, clock: ManualClock
) -> None:
    x.limits["POST /2/tweets"] = 1
    client.create_tweet(text="one")
    clock.advance(timedelta(minutes=5))
    status, body, response = refusal(lambda: client.create_tweet(text="two"))

    assert (status, body["title"]) == (429, "Too Many Requests")
    assert response.headers["x-rate-limit-limit"] == "1"
    assert response.headers["x-rate-limit-remaining"] == "0"
    assert int(response.headers["x-rate-limit-reset"]) == utc("2019-03-28 12:15").timestamp()
    clock.advance(timedelta(minutes=10))
    client.create_tweet(text="two")


def test_a_spent_usage_cap_is_a_429_that_no_reset_ends(x: FakeX, client: tweepy.Client) -> None:
    x.cap()
    status, body, response = refusal(lambda: client.create_tweet(text="one"))

    assert (status, body["title"]) == (429, "UsageCapExceeded")
    assert "x-rate-limit-reset" not in response.headers
    assert int(response.headers["x-rate-limit-remaining"]) > 0


def test_an_answer_to_somebody_who_did_not_ask_is_refused(x: FakeX, client: tweepy.Client) -> None:
    x.stranger("17")
    status, body, _ = refusal(lambda: client.create_tweet(text="one", in_reply_to_tweet_id="17"))

    assert status == 403
    assert "you have not been mentioned or otherwise engaged" in body["detail"]


def test_answers_to_own_posts_can_be_switched_off(x: FakeX, client: tweepy.Client) -> None:
    first = client.create_tweet(text="one")["data"]["id"]
    x.threads(allowed=False)

    assert refusal(lambda: client.create_tweet(text="two", in_reply_to_tweet_id=first))[0] == 403


def test_an_answer_to_a_post_that_is_gone_is_refused(x: FakeX, client: tweepy.Client) -> None:
    _, body, _ = refusal(lambda: client.create_tweet(text="two", in_reply_to_tweet_id="18"))

    assert body["detail"] == "You attempted to reply to a Tweet that is deleted or not visible to you."


def test_a_suspended_account_and_an_app_without_access_are_told_apart(x: FakeX, client: tweepy.Client) -> None:
    x.suspend()
    status, body, _ = refusal(client.get_me)
    assert (status, body["detail"]) == (
        403,
        "Your account is suspended and is not permitted to access this feature.",
    )
    x.forbid_client()
    status, body, _ = refusal(lambda: client.create_tweet(text="one"))
    assert (status, body["reason"]) == (403, "client-not-enrolled")


@pytest.mark.parametrize("status", [500, 503])
def test_a_queued_answer_is_given_once_and_does_nothing(x: FakeX, client: tweepy.Client, status: int) -> None:
    x.next("POST /2/tweets", status, "<html>upstream connect error</html>", wrong=True)
    with pytest.raises(tweepy.TwitterServerError):
        client.create_tweet(text="one")
    assert x.texts() == []

    client.create_tweet(text="one")
    assert x.texts() == ["one"]


@pytest.mark.parametrize(
    "changed",
    ["consumer_key", "consumer_secret", "token", "token_secret"],
)
def test_another_signature_is_refused(x: FakeX, changed: str) -> None:
    with tweepy_to(x, replace(Keys(), **{changed: "other"})) as client, pytest.raises(tweepy.Unauthorized) as raised:
        client.create_tweet(text="one")

    assert raised.value.response.json() == {
        "title": "Unauthorized",
        "type": "about:blank",
        "status": 401,
        "detail": "Unauthorized",
    }


def test_a_signature_for_an_address_that_is_not_xs_is_refused() -> None:
    with running_x(bases=("https://api.x.com",)) as x, tweepy_to(x) as client, pytest.raises(tweepy.Unauthorized):
        client.create_tweet(text="one")


def test_a_signature_covers_the_query(x: FakeX) -> None:
    with signed_session(x) as session:
        signed = session.get(f"{HOST}/2/tweets", params={"ids": "17,18"}).request
        moved = requests.get(f"{x.address}/2/tweets?ids=17", headers=signed.headers, timeout=10)

    assert moved.status_code == 401


def test_an_address_that_x_does_not_have_is_404(x: FakeX) -> None:
    with signed_session(x) as session:
        assert session.post(f"{HOST}/1.1/statuses/update.json").status_code == 404
