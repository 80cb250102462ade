"""Opens a store's file with the settings on which the promises rest."""

import sqlite3
import threading
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import OperationalError

from scheduler.store.troubles import primary_code

WAL_RESET_FIXED = (3, 51, 3)
"""Older SQLite can lose a commit when a write-ahead log is reset at the same moment; https://sqlite.org/wal.html."""

PATIENCE = timedelta(seconds=5)
"""How long a transaction waits for its turn before the store is called busy."""

LOOK_AGAIN = timedelta(milliseconds=2)
"""Between two tries to take the write lock. SQLite's own waiting sleeps up to 100 ms between tries, and a program that
writes without a pause is then hardly ever caught between two of its transactions."""


def journal_mode(sqlite_version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    return "WAL" if sqlite_version >= WAL_RESET_FIXED else "TRUNCATE"


@lru_cache(maxsize=4)
def connecting_to(
    path: Path, *, patience: timedelta = PATIENCE, create: bool = False, foreign_keys: bool = True
) -> Engine:
    """An engine for looking; see `for_writing`. It is made once for a file, since what it learns of the statements
    serves every store that is opened there; it keeps no connection. Each transaction opens the file anew, so that a
    store that was moved away or put back is noticed, and not written to in vain. Without `create` a missing file stays
    missing."""
    address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, timeout=patience.total_seconds(), isolation_level=None)
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # a redacted text leaves no trace in freed pages
        connection.execute(f"PRAGMA journal_mode = {journal_mode()}")
        return connection

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            _take_write_lock(connection, patience)
        else:
            connection.exec_driver_sql("BEGIN")

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", begin)
    return engine


def for_writing(engine: Engine) -> Engine:
    """The same, but each transaction takes the write lock as it begins."""
    return engine.execution_options(writes=True)


def _take_write_lock(connection: Connection, patience: timedelta) -> None:
    never, left = threading.Event(), patience // LOOK_AGAIN
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            break
        except OperationalError as error:
            if left <= 0 or primary_code(error.orig) != sqlite3.SQLITE_BUSY:
                raise
        never.wait(LOOK_AGAIN.total_seconds())
        left -= 1
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience // timedelta(milliseconds=1)}")
