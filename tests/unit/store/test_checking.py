from pathlib import Path

import pytest
from sqlalchemy import text

from scheduler.errors import StoreDamaged, StoreMissing
from scheduler.store.checking import MOST, faults
from scheduler.store.connecting import connecting_to
from tests.entries import a_store
from tests.make import a_delivery, a_post


def run(path: Path, *statements: str) -> None:
    with connecting_to(path, foreign_keys=False).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    a_store(tmp_path, *[a_delivery(f"2026-11-{day:02}T09:00", post=a_post(f"Day {day}.")) for day in range(1, 26)])
    return tmp_path / "awareness.db"


def test_a_sound_store_has_no_faults(path: Path) -> None:
    assert faults(path) == []


def test_it_finds_an_index_that_does_not_say_what_its_table_says(path: Path) -> None:
    run(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, '(due_at)', '(send_by)') WHERE name = 'ix_deliveries_due'",
    )
    found = faults(path)
    assert "row 1 missing from index ix_deliveries_due" in found
    assert len(found) <= MOST


def test_it_finds_a_reference_that_leads_nowhere(path: Path) -> None:
    run(path, f"DELETE FROM texts WHERE digest = '{a_post('Day 1.').digest}'")  # noqa: S608 - a test's own words
    assert faults(path) == ["row 1 of deliveries refers to a row of texts that is not there"]


def test_it_names_only_the_first_of_many(path: Path) -> None:
    run(path, "DELETE FROM texts")
    assert len(faults(path)) == MOST


def test_what_cannot_be_read_at_all_is_worded(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        faults(tmp_path / "awareness.db")
    (tmp_path / "awareness.db").write_text("Dear Anna")
    with pytest.raises(StoreDamaged):
        faults(tmp_path / "awareness.db")
