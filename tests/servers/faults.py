"""Ways to lose an answer: each is told of one request that has come whole, and does with it what it says."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPMessage, responses
from typing import Protocol

HTML = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>We are moving house</h1></body></html>"


@dataclass(frozen=True, kw_only=True)
class Answer:
    head: bytes
    body: bytes

    @property
    def whole(self) -> bytes:
        return self.head + self.body


@dataclass(kw_only=True)
class Request:
    """What came, whole. `passed`: it went on to the network. `fault` names what was done with it; "": nothing."""

    method: str
    path: str
    headers: HTTPMessage
    body: bytes
    passed: bool = False
    fault: str = ""


class Call(Protocol):
    """One request, as a fault sees it. When the fault returns, the line to the client is closed."""

    request: Request

    def pass_on(self) -> Answer:
        """Give the request to the network and read its answer to the end."""
        ...

    def say(self, some: bytes) -> None: ...

    def reset(self) -> None:
        """Let the line close with an RST."""
        ...

    def waits(self, gate: threading.Event, seconds: float | None = None, *, for_client: bool = True) -> bool:
        """True once `gate` opens, False after so many seconds. Raises ConnectionAbortedError when the proxy ends and,
        `for_client`, when the client left."""
        ...


@dataclass(frozen=True)
class Fault:
    name: str
    play: Callable[[Call], object]

    def __str__(self) -> str:
        return self.name


def fault(play: Callable[[Call], object]) -> Fault:
    return Fault(play.__name__, play)


@fault
def drop(call: Call) -> None:
    """The network took it; the line closes without a byte."""
    call.pass_on()


@fault
def reset(call: Call) -> None:
    call.pass_on()
    call.reset()


@fault
def half(call: Call) -> None:
    """Half of the body, while Content-Length promises all of it."""
    answer = call.pass_on()
    call.say(answer.head + answer.body[: len(answer.body) // 2])


@fault
def cut_status(call: Call) -> None:
    call.pass_on()
    call.say(b"HTTP/1.1 2")


@fault
def cut_head(call: Call) -> None:
    """The headers end in the middle of one."""
    answer = call.pass_on()
    call.say(answer.head[: answer.head.index(b"\r\n") + 12])


@fault
def refuse(call: Call) -> None:
    """The line closes before anything was passed on."""


def hang(gate: threading.Event | None = None) -> Fault:
    """The network took it and the answer does not come, until `gate` opens."""
    gate = gate or threading.Event()

    def hung(call: Call) -> None:
        answer = call.pass_on()
        if call.waits(gate):
            call.say(answer.whole)

    return Fault("hang", hung)


def late(gate: threading.Event) -> Fault:
    """The request lies somewhere on its way until `gate` opens, even when the client has long gone."""

    def delayed(call: Call) -> None:
        if call.waits(gate, for_client=False):
            call.say(call.pass_on().whole)

    return Fault("late", delayed)


def slow(gate: threading.Event | None = None, *, interval: float = 0.01, most: int = 2000) -> Fault:
    """One byte of the answer each `interval` seconds, so that no single read is long; all the rest once `gate` opens.
    After `most` bytes the line closes."""
    gate = gate or threading.Event()

    def dripping(call: Call) -> None:
        answer = call.pass_on().whole
        for place in range(min(len(answer), most)):
            if call.waits(gate, interval):
                call.say(answer[place:])
                return
            call.say(answer[place : place + 1])

    return Fault("slow", dripping)


def answering(
    status: int,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    *,
    kind: str = "application/json",
    name: str = "answering",
) -> Fault:
    """This answer in the network's stead; nothing is passed on."""
    whole = worded(status, body, {"Content-Type": kind, **(headers or {})})
    return Fault(name, lambda call: call.say(whole))


def after(answer: Fault) -> Fault:
    """The same, once the network has taken the request."""

    def passed(call: Call) -> None:
        call.pass_on()
        answer.play(call)

    return Fault(answer.name, passed)


def bad_gateway() -> Fault:
    """A gateway's page in the place of the answer."""
    return after(answering(502, HTML, kind="text/html", name="bad_gateway"))


def server_error(status: int = 500, *, retry_after: str | None = None) -> Fault:
    """An error, although the network took it."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return after(answering(status, b'{"error": "Something went wrong on our end"}', headers, name="server_error"))


def not_json() -> Fault:
    """All is well, says a page; the network took it."""
    return after(answering(200, HTML, kind="text/html", name="not_json"))


def redirect(to: str, status: int = 302) -> Fault:
    return answering(status, HTML, {"Location": to}, kind="text/html", name="redirect")


def unauthorized() -> Fault:
    return answering(401, b'{"error": "The access token is invalid"}', name="unauthorized")


def too_many(headers: Mapping[str, str] | None = None) -> Fault:
    return answering(429, b'{"error": "Too many requests"}', headers, name="too_many")


def worded(status: int, body: bytes, headers: Mapping[str, str]) -> bytes:
    """An answer as it goes over the wire, after which the line closes."""
    lines = [f"HTTP/1.1 {status} {responses.get(status, 'Unknown')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
