"""Answers that no server should give, and that a client meets all the same; by then the network has taken the post."""

import gzip
import threading
from collections.abc import Callable

from tests.servers import faults
from tests.servers.faults import HTML, Call, Fault
from tests.sinks.troubles import Trouble

Making = Callable[[bytes, bytes], bytes]
"""From the head and the body of the network's answer, what goes to the client in its place."""

STATUS = b"HTTP/1.1 201 Created\r\n"
KIND = b"Content-Type: application/json\r\n"
MEGA = 2**20
LARGE = 50 * MEGA
PIECE = b"x" * MEGA
BOMB = gzip.compress(bytes(LARGE), 9)
DEEP = b"[" * 100_000


def _made(name: str, making: Making) -> Fault:
    def play(call: Call) -> None:
        answer = call.pass_on()
        call.say(making(answer.head, answer.body))

    return Fault(name, play)


def _instead(status: bytes = STATUS, *lines: bytes, end: bytes = b"\r\n", body: bytes | None = None) -> Making:
    """This head with the network's own body, or with another; nothing says how long it is."""
    return lambda _, own: status + b"".join(line + b"\r\n" for line in lines) + end + (own if body is None else body)


def _length(change: int) -> Making:
    return lambda _, body: STATUS + b"Content-Length: %d\r\n\r\n" % (len(body) + change) + body


def _echo(call: Call) -> None:
    """Everything that it was told, the token among it, wherever an answer has room."""
    call.pass_on()
    told = str(call.request.headers).replace("\n", " ")
    body = f'{{"error": "told {told.replace(chr(34), chr(39))}"}}'.encode()
    secret = call.request.headers["Authorization"] or ""
    call.say(faults.worded(422, body, {"X-Told": secret, "Location": f"http://127.0.0.1:9/?{secret}"}))


def _large(call: Call) -> None:
    call.pass_on()
    call.say(STATUS + b"Content-Length: %d\r\n\r\n" % LARGE)
    for _ in range(LARGE // MEGA):
        call.say(PIECE)


def _waiting(after: Making) -> Callable[[Call], None]:
    """So much of the answer, and then nothing until the client leaves."""

    def play(call: Call) -> None:
        answer = call.pass_on()
        call.say(after(answer.head, answer.body))
        call.waits(threading.Event())

    return play


def _on_and_on(some: bytes) -> Callable[[Call], None]:
    """The same again and again until the client leaves; each piece comes soon enough."""

    def play(call: Call) -> None:
        call.pass_on()
        while not call.waits(threading.Event(), 0.02):
            call.say(some)

    return play


WHOLE: dict[str, Making] = {
    "HTTP/1.0": lambda _, body: b"HTTP/1.0 201 Created\r\n" + KIND + b"\r\n" + body,
    "no length": _instead(),
    "100 first": lambda head, body: b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + head + body,
    "two answers": lambda head, body: head + body + faults.worded(500, b"{}", {}),
    "header injected": _instead(STATUS, KIND + b"X-Told: 1", b" HTTP/1.1 500 No", b"Set-Cookie: a=b"),
    "NUL in a header": _instead(STATUS, b"X-Told: a\0b"),
}
"""Odd, and still a whole answer with a receipt in it."""

SPOILT: dict[str, Making] = {
    "100 alone": lambda *_: b"HTTP/1.1 100 Continue\r\n\r\n",
    "103": _instead(b"HTTP/1.1 103 Early Hints\r\n"),
    "101": _instead(b"HTTP/1.1 101 Switching Protocols\r\n", b"Upgrade: h2c"),
    "202": _instead(b"HTTP/1.1 202 Accepted\r\n"),
    "204": _instead(b"HTTP/1.1 204 No Content\r\n", body=b""),
    "304": _instead(b"HTTP/1.1 304 Not Modified\r\n", body=b""),
    "status 600": _instead(b"HTTP/1.1 600 So\r\n"),
    "status 7": _instead(b"HTTP/1.1 7 So\r\n"),
    "status in words": _instead(b"HTTP/1.1 all well\r\n"),
    "HTTP/2": _instead(b"HTTP/2 201\r\n"),
    "HTTP/9": _instead(b"HTTP/9.9 201 Created\r\n"),
    "NUL": lambda *_: bytes(400),
    "NUL body": lambda _, body: _length(0)(b"", bytes(len(body))),
    "TLS alert": lambda *_: b"\x15\x03\x01\x00\x02\x02\x28",
    "words": lambda *_: b"all is well, thank you\n",
    "body alone": lambda _, body: body,
    "length short": _length(-5),
    "length long": _length(5),
    "length 0": _instead(STATUS, b"Content-Length: 0"),
    "two lengths": _instead(STATUS, b"Content-Length: 5, 9"),
    "chunked cut": lambda _, body: STATUS + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body) + body[:9],
    "chunk unended": lambda _, body: STATUS + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(body), body),
    "chunk of no size": _instead(STATUS, b"Transfer-Encoding: chunked", body=b"many\r\n{}\r\n0\r\n\r\n"),
    "header of 1 MB": _instead(STATUS, b"X-Told: " + b"x" * MEGA),
    "1000 headers": _instead(STATUS, *(b"X-%d: 1" % count for count in range(1000))),
    "gzip bomb": _instead(STATUS, b"Content-Encoding: gzip", body=BOMB),
    "gzip lie": _instead(STATUS, b"Content-Encoding: gzip"),
    "gzip cut": lambda _, body: STATUS + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(body)[:-20],
    "nothing": _instead(body=b""),
    "null": _instead(body=b"null"),
    "list": _instead(body=b"[]"),
    "number": _instead(body=b"1"),
    "group": _instead(body=b"{}"),
    "deep": _instead(body=DEEP),
    "many digits": _instead(body=b'{"id": ' + b"9" * 5000 + b"}"),
    "no UTF-8": _instead(body=b'{"id": "\xff"}'),
    "another's": _instead(body=b'{"id": "1", "text": "what somebody else said"}'),
}

SLOW: dict[str, Callable[[Call], object]] = {
    "drip": faults.slow().play,
    "hang in the status": _waiting(lambda *_: b"HTTP/1.1 2"),
    "hang in the head": _waiting(lambda head, _: head[: len(head) // 2]),
    "hang before the body": _waiting(lambda head, _: head),
    "hang in the body": _waiting(lambda head, body: head + body[:-1]),
    "hang after 100": _waiting(lambda *_: b"HTTP/1.1 100 Continue\r\n\r\n"),
    "flood of 100": _on_and_on(b"HTTP/1.1 100 Continue\r\n\r\n" * 9),
    "flood of headers": _on_and_on(b"HTTP/1.1 201 Created\r\n"),
    "drip without end": _on_and_on(b"x"),
}
"""Each costs its client the whole deadline, which is no more than a few seconds long."""

STATUSES = (
    402,
    405,
    406,
    410,
    411,
    415,
    417,
    418,
    421,
    423,
    425,
    426,
    428,
    431,
    451,
    501,
    505,
    507,
    511,
    520,
    522,
    530,
)
"""What boxes in the middle say, of which nobody can tell whether the network has heard."""

BROKEN: dict[str, Trouble] = {
    **{name: Trouble(_made(name, making), taken=True) for name, making in (WHOLE | SPOILT).items()},
    **{name: Trouble(Fault(name, play), taken=True) for name, play in SLOW.items()},
    "50 MB": Trouble(Fault("50 MB", _large), taken=True),
    **{f"{status} taken": Trouble(faults.server_error(status), taken=True) for status in STATUSES},
    **{f"{status} page": Trouble(faults.answering(status, HTML, kind="text/html"), taken=False) for status in STATUSES},
}

ECHO = Fault("echo", _echo)
