"""The lock that one engine holds on its store for as long as it lives."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scheduler.errors import EngineRunning
from scheduler.store.troubles import missing, not_written

TRIES = 1000
"""Those who only ask who the owner is hold the lock for microseconds; an engine that starts then tries again."""


class EngineLock:
    """A file beside the store, locked by the kernel, so that a crash frees it; in it stands its owner."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def held(self, owner: str) -> Iterator[None]:
        """Raises EngineRunning where an engine holds it, StoreTrouble."""
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except FileNotFoundError as error:
            raise missing(self._path.parent) from error
        except OSError as error:
            raise not_written(self._path, error) from error
        try:
            if not _taken(descriptor):
                raise EngineRunning(
                    f"an engine is running on this store already: {_words(descriptor)}; stop that one first"
                )
            self._name(descriptor, owner)
            yield
        finally:
            os.close(descriptor)

    def _name(self, descriptor: int, owner: str) -> None:
        try:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, owner.encode(), 0)
        except OSError as error:
            raise not_written(self._path, error) from error

    def owner(self) -> str | None:
        """Who holds it now; None: nobody."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            return None if _locked(descriptor, fcntl.LOCK_SH) else _words(descriptor)
        finally:
            os.close(descriptor)


def _taken(descriptor: int) -> bool:
    for _ in range(TRIES):
        if _locked(descriptor, fcntl.LOCK_EX):
            return True
        if not _locked(descriptor, fcntl.LOCK_SH):
            return False
        os.sched_yield()
    return False


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _words(descriptor: int) -> str:
    return os.pread(descriptor, 1000, 0).decode(errors="replace") or "its owner has not said who it is yet"
