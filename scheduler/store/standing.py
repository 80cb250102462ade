"""Tells whether a store is missing, or was written by an older or a newer version of this program."""

import re
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from scheduler.errors import StoreNewer, StoreOlder
from scheduler.store.connecting import connecting_to
from scheduler.store.tables import SCHEMA, schema_version
from scheduler.store.troubles import damaged, missing, worded


class Standing(StrEnum):
    MISSING = "missing"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"


def state_of(path: Path) -> Standing:
    """Raises StoreTrouble where the file cannot be read as a store."""
    if not path.exists():
        return Standing.MISSING
    with worded(path), connecting_to(path).connect() as connection:
        return standing(connection, path)


def version_of(path: Path) -> str:
    """The number of the last migration that a store has seen. Raises StoreTrouble."""
    with worded(path), connecting_to(path).connect() as connection:
        return connection.scalar(select(schema_version.c.version_num)) or "0000"


def standing(connection: Connection, path: Path) -> Standing:
    """An empty file counts as missing: a crash at its making leaves one."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return Standing.MISSING
    if schema_version.name not in tables:
        raise damaged(path, "its tables are those of another program")
    found = connection.scalar(select(schema_version.c.version_num)) or "0000"  # no row: every migration was undone
    if not re.fullmatch(r"\d{4}", found):
        raise damaged(path, f"it calls its version {found!r}")
    if found == SCHEMA:
        return Standing.CURRENT
    return Standing.OLDER if found < SCHEMA else Standing.NEWER


def require_current(connection: Connection, path: Path) -> None:
    """Raises StoreMissing, StoreOlder or StoreNewer, saying what to do."""
    found = standing(connection, path)
    if found is Standing.MISSING:
        raise missing(path)
    if found is Standing.OLDER:
        raise StoreOlder(f"{path} was written by an older version of this program: run `awareness db upgrade`")
    if found is Standing.NEWER:
        raise StoreNewer(f"{path} was written by a newer version of this program: use that version, or a newer one")
