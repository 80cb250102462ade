"""A server that speaks bytes as a test tells it to, one connection after another; what it was sent is the evidence."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Self

Manner = Callable[[socket.socket, threading.Event], None]
"""What is done with a connection whose request was read; the event is set when the test ends."""


def says(raw: bytes) -> Manner:
    def manner(connected: socket.socket, _: threading.Event) -> None:
        connected.sendall(raw)

    return manner


def answers(status: int, body: bytes = b"{}", **headers: str) -> Manner:
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return says("\r\n".join([*lines, "", ""]).encode() + body)


def closes(_: socket.socket, __: threading.Event) -> None:
    """Without a word."""


def resets(connected: socket.socket, _: threading.Event) -> None:
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hangs(_: socket.socket, ended: threading.Event) -> None:
    ended.wait(30)


def drips(connected: socket.socket, ended: threading.Event) -> None:
    """A byte at a time, for ever: each comes soon enough, the whole never does."""
    connected.sendall(b"HTTP/1.1 200 So\r\nContent-Length: 100000\r\n\r\n")
    with suppress(OSError):
        while not ended.wait(0.02):
            connected.sendall(b"x")


def drips_without_end(connected: socket.socket, ended: threading.Event) -> None:
    """The same without a length: where it is cut off, it looks as if it had come to its end."""
    connected.sendall(b"HTTP/1.1 200 So\r\n\r\n")
    with suppress(OSError):
        while not ended.wait(0.02):
            connected.sendall(b"x")


def floods(connected: socket.socket, ended: threading.Event) -> None:
    connected.sendall(b"HTTP/1.1 200 So\r\n\r\n")
    with suppress(OSError):
        while not ended.is_set():
            connected.sendall(b"x" * 65536)


@dataclass
class Raw:
    """`manners` are used in turn, then the last for ever. `heard` is everything that each connection sent, read before
    its manner begins; a connection that sends nothing and closes leaves an empty entry."""

    manners: list[Manner]
    tls: ssl.SSLContext | None = None
    heard: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._ended = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)

    @property
    def address(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}"

    @property
    def requests(self) -> list[str]:
        """The first line of each request."""
        return [raw.split(b"\r\n", 1)[0].decode() for raw in self.heard if raw]

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                connected, _ = self._listening.accept()
            except OSError:
                return
            with suppress(OSError), self._secured(connected) as open_one:
                self.heard.append(_request(open_one))
                manner = self.manners.pop(0) if len(self.manners) > 1 else self.manners[0]
                manner(open_one, self._ended)

    @contextmanager
    def _secured(self, connected: socket.socket) -> Iterator[socket.socket]:
        with connected:
            connected.settimeout(10)
            if self.tls is None:
                yield connected
                return
            with self.tls.wrap_socket(connected, server_side=True) as secured:
                yield secured


def _request(connected: socket.socket) -> bytes:
    """The whole request: its head, and as much after it as the head says."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        piece = connected.recv(65536)
        if not piece:
            return heard
        heard += piece
    head, _, body = heard.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length and (piece := connected.recv(65536)):
        body += piece
    return head + b"\r\n\r\n" + body
