"""The one door where the database's errors become the store's own, worded with its path."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import StatementError

from scheduler.errors import StoreBusy, StoreDamaged, StoreMissing, StoreReadOnly, StoreTrouble
from scheduler.store.columns import Unreadable

PRIMARY = 0xFF
"""SQLite's extended error codes hold the plain one in their low byte."""

UNDOES = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_BUSY}
"""After these SQLite may have rolled the whole transaction back by itself, and whoever rolls a part of it back is told
that there is no such part; https://sqlite.org/lang_transaction.html."""

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def worded(path: Path) -> Iterator[None]:
    """Inside, an error of the database on this path is raised as StoreTrouble; every other error passes."""
    try:
        yield
    except StatementError as error:
        if isinstance(error.orig, sqlite3.Error) and not isinstance(error.orig, sqlite3.IntegrityError):
            raise trouble(path, _what_began_it(error.orig, error)) from error
        if isinstance(error.orig, ValueError):  # SQLAlchemy wraps what our own column types refuse
            raise error.orig from error
        raise
    except Unreadable as error:
        raise damaged(path, str(error)) from error


@contextmanager
def read(folder: Path) -> Iterator[None]:
    """Inside, a file beside the store that cannot be read is raised as StoreTrouble."""
    try:
        yield
    except OSError as error:
        raise StoreTrouble(f"{error.filename or folder} cannot be read: {error.strerror}") from error


def trouble(path: Path, error: sqlite3.Error) -> StoreTrouble:
    """What an error of SQLite's means for the people who have the store."""
    match primary_code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy(f"{path} is busy: another program is writing to it; try again")
        case sqlite3.SQLITE_FULL:
            return full(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return read_only(path)
        case sqlite3.SQLITE_CANTOPEN:
            return _cannot_open(path)
        case sqlite3.SQLITE_IOERR:
            return _disk_trouble(path, str(error))
        case _:
            return damaged(path, str(error))


def primary_code(error: object) -> int | None:
    """SQLite's plain error code; None where the driver raised the error without asking SQLite."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & PRIMARY


def missing(path: Path) -> StoreMissing:
    return StoreMissing(f"{path}: there is no store here yet; `awareness run` makes one, or `awareness db create`")


def read_only(path: Path) -> StoreReadOnly:
    return StoreReadOnly(
        f"{path} cannot be read and written by this user; the rights of the file and of its folder must allow both"
    )


def full(path: Path) -> StoreReadOnly:
    return StoreReadOnly(f"{path} cannot be written to: the disk is full; make room on it")


def not_written(path: Path, error: OSError) -> StoreTrouble:
    """What it means that a file of the store could not be made or written."""
    if error.errno in NO_ROOM:
        return full(path)
    if error.errno == errno.EIO:
        return _disk_trouble(path, os.strerror(errno.EIO).lower())
    return read_only(path)


def damaged(path: Path, what: str) -> StoreDamaged:
    return StoreDamaged(
        f"{path} is not a store that can be read ({what}): stop the engine, keep this file, and put the last backup "
        "in its place"
    )


def _disk_trouble(path: Path, what: str) -> StoreTrouble:
    return StoreTrouble(
        f"{path}: the disk answers with an error ({what}); look at it, and at the rights of the files there"
    )


def _what_began_it(last: sqlite3.Error, error: BaseException) -> sqlite3.Error:
    """The first of the errors that came of each other, where it is one that undoes what the later ones ask for."""
    found, before = last, error.__context__
    while before is not None:
        if isinstance(before, sqlite3.Error) and primary_code(before) in UNDOES:
            found = before
        before = before.__context__
    return found


def _cannot_open(path: Path) -> StoreTrouble:
    if path.is_dir():
        return damaged(path, "it is a folder")
    return read_only(path) if path.exists() else missing(path)
