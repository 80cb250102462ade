"""A server of this machine whose requests meet faults as a test orders them; what it answers otherwise is another's."""

import hashlib
import re
import socket
import struct
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, parse_headers
from io import BufferedReader

from tests.servers.faults import Answer, Fault, Request

GLANCE = 0.02


@dataclass(kw_only=True)
class Rule:
    method: str
    path: re.Pattern[str]
    faults: list[Fault]

    def meets(self, request: Request) -> bool:
        return request.method == self.method and bool(self.path.fullmatch(request.path.partition("?")[0]))


@dataclass(kw_only=True)
class Share(Rule):
    seed: str
    share: float
    count: int = 0

    def choose(self) -> Fault | None:
        """The n-th request of a seed always meets the same; no chance is asked."""
        self.count += 1
        digest = hashlib.sha256(f"{self.seed}/{self.count}".encode()).digest()
        hit = int.from_bytes(digest[:8], "big") < self.share * 2**64
        return self.faults[int.from_bytes(digest[8:16], "big") % len(self.faults)] if hit else None


class FaultyServer(ABC):
    """`requests` are all that came whole, in order. Lines to clients are kept alive unless a fault ends them."""

    def __init__(self, listener: socket.socket) -> None:
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.requests: list[Request] = []
        self._listener = listener
        self._rules: list[Rule] = []
        self._shares: list[Share] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._lines: dict[socket.socket, threading.Thread] = {}
        self._door = threading.Thread(target=self._accept, name="faulty server")
        self._door.start()

    def lose(self, method: str, path: str, *faults: Fault) -> None:
        """The next requests of this method, whose path without its query matches this pattern, meet these in turn."""
        with self._lock:
            self._rules.append(Rule(method=method, path=re.compile(path), faults=list(faults)))

    def lose_share(self, method: str, path: str, faults: Sequence[Fault], *, seed: str, share: float) -> None:
        """From now on this share (0 to 1) of such requests meets one of these; which ones, the seed says."""
        rule = Share(method=method, path=re.compile(path), faults=list(faults), seed=seed, share=share)
        with self._lock:
            self._shares.append(rule)

    def mend(self) -> None:
        """Lose nothing more."""
        with self._lock:
            self._rules.clear()
            self._shares.clear()

    def passed(self, method: str, path: str = ".*") -> list[Request]:
        """Those that went on to the network."""
        rule = Rule(method=method, path=re.compile(path), faults=[])
        with self._lock:
            return [request for request in self.requests if request.passed and rule.meets(request)]

    @property
    def closing(self) -> threading.Event:
        """Set when the server ends."""
        return self._closing

    @abstractmethod
    def _exchange(self, request: Request, line: socket.socket) -> "Exchange":
        """How this request is answered."""

    def end(self) -> None:
        """Every line closes, whatever it was waiting for, and every thread has ended."""
        self._closing.set()
        socket.create_connection(self._listener.getsockname()).close()  # wakes the door
        self._door.join()
        self._listener.close()
        with self._lock:
            lines = dict(self._lines)
        for line, thread in lines.items():
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            thread.join()

    def _accept(self) -> None:
        while True:
            line, _ = self._listener.accept()
            if self._closing.is_set():
                line.close()
                return
            thread = threading.Thread(target=self._serve, args=(line,), name="faulty server's line")
            with self._lock:
                self._lines[line] = thread
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        with suppress(OSError, HTTPException, ValueError), line, line.makefile("rb") as reader:
            while not self._closing.is_set() and (request := read_request(reader)):
                fault = self._note(request)
                call = self._exchange(request, line)
                if fault:
                    fault.play(call)
                    break
                call.say(call.pass_on().whole)
        with self._lock:
            self._lines.pop(line, None)

    def _note(self, request: Request) -> Fault | None:
        with self._lock:
            fault = self._choose(request)
            request.fault = fault.name if fault else ""
            self.requests.append(request)
        return fault

    def _choose(self, request: Request) -> Fault | None:
        for rule in self._rules:
            if rule.faults and rule.meets(request):
                return rule.faults.pop(0)
        for share in self._shares:
            if share.meets(request):
                return share.choose()
        return None


class Exchange(ABC):
    """One request on one line."""

    def __init__(self, request: Request, line: socket.socket, closing: threading.Event) -> None:
        self.request = request
        self._line = line
        self._closing = closing

    @abstractmethod
    def pass_on(self) -> Answer:
        """What the network makes of it."""

    def say(self, some: bytes) -> None:
        self._line.sendall(some)

    def reset(self) -> None:
        """The RST goes out when the line is closed, which is what follows."""
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def waits(self, gate: threading.Event, seconds: float | None = None, *, for_client: bool = True) -> bool:
        left = seconds
        while not gate.wait(GLANCE if left is None else min(GLANCE, left)):
            if self._closing.is_set() or (for_client and self._client_left()):
                raise ConnectionAbortedError
            if left is not None and (left := left - GLANCE) <= 0:
                return False
        return not self._closing.is_set()

    def _client_left(self) -> bool:
        try:
            return self._line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False


def read_request(reader: BufferedReader) -> Request | None:
    """None: the client left. Raises ValueError, OSError or HTTPException where what came is no whole request."""
    first = reader.readline()
    if not first:
        return None
    method, path, _ = first.decode("latin-1").split()
    headers = parse_headers(reader)
    return Request(method=method, path=path, headers=headers, body=read_body(reader, headers))


def read_body(reader: BufferedReader, headers: HTTPMessage) -> bytes:
    if headers["Transfer-Encoding"] == "chunked":
        return b"".join(chunks(reader))
    length = int(headers["Content-Length"] or 0)
    body = reader.read(length)
    if len(body) < length:
        raise ConnectionAbortedError
    return body


def chunks(reader: BufferedReader) -> Iterator[bytes]:
    while size := int(reader.readline().partition(b";")[0], 16):
        yield reader.read(size)
        reader.readline()
    while reader.readline().strip():
        pass
