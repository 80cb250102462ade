from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import StatementError

from scheduler.store.columns import Instant, Structure, Unreadable, Words
from scheduler.store.connecting import connecting_to
from tests.make import utc

cells = Table(
    "cells",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", Instant),
    Column("words", Words),
    Column("structure", Structure),
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with connecting_to(tmp_path / "cells.db", create=True).begin() as connection:
        cells.create(connection)
        yield connection


def test_an_instant_comes_back_as_it_was_in_utc(connection: Connection) -> None:
    given = datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=3)))
    connection.execute(insert(cells), {"at": given})
    kept = connection.scalar(select(cells.c.at))
    assert (utc("2026-11-23 09:00:00.000005"), timedelta(0)) == (kept, kept and kept.utcoffset())


def test_an_instant_lies_in_its_cell_as_text_in_utc(connection: Connection) -> None:
    connection.execute(insert(cells), {"at": utc("2026-11-23 09:00")})
    assert connection.scalar(text("SELECT at FROM cells")) == "2026-11-23T09:00:00.000000Z"


def test_the_order_of_instants_is_the_order_of_time(connection: Connection) -> None:
    east = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=3)))
    instants = [utc("2026-11-23 09:00:00.000001"), utc("2026-11-23 09:00"), east]
    connection.execute(insert(cells), [{"at": at} for at in instants])
    assert sorted(instants) == list(connection.scalars(select(cells.c.at).order_by(cells.c.at)))


def test_no_instant_is_nothing(connection: Connection) -> None:
    connection.execute(insert(cells), {"at": None, "words": None})
    assert connection.execute(select(cells.c.at, cells.c.words)).one() == (None, None)


def test_it_refuses_a_naive_instant(connection: Connection) -> None:
    with pytest.raises(StatementError) as refused:
        connection.execute(insert(cells), {"at": datetime(2026, 11, 23)})  # noqa: DTZ001 - naive on purpose
    assert str(refused.value.orig) == "2026-11-23 00:00:00 has no zone"


def test_a_cell_that_holds_no_instant_is_unreadable(connection: Connection) -> None:
    connection.execute(text("INSERT INTO cells (at) VALUES ('tomorrow')"))
    with pytest.raises(Unreadable, match="'tomorrow' is no instant"):
        connection.scalar(select(cells.c.at))


def test_half_a_surrogate_pair_becomes_a_question_mark(connection: Connection) -> None:
    connection.execute(insert(cells), {"words": "no \ud83d", "structure": {"said": "no \ud83d"}})
    assert connection.execute(select(cells.c.words, cells.c.structure)).one() == ("no ?", {"said": "no ?"})


def test_words_of_every_script_come_back(connection: Connection) -> None:
    connection.execute(insert(cells), {"words": "Права человека 🏳️‍🌈"})
    assert connection.scalar(select(cells.c.words)) == "Права человека 🏳️‍🌈"


def test_a_structure_lies_in_its_cell_as_json_that_people_can_read(connection: Connection) -> None:
    connection.execute(insert(cells), {"structure": ("Права", "é")})
    assert connection.scalar(text("SELECT structure FROM cells")) == '["Права", "é"]'


@pytest.mark.parametrize("value", ["'{'", "''", "NULL"])
def test_a_cell_that_holds_no_structure_is_unreadable(connection: Connection, value: str) -> None:
    connection.execute(text(f"INSERT INTO cells (structure) VALUES ({value})"))  # noqa: S608 - a test's own words
    with pytest.raises(Unreadable, match="is no JSON"):
        connection.scalar(select(cells.c.structure))
