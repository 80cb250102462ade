"""Whether a store is sound: what SQLite itself finds in the file, and references that lead nowhere."""

from pathlib import Path

from sqlalchemy import text

from scheduler.store.connecting import connecting_to
from scheduler.store.troubles import worded

MOST = 20
"""More findings than this say nothing new."""


def faults(path: Path) -> list[str]:
    """In SQLite's words; empty where there are none. Raises StoreTrouble where the file cannot be read at all."""
    with worded(path), connecting_to(path).connect() as connection:
        found = list(connection.scalars(text(f"PRAGMA integrity_check({MOST})")))
        dangling = connection.execute(text("PRAGMA foreign_key_check")).all()
    whole = [] if found == ["ok"] else found
    return [
        *whole,
        *(f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there" for row in dangling[:MOST]),
    ]
