"""Copies a store while it is in use: one file, of one instant, that says of itself what it is."""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from scheduler.errors import NotAllowed, StoreBusy, StoreReadOnly
from scheduler.service.put_back import BACKUP
from scheduler.store.connecting import PATIENCE, connecting_to
from scheduler.store.durable import put_in_place, settle
from scheduler.store.tables import marks
from scheduler.store.troubles import trouble, worded

PAGES = 500
PAUSE = 0.002
"""Seconds between two helpings of pages, in which those who write have their turn."""

BEGINNINGS = 5
"""Whoever writes meanwhile makes a copy begin again; after so many times it takes everything in one helping, for which
writers wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """`heads`: the last seq and hash of each chain as they were known beside the store just before."""

    at: datetime
    heads: Mapping[str, tuple[int, str]]


@contextmanager
def copied(store: Path, target: Path, about: Backup) -> Iterator[Path]:
    """A copy beside `target`, to be looked at before it is `keep`-ed; it is gone afterwards where it was not. Raises
    StoreTrouble."""
    with _unwritable(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
        os.close(descriptor)
    part = Path(name)
    try:
        with worded(store), connecting_to(store).connect() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)  # noqa: S101  the only driver that `connecting_to` opens
            _fill(part, source, store, about)
        yield part
    finally:
        for left in (part, part.with_name(f"{part.name}-journal")):
            left.unlink(missing_ok=True)


def keep(part: Path, target: Path, *, force: bool) -> None:
    """`force`: in the place of a file that is there. Raises NotAllowed, StoreTrouble."""
    with _unwritable(target):
        _sync(part)
        if force:
            put_in_place(part, target)
            return
        try:
            target.hardlink_to(part)
        except FileExistsError:
            raise NotAllowed(f"{target} is there already; take another name, or --force") from None
        except OSError:  # some disks know no links
            if target.exists():
                raise NotAllowed(f"{target} is there already; take another name, or --force") from None
            part.rename(target)
        settle(target.parent)


def backup_in(file: Path) -> Backup | None:
    """What a file says of itself; None where it is a store, or anything else, but no backup. Raises StoreTrouble."""
    with worded(file), connecting_to(file).connect() as connection:
        try:
            said = connection.scalar(select(marks.c.value).where(marks.c.name == BACKUP))
            found = json.loads(said or "")
            heads = {str(chain): (int(seq), str(digest)) for chain, (seq, digest) in found["heads"].items()}
            return Backup(at=datetime.fromisoformat(found["at"]), heads=heads)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None
        except SQLAlchemyError as error:
            if isinstance(getattr(error, "orig", None), sqlite3.OperationalError) and "no such table" in str(error):
                return None
            raise


def _fill(part: Path, source: sqlite3.Connection, store: Path, about: Backup) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as target:
        try:
            target.execute("PRAGMA synchronous = OFF")  # it is brought to the disk once, at the end
            _copy(source, target, store)
            target.execute("PRAGMA journal_mode = DELETE")
            said = {"at": about.at.isoformat(), "heads": about.heads}
            target.execute("INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)", (BACKUP, json.dumps(said)))
        except sqlite3.Error as error:
            raise trouble(part if error.sqlite_errorcode == sqlite3.SQLITE_FULL else store, error) from error


class _BeginsAgain(Exception):
    pass


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, store: Path) -> None:
    left, beginnings, waits = 0, 0, 0

    def in_helpings(status: int, remaining: int, total: int) -> None:  # noqa: ARG001  SQLite's own call
        nonlocal left, beginnings
        wait_a_while(status)
        beginnings += remaining > left
        left = remaining
        if beginnings > BEGINNINGS:
            raise _BeginsAgain

    def wait_a_while(status: int, *_: int) -> None:
        nonlocal waits
        waits = waits + 1 if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} else 0
        if waits * PAUSE > PATIENCE.total_seconds():
            raise StoreBusy(f"{store} is busy: another program is writing to it; try again")

    with suppress(_BeginsAgain):
        source.backup(target, pages=PAGES, progress=in_helpings, sleep=PAUSE)
        return
    source.backup(target, pages=-1, progress=wait_a_while, sleep=PAUSE)


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _unwritable(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreReadOnly(f"{target} cannot be written: {error.strerror}") from error
