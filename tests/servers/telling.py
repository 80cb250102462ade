"""A server that a test answers for: each request goes to a function, and what was asked is the evidence."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


Tell = Callable[[Asked], tuple[int, Any]]
"""The status and a document, or the body's bytes as they are."""


@dataclass
class Telling:
    address: str
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def telling(tell: Tell, **headers: str) -> Iterator[Telling]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell()

        def do_POST(self) -> None:
            self._tell()

        def _tell(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            given = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), given, body)
            found.asked.append(asked)
            status, said = tell(asked)
            written = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(written)))
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(written)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Telling(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
