import pytest
from sqlalchemy import DateTime, Table

from scheduler.store.tables import metadata

TABLES = list(metadata.tables.values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_has_a_key_of_its_own_and_no_instant_without_a_zone(table: Table) -> None:
    assert table.primary_key.columns
    assert not any(isinstance(column.type, DateTime) for column in table.columns)
