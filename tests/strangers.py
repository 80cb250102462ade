"""Pages of strangers: real servers on this machine under public names, and a name service that a test can turn."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme

from scheduler.clock import ManualClock
from scheduler.visiting.visitor import LARGEST, Visitor
from scheduler.wire.door import Wire
from scheduler.wire.public import NoSuchName
from tests.make import utc

HERE = "127.0.0.1"
PRIVATE = "127.0.0.2"
"""Stands for a machine in somebody's own network: a listener there can count who comes."""

Reply = tuple[int, dict[str, str], bytes]
Served = Reply | Callable[[BaseHTTPRequestHandler], None]


def page(title: str = "The petition", *, head: str = "") -> Reply:
    text = f"<!doctype html><html><head><title>{title}</title>{head}</head><body>Sign.</body></html>"
    return 200, {"Content-Type": "text/html; charset=utf-8"}, text.encode()


def to(location: str, status: int = 302) -> Reply:
    return status, {"Location": location}, b""


@dataclass
class Names:
    """The name service: each name's answers in turn, the last for ever. `asked` holds what was looked up."""

    known: dict[str, list[list[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, name: str, port: int) -> list[str]:
        self.asked.append(name)
        if name not in self.known:
            raise NoSuchName(f"there is no {name}")
        answers = self.known[name]
        return answers.pop(0) if len(answers) > 1 else answers[0]


class Stranger:
    """One server; `pages` by path, `asked` what came: the path and the headers."""

    def __init__(self, context: ssl.SSLContext | None = None, host: str = HERE) -> None:
        stranger = self
        self.pages: dict[str, Served] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stranger.asked.append((self.path, dict(self.headers)))
                with suppress(OSError):
                    stranger.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = Quiet((host, 0), Handler)
        if context is not None:
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        served = self.pages.get(handler.path, (404, {}, b"nothing here"))
        if callable(served):
            served(handler)
            return
        status, headers, body = served
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor that goes away early is what these tests are about."""


@dataclass
class Web:
    """`secure` answers at https://petition.example and every name that `known` adds, `plain` at http."""

    secure: Stranger
    plain: Stranger
    names: Names
    wire: Wire
    more_ports: set[int] = field(default_factory=set)

    @property
    def visitor(self) -> Visitor:
        ports = {80, 443, self.secure.port, self.plain.port, *self.more_ports}
        return Visitor(ManualClock(utc("2026-11-23 09:00")), self.wire, ports)

    def at(self, path: str = "/", host: str = "petition.example") -> str:
        return f"https://{host}:{self.secure.port}{path}"

    def plainly(self, path: str = "/", host: str = "petition.example") -> str:
        return f"http://{host}:{self.plain.port}{path}"


HOSTS = ("petition.example", "www.petition.example", "other.example", "turning.example", "inside.example")


@contextmanager
def the_web(folder: Path) -> Iterator[Web]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*HOSTS).configure_cert(context)
    secure, plain = Stranger(context), Stranger()
    names = Names({host: [[HERE]] for host in HOSTS[:-1]} | {"inside.example": [[PRIVATE]]})
    wire = Wire(
        deadline=5.0,
        ca=str(folder / "ca.pem"),
        public_only=True,
        resolve=names,
        allowed=lambda address: address == HERE,
        largest=LARGEST,
        cut=True,
    )
    try:
        yield Web(secure, plain, names, wire)
    finally:
        secure.close()
        plain.close()


@contextmanager
def listener(host: str = PRIVATE) -> Iterator[tuple[int, list[object]]]:
    """A port, and a list that grows with every connection to it."""
    came: list[object] = []
    listening = socket.create_server((host, 0))
    listening.settimeout(0.05)
    ending = threading.Event()

    def wait() -> None:
        while not ending.is_set():
            with suppress(OSError):
                found, peer = listening.accept()
                came.append(peer)
                found.close()

    waiting = threading.Thread(target=wait)
    waiting.start()
    try:
        yield listening.getsockname()[1], came
    finally:
        ending.set()
        waiting.join()
        listening.close()
