"""The sessions in which Bluesky is searched: one for all sources of an account, kept between starts, for they are
rationed."""

import hashlib
import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.errors import ChannelBusy, ChannelLocked
from scheduler.secrecy import hold
from scheduler.wire.only_ours import write

AGAIN = timedelta(minutes=30)
"""Between one sign-in and the next with the same password, also where it was refused: a server allows an account 30 in
five minutes and 300 a day, and the account that posts needs one, too."""

TURNS: dict[Path, threading.Lock] = {}
"""Sources are asked from threads of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`access` empty: the server did not sign us in. `login` tells one password from another."""

    login: str
    at: str
    access: str

    def __repr__(self) -> str:
        return f"Kept({self.at})"


class Sessions:
    """Those of one account. Its sessions for posting are others, so that no search can take one from under a post."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = TURNS.setdefault(path, threading.Lock())

    def access(self, login: str, now: datetime, sign_in: Callable[[], str], stale: str = "") -> str:
        """Of the session that is kept, or of a new one; `stale`: the one that has ended. Raises ChannelLocked where it
        is too soon for another."""
        login = hashlib.sha256(login.encode()).hexdigest()
        with self._turn:
            kept = self._kept()
            if kept is not None and kept.login == login:
                if kept.access not in {"", stale}:
                    return kept.access
                if abs(now - datetime.fromisoformat(kept.at)) < AGAIN:
                    raise ChannelLocked("it did not let us in, and is not asked to at once again")
            try:
                access = sign_in()
            except (ChannelLocked, ChannelBusy):
                self._keep(Kept(login=login, at=now.isoformat(), access=""))
                raise
            self._keep(Kept(login=login, at=now.isoformat(), access=access))
            return access

    def _kept(self) -> Kept | None:
        try:
            kept = Kept(**json.loads(self._path.read_bytes()))
            datetime.fromisoformat(kept.at).astimezone()
            hold(kept.access)
        except (OSError, ValueError, TypeError, AttributeError, RecursionError, OverflowError):
            return None
        return kept

    def _keep(self, kept: Kept) -> None:
        """One that cannot be kept is used once."""
        with suppress(OSError):
            write(self._path, json.dumps(asdict(kept)).encode())
