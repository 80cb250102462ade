"""Opens a store's file with the settings on which the promises rest."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event

WAL_RESET_FIXED = (3, 51, 3)
"""Older SQLite can lose a commit when a write-ahead log is reset at the same moment; https://sqlite.org/wal.html."""

PATIENCE = timedelta(seconds=5)
"""How long a transaction waits for its turn before the store is called busy."""


def journal_mode(sqlite_version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    return "WAL" if sqlite_version >= WAL_RESET_FIXED else "TRUNCATE"


def connecting_to(
    path: Path, *, patience: timedelta = PATIENCE, create: bool = False, foreign_keys: bool = True
) -> Engine:
    """An engine whose transactions begin as their connection's option `begin` says (BEGIN where it says nothing).
    Each opens the file anew, so that a store that was moved away or put back is noticed at the next transaction,
    and not written to in vain. Without `create` a missing file stays missing."""
    address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, timeout=patience.total_seconds(), isolation_level=None)
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # a redacted text leaves no trace in freed pages
        connection.execute(f"PRAGMA journal_mode = {journal_mode()}")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql(options.get("begin", "BEGIN"))
