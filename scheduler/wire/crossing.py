"""One request on its way, as the door itself sees it: how far it came, how long it may take, what was answered."""

import json
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from scheduler.errors import ChannelTrouble


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer of a network; `headers` have names in small letters."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def document(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def group(self) -> dict[str, Any]:
        """The body where it is a JSON object; empty where it is anything else."""
        found = self.document()
        return found if isinstance(found, dict) else {}


class WireTrouble(ChannelTrouble):
    """the network gave no answer that can be used"""

    def __init__(self, message: str = "", answer: Answer | None = None) -> None:
        super().__init__(message)
        self.answer = answer


class NotThroughHere(WireTrouble):
    """this request may not be made: it is not the one that the door was opened for"""


class Phase(IntEnum):
    """How far a request came; each phase has happened for good."""

    APART = 0  # no connection stands: not one byte was sent
    CONNECTED = 1
    FENCED = 2  # the fence is committed: bytes may be on the wire
    ANSWERED = 3  # a whole answer was read


@dataclass(slots=True)
class Passage:
    """The leave to make one create call: one request, with this method to this path, over this fence."""

    method: str
    path: str
    fence: Callable[[], None]
    taken: bool = False
    phase: Phase = Phase.APART

    def enter(self, method: str, path: str) -> None:
        """Raises NotThroughHere for any request but the one it was made for, and for a second one."""
        if self.taken:
            raise NotThroughHere(f"a second request ({method} {path}) was about to follow the create call")
        if (method, path) != (self.method, self.path):
            raise NotThroughHere(f"{method} {path} is not the create call, which is {self.method} {self.path}")
        self.taken = True

    def open(self) -> None:
        """Commit the fence. Raises FenceClosed; then nothing may be sent."""
        self.phase = Phase.CONNECTED
        self.fence()
        self.phase = Phase.FENCED


@dataclass(slots=True)
class Crossing:
    """One request within its deadline, in seconds of real time: a timer closes what it is connected by. `trouble` is
    what went wrong, in words of ours. `addresses`: the only ones that it may connect to, of a name and a port; None: to
    wherever its name leads."""

    seconds: float
    passage: Passage | None = None
    addresses: Callable[[str, int], list[str]] | None = None
    expired: bool = False
    trouble: str = ""
    _sockets: list[socket.socket] = field(default_factory=list)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _timer: threading.Timer | None = None

    def begin(self) -> None:
        self._timer = threading.Timer(self.seconds, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._turn:
            self._sockets.clear()

    def let_go(self) -> None:
        """Close what a library left open that stumbled over a head, and forgot what it was reading from."""
        with self._turn:
            for connected in self._sockets:
                if connected.fileno() >= 0:
                    socket.socket(fileno=connected.detach()).close()

    def must_be_in_time(self, otherwise: str) -> None:
        """Raises WireTrouble, in these words, where the time is up."""
        if self.expired:
            self.trouble = otherwise
            raise WireTrouble(otherwise)

    def guard(self, connected: socket.socket) -> None:
        """Close this socket, too, when the time is up."""
        with self._turn:
            self._sockets.append(connected)
            if self.expired:
                _cut(connected)

    def _expire(self) -> None:
        with self._turn:
            self.expired = True
            for connected in self._sockets:
                _cut(connected)


def _cut(connected: socket.socket) -> None:
    """Beneath any TLS, so that a thread that reads there wakes to the end of the stream."""
    with suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


CROSSING: ContextVar[Crossing | None] = ContextVar("crossing", default=None)
"""The request that this thread is making; the libraries between the door and its connections know nothing of it."""
