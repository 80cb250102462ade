import re
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from scheduler.store.connecting import connecting_to
from scheduler.store.creating import create
from scheduler.store.tables import SCHEMA, metadata
from scheduler.store.upgrading import configuration


def migrate(path: Path, *steps: str) -> None:
    """Runs each step in a transaction of its own: a revision, or `base`."""
    for step in steps:
        with connecting_to(path, create=True, foreign_keys=False).begin() as connection:
            run = command.downgrade if step == "base" else command.upgrade
            run(configuration(connection), step)


def schema(path: Path) -> dict[str, str]:
    """What makes each table and index, without how it is set; SQLite quotes a name that was given later."""
    with connecting_to(path).connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        unquoted = {name: re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", sql) for name, sql in rows}
        return {name: re.sub(r"\s+", " ", sql) for name, sql in unquoted.items()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "awareness.db"


def script(connection: Connection) -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration(connection))


def test_the_migrations_end_where_this_program_stands(path: Path) -> None:
    with connecting_to(path, create=True).connect() as connection:
        assert script(connection).get_heads() == [SCHEMA]


def test_the_migrations_are_numbered_from_one_without_a_gap(path: Path) -> None:
    with connecting_to(path, create=True).connect() as connection:
        revisions = sorted(revision.revision for revision in script(connection).walk_revisions())
    assert [f"{number:04}" for number in range(1, len(revisions) + 1)] == revisions


def test_the_migrations_lead_to_the_tables_that_the_code_knows(path: Path) -> None:
    migrate(path, "head")
    with connecting_to(path).connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    assert found == []


def test_a_store_that_was_migrated_is_the_same_as_a_new_one(path: Path, tmp_path: Path) -> None:
    migrate(path, "head")
    create(tmp_path / "new.db")
    assert schema(path) == schema(tmp_path / "new.db")


def test_undoing_every_migration_leaves_an_empty_store(path: Path) -> None:
    migrate(path, "head", "base")
    assert set(schema(path)) == {"alembic_version", "sqlite_sequence"}


def test_every_migration_can_be_undone_and_done_again(path: Path, tmp_path: Path) -> None:
    migrate(path, "head", "base", "head")
    create(tmp_path / "new.db")
    assert schema(path) == schema(tmp_path / "new.db")
