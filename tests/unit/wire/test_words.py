import socket
import ssl
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from urllib3.exceptions import HTTPError, MaxRetryError, ReadTimeoutError

from scheduler.wire.crossing import WireTrouble
from scheduler.wire.door import Door, Wire
from scheduler.wire.public import NotPublic
from scheduler.wire.words import NO_ANSWER, worded
from tests.servers.raw import Raw, closes, says


def chained(*errors: BaseException) -> BaseException:
    """The first, caused by the second, and so on."""
    for error, cause in pairwise(errors):
        error.__cause__ = cause
    return errors[0]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (chained(ValueError("x"), ConnectionRefusedError()), "the server refused the connection"),
        (ReadTimeoutError(None, None, "canary"), "the answer did not come in time"),  # type: ignore[arg-type]
        (MaxRetryError(None, "/canary", socket.gaierror()), "the server's name could not be found"),  # type: ignore[arg-type]
        (HTTPError(TimeoutError("canary")), "the answer did not come in time"),
        (ssl.SSLCertVerificationError("canary"), "the server's certificate is not one to trust"),
        (ssl.SSLError("canary"), "no secure connection could be made"),
        (chained(RuntimeError("canary"), NotPublic("a leads to b")), "a leads to b"),
        (chained(OSError("canary"), WireTrouble("in our words")), "in our words"),
        (KeyError("canary"), "the connection failed (KeyError)"),
        (chained(OSError("canary"), KeyError("canary")), "the connection failed (KeyError)"),
    ],
    ids=range(10),
)
def test_the_cause_is_found_and_nothing_is_repeated(error: BaseException, words: str) -> None:
    assert worded(error) == words


def test_errors_that_cause_each_other_come_to_an_end() -> None:
    one, other = ValueError(), TypeError()
    one.__cause__, other.__cause__ = other, one

    assert worded(one) == "the connection failed (TypeError)"


def trouble_of(call: Callable[[Door], object], **wire: object) -> str:
    way = Door(Wire(**{"deadline": 2.0} | wire))  # type: ignore[arg-type]
    with pytest.raises(WireTrouble) as trouble:
        way.ask(lambda: call(way))
    return str(trouble.value)


def test_a_name_that_leads_nowhere_is_said() -> None:
    assert trouble_of(lambda way: way.session.get("http://nowhere.invalid/")) == "the server's name could not be found"


def test_a_proxy_that_is_not_there_is_said_and_nothing_goes_around_it() -> None:
    with Raw([closes]) as gone, Raw([closes]) as network:
        port, address = gone.port, network.address
        gone.__exit__(None)
        for scheme in "http", "socks5h":
            said = trouble_of(lambda way: way.session.get(address), proxy=f"{scheme}://127.0.0.1:{port}")
            assert said in {"the server refused the connection", "no connection could be made"}
        assert network.heard == []


def test_a_certificate_file_that_is_missing_is_a_trouble_like_any_other(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.pem")
    with Raw([closes]) as network:
        said = trouble_of(lambda way: way.session.get(network.address.replace("http:", "https:")), ca=missing)

    assert said == "the connection failed (OSError)"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"HTTP/1.1 all well\r\n\r\n", NO_ANSWER),
        (b"HTTP/9.9 200 So\r\n\r\n", NO_ANSWER),
        (b"\x15\x03\x01\x00\x02\x02\x28", NO_ANSWER),
        (b"HTTP/1.1 200 So\r\nX-A: " + b"x" * 2**17 + b"\r\n\r\n", NO_ANSWER),
        (b"HTTP/1.1 200 So\r\nContent-Length: 5, 9\r\n\r\n{}", NO_ANSWER),
        (b"HTTP/1.1 200 So\r\nContent-Encoding: gzip\r\n\r\n{}", "the answer could not be unpacked"),
    ],
    ids=range(6),
)
def test_an_answer_that_is_none_is_said_without_the_name_of_an_error(said: bytes, words: str) -> None:
    with Raw([says(said)]) as raw:
        assert trouble_of(lambda way: way.session.get(raw.address)) == words
