"""What differs from X's own description is seen, whether a client of ours or the fake itself differs."""

from collections.abc import Iterator

import pytest
import requests

from tests.present import shared
from tests.servers.x_client import HOST, signed_session
from tests.servers.x_fake import FakeX
from tests.servers.x_messages import Json
from tests.servers.x_server import running_x


@pytest.fixture(autouse=True)
def _description() -> None:
    shared("data/x-openapi.json")


@pytest.fixture
def x() -> Iterator[FakeX]:
    with running_x() as fake:
        yield fake


@pytest.fixture
def session(x: FakeX) -> Iterator[requests.Session]:
    with signed_session(x) as it:
        yield it


def faults(x: FakeX) -> list[str]:
    found = list(x.faults)
    x.faults.clear()
    return found


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"text": "a", "idempotency_key": "17"}, "'idempotency_key' was unexpected"),
        ({"text": 17}, "text: 17 is not of type 'string'"),
        ({"text": "a", "reply": {}}, "'in_reply_to_tweet_id' is a required property"),
        ({"text": "a", "media": {"media_ids": ["1", "2", "3", "4", "5"]}}, "is too long"),
    ],
)
def test_a_request_that_the_description_does_not_allow_is_a_fault(
    x: FakeX, session: requests.Session, body: Json, fault: str
) -> None:
    session.post(f"{HOST}/2/tweets", json=body)

    assert any(fault in found and found.startswith("request POST /2/tweets") for found in faults(x))


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ({"max_results": "200"}, "200 is greater than the maximum of 100"),
        ({"tweet.fields": "created_at,colour"}, "'colour' is not one of"),
        ({"tweet_fields": "created_at"}, "the query parameter tweet_fields is not in the description"),
    ],
)
def test_a_query_that_the_description_does_not_know_is_a_fault(
    x: FakeX, session: requests.Session, query: dict[str, str], fault: str
) -> None:
    session.get(f"{HOST}/2/users/{x.world.user}/tweets", params=query)

    found = faults(x)
    assert len(found) == 1
    assert fault in found[0]


def test_a_request_without_authorization_is_a_fault(x: FakeX) -> None:
    assert requests.get(f"{x.address}/2/users/me", timeout=10).status_code == 401
    assert "security" in faults(x)[0].lower()


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (201, {"data": {"id": "17"}}, "'text' is a required property"),
        (201, {"data": {"id": "seventeen", "text": "a"}}, "does not match"),
        (201, {"data": {"id": "17", "text": "a", "sent": True}}, "'sent' was unexpected"),
        (200, {"data": {"id": "17", "text": "a"}}, "'data' was unexpected"),
        (403, {"title": "Forbidden", "type": "about:blank", "detail": "No."}, "differs in status"),
        (400, {"title": "Bad", "type": "https://example.org/bad", "detail": "No."}, "example.org/bad"),
        (503, "<html></html>", "the body is not JSON"),
    ],
)
def test_an_answer_that_the_description_does_not_allow_is_a_fault(
    x: FakeX, session: requests.Session, status: int, body: Json | str, fault: str
) -> None:
    x.next("POST /2/tweets", status, body)
    session.post(f"{HOST}/2/tweets", json={"text": "a"})

    found = faults(x)
    assert all(each.startswith(f"answer {status} to POST /2/tweets: ") for each in found)
    assert fault in "\n".join(found)


def test_an_answer_that_a_test_means_to_be_wrong_is_none(x: FakeX, session: requests.Session) -> None:
    x.next("POST /2/tweets", 503, "<html></html>", wrong=True)
    session.post(f"{HOST}/2/tweets", json={"text": "a"})

    assert x.faults == []


def test_faults_that_nobody_looked_at_fail_the_test() -> None:
    with pytest.raises(AssertionError, match="idempotency_key"), running_x() as x, signed_session(x) as session:
        session.post(f"{HOST}/2/tweets", json={"text": "a", "idempotency_key": "17"})
