"""The store: one SQLite file, and beside it the heads of its record, its marker and the lock of its engine."""

import logging
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from scheduler.errors import StoreBusy
from scheduler.model.marker import Marker, Whereabouts
from scheduler.store.connecting import PATIENCE, connecting_to, for_writing
from scheduler.store.creating import create as make
from scheduler.store.heads import Heads
from scheduler.store.looking import Look
from scheduler.store.marker import MarkerFile, beside
from scheduler.store.owning import EngineLock
from scheduler.store.standing import require_current
from scheduler.store.troubles import read, worded
from scheduler.store.whereabouts import whereabouts
from scheduler.store.writing import Last, Write

log = logging.getLogger(__name__)


class Database:
    """Implements `ports.Store`; one for each process, shared by its threads. `create`: make the store where there is
    none. In the thread of an open look no write can end, and in that of an open write no second one begins: both end
    in StoreBusy once `patience` is over."""

    def __init__(self, path: Path, *, create: bool = False, patience: timedelta = PATIENCE) -> None:
        self._path = path.absolute()
        if create:
            make(self._path)
        self._patience = patience
        self._reading = connecting_to(self._path, patience=patience)
        self._writing = for_writing(self._reading)
        self._turn = threading.Lock()
        self._open = threading.local()
        self._last: Last | None = None
        self._goes_on = True
        self._heads = Heads(self._path.with_name("record.heads"))
        self._marker = MarkerFile(beside(self._path))
        self._lock = EngineLock(self._path.with_name("engine.lock"))

    @contextmanager
    def look(self) -> Iterator[Look]:
        """A look within a look of the same thread is the same one: a second could not begin while a writer waits for
        the first to end."""
        outer: Look | None = getattr(self._open, "look", None)
        if outer is not None:
            yield outer
            return
        with worded(self._path), self._reading.begin() as connection:
            require_current(connection, self._path)
            self._open.look = Look(connection)
            try:
                yield self._open.look
            finally:
                self._open.look = None

    @contextmanager
    def write(self) -> Iterator[Write]:
        with self._own_turn(), worded(self._path), self._writing.connect() as connection:
            with connection.begin():
                require_current(connection, self._path)
                writing = Write(connection, self._last)
                writing.goes_on = self._goes_on = self._goes_on and writing.goes_on
                yield writing
            self._keep_heads(connection, writing.grown)

    def engine_lock(self, owner: str) -> AbstractContextManager[None]:
        return self._lock.held(owner)

    def engine_owner(self) -> str | None:
        with read(self._path.parent):
            return self._lock.owner()

    def heads(self) -> dict[str, tuple[int, str]]:
        """Read them before the chains that they are compared with: chains may grow in between."""
        with read(self._path.parent):
            return self._heads.read()

    def renew_heads(self) -> None:
        """What the file said is kept beside it, under another name."""
        with self._own_turn(), worded(self._path), self._writing.begin() as connection, read(self._path.parent):
            look = Look(connection)
            self._heads.renew({chain: head for chain in look.chains() if (head := look.head(chain))})

    def lies(self) -> Whereabouts:
        with read(self._path.parent):
            return whereabouts(self._path)

    def marker(self) -> Marker | None:
        with read(self._path.parent):
            return self._marker.read()

    def set_marker(self, marker: Marker) -> None:
        with read(self._path.parent):
            self._marker.write(marker)
        self._last, self._goes_on = None, True

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        """SQLite's own waiting is a poll that can starve a thread for seconds; within a process this queue stands
        before it."""
        if not self._turn.acquire(timeout=self._patience.total_seconds()):
            raise StoreBusy(f"{self._path} is busy: another thread of this program is writing to it; try again")
        try:
            yield
        finally:
            self._turn.release()

    def _keep_heads(self, connection: Connection, grown: set[str]) -> None:
        """Appends what now stands at the end of these chains, under the write lock, so that the lines of several
        processes are in the order of their commits. A failure here undoes nothing and loses nothing: heads may lag."""
        if not grown:
            return
        try:
            with connection.begin():
                look = Look(connection)
                heads = {chain: head for chain in sorted(grown) if (head := look.head(chain))}
                self._last = next(((chain, *head) for chain, head in heads.items()), self._last)
                self._heads.append(heads)
        except (OSError, SQLAlchemyError) as error:
            log.warning("store.heads lag", extra={"about": {"error": type(error).__name__}})
