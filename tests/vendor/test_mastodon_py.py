"""What the house relies on in Mastodon.py: the one request that each call makes, and what each answer becomes."""

import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
from mastodon import Mastodon
from mastodon.errors import (
    MastodonAPIError,
    MastodonBadGatewayError,
    MastodonError,
    MastodonInternalServerError,
    MastodonNetworkError,
    MastodonNotFoundError,
    MastodonRatelimitError,
    MastodonServiceUnavailableError,
    MastodonUnauthorizedError,
)

from scheduler.clock import SystemClock
from tests.servers import faults
from tests.servers.faults import Fault, Request, answering
from tests.servers.lossy import LossyProxy, lossy
from tests.servers.mastodon_client import client

NOWHERE = "http://127.0.0.1:9"
TOKEN = "secret"  # noqa: S105 - of nothing
OURS = {"host", "user-agent", "accept-encoding", "accept", "connection", "authorization", "content-type"}


@pytest.fixture
def recorder() -> Iterator[LossyProxy]:
    """Nothing is behind it: it answers itself, and keeps what came."""
    with lossy(NOWHERE) as recorder:
        yield recorder


def made(recorder: LossyProxy, call: Callable[[Mastodon], object], body: bytes = b'{"id": "1"}') -> Request:
    """The one request of this call."""
    for method in ("GET", "POST", "PATCH", "DELETE"):
        recorder.lose(method, ".*", *[answering(200, body)] * 9)
    with client(recorder.address, TOKEN) as ours:
        call(ours)
    (request,) = recorder.requests
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.headers["User-Agent"] == "awareness-scheduler"
    return request


def test_the_constructor_has_the_arguments_that_the_house_gives() -> None:
    arguments = inspect.signature(Mastodon).parameters

    assert {
        "access_token",
        "api_base_url",
        "mastodon_version",
        "version_check_mode",
        "ratelimit_method",
        "request_timeout",
        "session",
        "user_agent",
    } <= set(arguments)
    assert (arguments["ratelimit_method"].default, arguments["request_timeout"].default) == ("wait", 300)


def test_making_a_client_asks_nothing_of_anybody(recorder: LossyProxy) -> None:
    with client(recorder.address, TOKEN):
        assert recorder.requests == []


def test_a_status_is_a_form_and_its_key_a_header(recorder: LossyProxy) -> None:
    request = made(
        recorder,
        lambda ours: ours.status_post(
            "سلام & hello",
            idempotency_key="k",
            media_ids=["7", "8"],
            language="fa",
            visibility="unlisted",
            spoiler_text="violence",
            sensitive=True,
        ),
    )

    assert (request.method, request.path) == ("POST", "/api/v1/statuses")
    assert request.headers["Idempotency-Key"] == "k"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qsl(request.body.decode("ascii"), strict_parsing=True) == [
        ("status", "سلام & hello"),
        ("sensitive", "1"),
        ("visibility", "unlisted"),
        ("spoiler_text", "violence"),
        ("language", "fa"),
        ("media_ids[]", "7"),
        ("media_ids[]", "8"),
    ]


def test_a_bare_status_leaves_the_rest_to_the_account(recorder: LossyProxy) -> None:
    request = made(recorder, lambda ours: ours.status_post("hello"))

    assert request.body == b"status=hello&sensitive=0"
    assert request.headers["Idempotency-Key"] is None


def test_a_picture_is_sent_in_parts_with_what_is_said_of_it(recorder: LossyProxy) -> None:
    request = made(
        recorder,
        lambda ours: ours.media_post(b"bytes", mime_type="image/png", description="دروازه", file_name="gate.png"),
    )

    file = 'Content-Disposition: form-data; name="file"; filename="gate.png"'
    boundary = request.headers["Content-Type"].partition("boundary=")[2]
    assert (request.method, request.path) == ("POST", "/api/v2/media")
    assert request.body.decode().split(f"--{boundary}") == [
        "",
        '\r\nContent-Disposition: form-data; name="description"\r\n\r\nدروازه\r\n',
        f"\r\n{file}\r\nContent-Type: image/png\r\n\r\nbytes\r\n",
        "--\r\n",
    ]


def test_a_picture_that_is_still_worked_on_has_no_address_and_is_not_waited_for(recorder: LossyProxy) -> None:
    recorder.lose("POST", "/api/v2/media", answering(202, b'{"id": "5", "type": "image", "url": null}'))
    with client(recorder.address, TOKEN) as ours:
        picture = ours.media_post(b"bytes", mime_type="image/png")

    assert (picture.id, picture.url) == ("5", None)
    assert len(recorder.requests) == 1


def test_waiting_for_a_picture_asks_for_the_version_although_it_was_given(recorder: LossyProxy) -> None:
    """Why the house never passes `synchronous`: where these questions fail, the library may call itself without end."""
    recorder.lose("POST", "/api/v2/media", answering(200, b'{"id": "5", "url": "http://127.0.0.1:9/5.png"}'))
    recorder.lose("GET", ".*", *[answering(200, b'{"version": "4.6.0", "api_versions": {"mastodon": 10}}')] * 9)
    with client(recorder.address, TOKEN) as ours:
        ours.media_post(b"bytes", mime_type="image/png", synchronous=True)

    assert [request.path for request in recorder.requests[1:]] == ["/api/v1/instance/", "/api/v2/instance/"]


@pytest.mark.parametrize(
    ("call", "method", "path", "body"),
    [
        (lambda ours: ours.media(5), "GET", "/api/v1/media/5", b'{"id": "5"}'),
        (lambda ours: ours.status("3"), "GET", "/api/v1/statuses/3", b'{"id": "3"}'),
        (lambda ours: ours.status_delete("3"), "DELETE", "/api/v1/statuses/3", b'{"id": "3"}'),
        (
            lambda ours: ours.account_statuses("1", limit=20, exclude_reblogs=True),
            "GET",
            "/api/v1/accounts/1/statuses?exclude_reblogs=1&limit=20",
            b"[]",
        ),
        (
            lambda ours: ours.account_verify_credentials(),
            "GET",
            "/api/v1/accounts/verify_credentials",
            b'{"id": "1", "bot": true}',
        ),
        (lambda ours: ours.instance(), "GET", "/api/v2/instance/", b'{"version": "4.6.0"}'),
    ],
    ids=["media", "status", "status_delete", "account_statuses", "account_verify_credentials", "instance"],
)
def test_a_question_is_one_request_without_a_body(
    recorder: LossyProxy, call: Callable[[Mastodon], Any], method: str, path: str, body: bytes
) -> None:
    request = made(recorder, call, body)

    assert (request.method, request.path, request.body) == (method, path, b"")
    assert {name.lower() for name in request.headers} <= {*OURS, "content-length"}


def test_a_bot_is_made_by_a_form(recorder: LossyProxy) -> None:
    request = made(recorder, lambda ours: ours.account_update_credentials(bot=True))

    assert (request.method, request.path, request.body) == (
        "PATCH",
        "/api/v1/accounts/update_credentials",
        b"bot=1",
    )


def post(recorder: LossyProxy, fault: Fault, *, timeout: float = 20) -> Any:
    recorder.lose("POST", "/api/v1/statuses", fault)
    with client(recorder.address, TOKEN, timeout=timeout) as ours:
        return ours.status_post("hello", idempotency_key="k")


def test_an_id_is_text_that_looks_like_a_number_and_an_instant_is_aware(recorder: LossyProxy) -> None:
    """It is a class of the library's own: `str` makes plain text of it before it is kept."""
    body = b'{"id": "%s", "created_at": "2026-03-01T10:00:00.000Z", "url": "http://127.0.0.1:9/@c/1", "content": ""}'

    numbered = post(recorder, answering(200, body % b"115478213645712345"))
    named = post(recorder, answering(200, body % b"01HXAMPLE"))

    assert (numbered.id, named.id) == ("115478213645712345", "01HXAMPLE")
    assert isinstance(numbered.id, str)
    assert repr(numbered.id) == "115478213645712345"
    assert type(str(numbered.id)) is str
    assert numbered.created_at == datetime(2026, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, MastodonAPIError),
        (401, MastodonUnauthorizedError),
        (403, MastodonAPIError),
        (404, MastodonNotFoundError),
        (410, MastodonAPIError),
        (413, MastodonAPIError),
        (422, MastodonAPIError),
        (429, MastodonRatelimitError),
        (500, MastodonInternalServerError),
        (502, MastodonBadGatewayError),
        (503, MastodonServiceUnavailableError),
    ],
)
def test_an_answer_of_trouble_raises_an_error_with_its_status_and_its_words(
    recorder: LossyProxy, status: int, error: type[MastodonError]
) -> None:
    with pytest.raises(MastodonError) as caught:
        post(recorder, answering(status, b'{"error": "No, because"}'))

    assert type(caught.value) is error
    if status != 429:
        assert (caught.value.args[1], caught.value.args[3]) == (status, "No, because")
    assert len(recorder.requests) == 1


@pytest.mark.parametrize(
    ("fault", "cause"),
    [(faults.refuse, requests.ConnectionError), (faults.hang(), requests.ReadTimeout)],
    ids=["refuse", "hang"],
)
def test_a_broken_line_is_one_error_with_the_cause_as_its_context(fault: Fault, cause: type[Exception]) -> None:
    with lossy(NOWHERE) as taking, lossy(taking.address) as proxy:
        taking.lose("POST", ".*", answering(200, b'{"id": "1"}'))
        with pytest.raises(MastodonNetworkError) as caught:
            post(proxy, fault, timeout=0.1)

    assert type(caught.value.__context__) is cause
    assert caught.value.__cause__ is None


def test_where_nobody_listens_the_cause_is_that_no_connection_was_made() -> None:
    with client(NOWHERE, TOKEN) as ours, pytest.raises(MastodonNetworkError) as caught:
        ours.status_post("hello")

    cause = caught.value.__context__
    assert type(cause) is requests.ConnectionError
    assert type(cause.args[0].reason).__name__ == "NewConnectionError"


def test_a_page_in_the_place_of_an_answer_is_an_error_without_a_status(recorder: LossyProxy) -> None:
    with pytest.raises(MastodonAPIError, match="Could not parse response as JSON") as caught:
        post(recorder, answering(200, faults.HTML, kind="text/html"))

    assert type(caught.value.args[1]) is str


@pytest.mark.parametrize("form", ["iso", "epoch"])
def test_too_many_requests_raises_at_once_and_the_client_knows_until_when(recorder: LossyProxy, form: str) -> None:
    until = SystemClock().now().replace(microsecond=0) + timedelta(minutes=4)
    reset = until.isoformat().replace("+00:00", "Z") if form == "iso" else str(int(until.timestamp()))
    recorder.lose("POST", ".*", faults.too_many({"X-RateLimit-Reset": reset, "X-RateLimit-Remaining": "0"}))

    with client(recorder.address, TOKEN) as ours:
        with pytest.raises(MastodonRatelimitError):
            ours.status_post("hello")
        assert ours.ratelimit_reset == until.timestamp()


def test_a_redirected_post_is_followed_as_a_question_unless_the_session_forbids_it(recorder: LossyProxy) -> None:
    """The post is lost, and the answer of some page taken for its receipt."""
    with lossy(NOWHERE) as other:
        other.lose("GET", "/elsewhere", answering(200, b'{"id": "9"}'))
        recorder.lose("POST", ".*", *[faults.redirect(f"{other.address}/elsewhere")] * 2)
        with client(recorder.address, TOKEN) as ours:
            assert ours.status_post("hello").id == "9"
            ours.session.max_redirects = 0
            with pytest.raises(MastodonNetworkError) as caught:
                ours.status_post("hello")

        assert type(caught.value.__context__) is requests.TooManyRedirects
        assert [(request.method, request.headers["Authorization"]) for request in other.requests] == [("GET", None)]


def test_the_limit_of_time_is_for_each_read_and_not_for_the_whole(recorder: LossyProxy) -> None:
    with lossy(recorder.address) as proxy:
        recorder.lose("POST", ".*", answering(200, b'{"id": "1"}'))
        clock = SystemClock()
        start = clock.monotonic()
        # Some eighty bytes of an answer take twice the limit.
        assert post(proxy, faults.slow(interval=0.012), timeout=0.5).id == "1"
        assert clock.monotonic() - start > 0.5
