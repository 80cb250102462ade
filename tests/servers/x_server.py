"""The fake of X on a port: `python -m tests.servers.x_server PORT`, or `running_x()` in a test."""

import json
import socket
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from scheduler.clock import Clock, SystemClock
from tests.servers.x_fake import BASES, FakeX
from tests.servers.x_messages import Answer, Asked


class XHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves in one piece
    disable_nagle_algorithm = True
    server: "XServer"

    def handle_one(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        body = self.rfile.read(length)
        if len(body) < length:  # whoever asked has died over it, and nobody is there to answer
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(method=self.command, at=self.path, headers=headers, body=body)
        private = self.server.private(asked)
        if private is not None:
            self._give(200, "application/json", json.dumps(private).encode(), {})
            return
        answer = self._answer(asked)
        self._give(answer.status, answer.content_type, answer.data, answer.headers)

    def _answer(self, asked: Asked) -> Answer:
        try:
            return self.server.fake.answer(asked)
        except Exception:  # noqa: BLE001 - whatever breaks here is a fault of the fake, and must show as one
            self.server.fake.faults.append(f"the fake broke: {traceback.format_exc()}")
            return Answer(status=500, body="the fake broke", meant_wrong=True)

    do_GET = do_POST = do_DELETE = handle_one  # noqa: N815 - the names that http.server looks for

    def _give(self, status: int, kind: str, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Quiet."""


class XServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, fake: FakeX, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), XHandler)
        self.fake = fake
        fake.address = f"http://127.0.0.1:{self.server_port}"
        self._open: set[socket.socket] = set()

    def private(self, asked: Asked) -> list[str] | None:
        """What other processes may ask of the fake itself; None where it is X that is asked."""
        if asked.path == "/_texts":
            return self.fake.texts()
        return list(self.fake.faults) if asked.path == "/_faults" else None

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, client = super().get_request()
        self._open.add(connection)
        return connection, client

    def shutdown_request(self, request: "socket.socket | tuple[bytes, socket.socket]") -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep open; their threads end with them."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def running_x(
    *, clock: Clock | None = None, bases: tuple[str, ...] = BASES, old_names: bool = False, port: int = 0
) -> Iterator[FakeX]:
    """A fake of X on 127.0.0.1 for as long as the block runs. `bases`: the addresses that clients may have signed.
    A block that ends well with faults left in the fake fails; a test that provokes some looks at them and clears."""
    fake = FakeX(clock or SystemClock(), bases=bases, old_names=old_names)
    with XServer(fake, port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield fake
        finally:
            server.shutdown()
            server.hang_up()
            thread.join()
        if fake.faults:
            raise AssertionError("\n".join(fake.faults))


def main(port: int) -> None:
    """Serve until the process is ended; the address is printed once it stands."""
    with XServer(FakeX(SystemClock()), port) as server:
        print(server.fake.address, flush=True)  # noqa: T201 - whoever started it waits for this line
        with suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
