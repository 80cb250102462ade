"""What three kinds of network do with a key that they know, and everything that one of them took."""

import hashlib
import threading
from dataclasses import dataclass
from enum import StrEnum

from scheduler.clock import Clock, SystemClock

REMEMBERED = 3600.0
"""Seconds for which a key is kept where it is kept for a while, as on Mastodon."""
SHOWN = 40
"""Posts of a timeline that are shown at once."""


class Dialect(StrEnum):
    FOREVER = "forever"
    """A known key is refused for ever, as on Bluesky."""
    FOR_A_WHILE = "for a while"
    """A known key gives the first post again, as on Mastodon, until it is forgotten."""
    NONE = "none"
    """Keys mean nothing, as on X."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One accepted post. `at`: seconds of the machine's monotonic clock, the same for all of its processes."""

    id: str
    account: str
    key: str
    text: str
    digest: str
    at: float


class Book:
    """Counts. Whoever asks, from any thread: a post is taken or it is not."""

    def __init__(self, dialect: Dialect, clock: Clock | None = None) -> None:
        self.dialect = dialect
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._taken: list[Taken] = []
        self._known: dict[tuple[str, str], Taken] = {}
        self._deleted: set[str] = set()

    def take(self, account: str, key: str, text: str, body: bytes) -> tuple[Taken, bool]:
        """The post that stands for this key now, and whether it is this one."""
        with self._lock:
            now = self._clock.monotonic()
            known = self._known.get((account, key))
            if known and self._refuses(known, now):
                return known, False
            digest = hashlib.sha256(body).hexdigest()
            taken = Taken(str(len(self._taken) + 1), account, key, text, digest, now)
            self._taken.append(taken)
            self._known[account, key] = taken
            return taken, True

    def taken(self) -> list[Taken]:
        """Everything that was ever accepted, in order, also what was deleted since."""
        with self._lock:
            return list(self._taken)

    def named(self, account: str, key: str) -> Taken | None:
        """What stands under a key, where keys are names."""
        with self._lock:
            known = self._known.get((account, key))
        return known if known and self.dialect is Dialect.FOREVER and known.id not in self._deleted else None

    def timeline(self, account: str) -> list[Taken]:
        """The newest first."""
        with self._lock:
            own = [post for post in self._taken if post.account == account and post.id not in self._deleted]
        return own[: -SHOWN - 1 : -1]

    def delete(self, name: str) -> None:
        with self._lock:
            self._deleted.add(name)

    def forget(self) -> None:
        """Every key, as if its time were over; names that are kept for ever stay."""
        if self.dialect is Dialect.FOR_A_WHILE:
            with self._lock:
                self._known.clear()

    def _refuses(self, known: Taken, now: float) -> bool:
        match self.dialect:
            case Dialect.FOREVER:
                return True
            case Dialect.FOR_A_WHILE:
                return now - known.at < REMEMBERED
            case Dialect.NONE:
                return False
