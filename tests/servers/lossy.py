"""A proxy that lets a request through whole and then loses the answer, in front of any HTTP server of this machine."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.servers.faults import Answer, Request
from tests.servers.faulty import Exchange, FaultyServer

PATIENCE = 60
"""Seconds that the network behind the proxy has to answer."""
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}
"""Headers of one line only; those of the next are made anew."""
BODILESS = {204, 304}


class LossyProxy(FaultyServer):
    def __init__(self, upstream: str, listener: socket.socket) -> None:
        self._upstream = urlsplit(upstream).netloc
        super().__init__(listener)

    def _exchange(self, request: Request, line: socket.socket) -> Exchange:
        return Passing(request, line, self._upstream, self.closing)


class Passing(Exchange):
    """One request on one line, for the network behind."""

    def __init__(self, request: Request, line: socket.socket, upstream: str, closing: threading.Event) -> None:
        super().__init__(request, line, closing)
        self._upstream = upstream

    def pass_on(self) -> Answer:
        connection = HTTPConnection(self._upstream, timeout=PATIENCE)
        try:
            connection.connect()
            self.request.passed = True
            self._put(connection)
            response = connection.getresponse()
            body = response.read()
            lines = [f"HTTP/1.1 {response.status} {response.reason}"]
            lines += [f"{name}: {value}" for name, value in response.getheaders() if name.lower() not in HOP]
            if response.status not in BODILESS:
                length = response.headers["Content-Length"] if self.request.method == "HEAD" else str(len(body))
                lines.append(f"Content-Length: {length or 0}")
            return Answer(head="\r\n".join([*lines, "", ""]).encode("latin-1"), body=body)
        finally:
            connection.close()

    def _put(self, connection: HTTPConnection) -> None:
        request = self.request
        connection.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers.items():
            if name.lower() not in HOP:
                connection.putheader(name, value)
        if request.body or request.method not in {"GET", "HEAD"}:
            connection.putheader("Content-Length", str(len(request.body)))
        connection.putheader("Connection", "close")
        connection.endheaders(request.body)


@contextmanager
def lossy(upstream: str) -> Iterator[LossyProxy]:
    """A proxy before `upstream`, an address such as http://127.0.0.1:8080, until the block ends."""
    proxy = LossyProxy(upstream, socket.create_server(("127.0.0.1", 0)))
    try:
        yield proxy
    finally:
        proxy.end()
