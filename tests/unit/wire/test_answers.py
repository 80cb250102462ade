import io
import json
import tracemalloc

import pytest
from requests import Response

from scheduler.secrecy import MARK, hold
from scheduler.wire.answers import MOST_PARTS, answer_in, discreet
from tests.canaries import canary

SECRET = canary("of an answer")


def answered(body: bytes, **headers: str) -> Response:
    response = Response()
    response.status_code, response.reason, response.raw = 403, f"No {SECRET}", io.BytesIO(body)
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


@pytest.fixture(autouse=True)
def _held() -> None:
    hold(SECRET)


def test_an_answer_in_json_stays_one_without_the_secret() -> None:
    response = answered(json.dumps({"error": [f"Bearer {SECRET}", 7, None], SECRET: "x"}).encode(), Location=SECRET)
    discreet(response)

    assert response.json() == {"error": [f"Bearer {MARK}", 7, None], MARK: "x"}
    assert (response.reason, response.headers["location"]) == (f"No {MARK}", MARK)
    assert answer_in(response).group == response.json()
    assert answer_in(response).headers == {"location": MARK}


@pytest.mark.parametrize(
    "body", [f"<p>{SECRET}</p>".encode(), b"\xff\xfe" + SECRET.encode(), b"[" * 100_000 + SECRET.encode()]
)
def test_in_any_other_body_the_rest_stays_byte_for_byte(body: bytes) -> None:
    response = answered(body)
    discreet(response)

    assert response.content == body.replace(SECRET.encode(), MARK.encode())


@pytest.mark.parametrize("body", [b'{"a":  1.0, "b": "\\u0430"}', b"", b"\xff", b"[" * 5000 + b"]" * 5000])
def test_an_answer_that_holds_nothing_secret_is_left_as_it_came(body: bytes) -> None:
    response = answered(body)
    discreet(response)

    assert answer_in(response).body == body


def test_an_answer_shows_neither_its_headers_nor_its_body() -> None:
    assert repr(answer_in(answered(b"kept", Set_Cookie="kept"))) == "Answer(status=403)"


def test_what_would_fill_the_memory_once_it_is_read_is_emptied_as_it_stands() -> None:
    body = b"[" + b"{}," * MOST_PARTS + json.dumps(SECRET).encode() + b"]"
    response = answered(body)
    tracemalloc.start()
    discreet(response)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert response.content == body.replace(SECRET.encode(), MARK.encode())
    assert peak < 10 * len(body)
