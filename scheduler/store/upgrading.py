"""Brings a store that an older version of this program wrote up to this one."""

from datetime import timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from scheduler.errors import StoreDamaged
from scheduler.store.connecting import PATIENCE, connecting_to, for_writing
from scheduler.store.standing import Standing, require_current, standing
from scheduler.store.troubles import worded


def upgrade(path: Path, *, patience: timedelta = PATIENCE) -> bool:
    """Run the migrations that the store lacks, all or none; False where it lacks none. Raises StoreTrouble."""
    # SQLite changes a table by dropping it and putting a copy in its place, which foreign keys would forbid.
    engine = for_writing(connecting_to(path, patience=patience, foreign_keys=False))
    with worded(path), engine.begin() as connection:
        if standing(connection, path) is not Standing.OLDER:
            require_current(connection, path)
            return False
        command.upgrade(configuration(connection), "head")
        if connection.execute(text("PRAGMA foreign_key_check")).first():
            raise StoreDamaged(f"{path} was left as it was: after the migrations its tables would not fit together")
        return True


def configuration(connection: Connection) -> Config:
    """Alembic's, made in code: there is no ini file."""
    config = Config()
    config.set_main_option("script_location", "scheduler.store:migrations")
    config.attributes["connection"] = connection
    return config
