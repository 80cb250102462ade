"""A store in memory, for simulations that make more of them than a disk would like."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from scheduler.model.marker import Marker, Whereabouts
from tests.shelf import Shelf


class Memory:
    """Implements ports.Store."""

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._turn = threading.Lock()
        self._marker: Marker | None = None

    @contextmanager
    def look(self) -> Iterator[Shelf]:
        yield self._shelf

    @contextmanager
    def write(self) -> Iterator[Shelf]:
        with self._turn:
            writing = self._shelf.copy()
            yield writing
            self._shelf = writing

    @contextmanager
    def engine_lock(self, owner: str) -> Iterator[None]:
        yield

    def engine_owner(self) -> str | None:
        return None

    def heads(self) -> dict[str, tuple[int, str]]:
        return {}

    def renew_heads(self) -> None:
        """There is no file beside it."""

    def lies(self) -> Whereabouts:
        return Whereabouts(inode=1, born="", machine="")

    def marker(self) -> Marker | None:
        return self._marker

    def set_marker(self, marker: Marker) -> None:
        self._marker = marker
