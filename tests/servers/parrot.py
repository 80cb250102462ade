"""A server of any of the three networks that says back all secrets, in the status line, in headers and in the body."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.canaries import Noise


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def value(self, name: str) -> str:
        """Of the query, or of a form."""
        return parse_qs(f"{self.query}&{self.body.decode('latin-1')}").get(name, [""])[0]

    @property
    def document(self) -> dict[str, Any]:
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found


@dataclass(frozen=True)
class Row:
    """An answer that a table has a row for: `words` are what the row goes by, below `key`; None: in no words at all.
    `again`: another answer leads to the same row."""

    status: int
    words: str | None = ""
    key: str = "error"
    again: bool = False

    def __str__(self) -> str:
        return f"{self.status} {self.words!r}"


Good = Callable[[Asked], tuple[int, Any]]
"""What the network says where all goes well; text that is free to it comes from the noise."""

ECHOED = ("error", "error_description", "message", "detail", "title", "reason", "type", "status")
HEADERS = ("Location", "WWW-Authenticate", "Retry-After", "X-Rate-Limit-Reset", "RateLimit-Reset", "X-Request-Id")
MORE = ("X-Access-Level", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "RateLimit-Policy")


@dataclass
class Parrot:
    """`row` is answered wherever the path and method contain `at`; everything else is as `good` says."""

    good: Good
    noise: Noise
    row: Row | None = None
    at: str = ""
    asked: list[Asked] = field(default_factory=list)
    address: str = ""

    def answer(self, asked: Asked) -> tuple[int, bytes, str]:
        self.asked.append(asked)
        if self.row is None or self.at not in asked.name:
            status, document = self.good(asked)
            body = document if isinstance(document, bytes) else json.dumps(document).encode()
            return status, body, "application/json"
        if self.row.words is None:
            page = f"<html><title>{self.noise.next()}</title><p>{self.noise.next()}</p>"
            return self.row.status, page.encode(), "text/html"
        said: dict[str, Any] = {name: self.noise.next() for name in ECHOED if name not in {"error", self.row.key}}
        said[self.row.key] = self.row.words if self.row.key == "code" else f"{self.row.words} {self.noise.next()}"
        if self.row.words and self.row.key == "error":
            said["error"] = self.row.words
        said["errors"] = [{"message": self.noise.next(), "value": self.noise.next()}]
        return self.row.status, json.dumps(said).encode(), "application/json"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: "Server"

    def handle_one(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        path, _, query = self.path.partition("?")
        parrot = self.server.parrot
        status, said, kind = parrot.answer(Asked(self.command, path, query, dict(self.headers.items()), body))
        self.send_response(status, _on_a_line(parrot.noise.next()))
        names = HEADERS if 300 <= status < 500 else ()
        for name in (*names, *MORE):
            self.send_header(name, _on_a_line(parrot.noise.next()))
        self.send_header("Set-Cookie", f"session={_on_a_line(parrot.noise.next())}")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = do_DELETE = do_PUT = handle_one  # noqa: N815 - the names that http.server looks for

    def log_message(self, *args: object) -> None:
        """Quiet."""


def _on_a_line(text: str) -> str:
    return text.encode("latin-1", "ignore").decode("latin-1")


class Server(ThreadingHTTPServer):
    daemon_threads = True
    parrot: Parrot


@contextmanager
def parroting(good: Good, noise: Noise) -> Iterator[Parrot]:
    server = Server(("127.0.0.1", 0), Handler)
    server.parrot = Parrot(good, noise, address=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.parrot
    finally:
        server.shutdown()
        with suppress(OSError):
            server.server_close()
        thread.join(10)
