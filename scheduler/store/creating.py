"""Makes a new store, whole or not at all."""

from pathlib import Path

from scheduler.store.connecting import connecting_to, for_writing
from scheduler.store.standing import Standing, standing
from scheduler.store.tables import SCHEMA, metadata, schema_version
from scheduler.store.troubles import not_written, worded


def create(path: Path) -> bool:
    """Make a store, with its folder, where there is none; False where there is one, which is left as it is.

    The tables come from the metadata rather than through the migrations, which need half a second to load; a test
    holds that both arrive at the same."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(path, error) from error
    engine = for_writing(connecting_to(path, create=True))
    with worded(path), engine.begin() as connection:
        if standing(connection, path) is not Standing.MISSING:
            return False
        metadata.create_all(connection)
        schema_version.create(connection)
        connection.execute(schema_version.insert().values(version_num=SCHEMA))
        return True
