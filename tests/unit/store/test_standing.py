from pathlib import Path

import pytest
from sqlalchemy import text

from scheduler.errors import StoreDamaged, StoreMissing, StoreNewer, StoreOlder, StoreTrouble
from scheduler.store.connecting import connecting_to
from scheduler.store.creating import create
from scheduler.store.standing import Standing, require_current, state_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create(tmp_path / "awareness.db")
    return tmp_path / "awareness.db"


def run(path: Path, statement: str) -> None:
    with connecting_to(path, create=True).begin() as connection:
        connection.execute(text(statement))


def required(path: Path) -> None:
    with connecting_to(path).begin() as connection:
        require_current(connection, path)


def test_a_store_of_this_version_is_current(path: Path) -> None:
    assert state_of(path) is Standing.CURRENT
    required(path)


def test_no_file_is_a_missing_store(tmp_path: Path) -> None:
    assert state_of(tmp_path / "awareness.db") is Standing.MISSING


def test_an_empty_file_is_a_missing_store(tmp_path: Path) -> None:
    path = tmp_path / "awareness.db"
    path.touch()
    assert state_of(path) is Standing.MISSING
    with pytest.raises(
        StoreMissing,
        match=r"awareness\.db: there is no store here yet; `awareness run` makes one, or `awareness db create`",
    ):
        required(path)


@pytest.mark.parametrize(
    ("statement", "standing", "trouble", "words"),
    [
        (
            "UPDATE alembic_version SET version_num = '0000'",
            Standing.OLDER,
            StoreOlder,
            "was written by an older version of this program: run `awareness db upgrade`",
        ),
        (
            "DELETE FROM alembic_version",
            Standing.OLDER,
            StoreOlder,
            "was written by an older version of this program: run `awareness db upgrade`",
        ),
        (
            "UPDATE alembic_version SET version_num = '9999'",
            Standing.NEWER,
            StoreNewer,
            "was written by a newer version of this program: use that version, or a newer one",
        ),
    ],
)
def test_a_store_of_another_version_says_what_to_do(
    path: Path, statement: str, standing: Standing, trouble: type[StoreTrouble], words: str
) -> None:
    run(path, statement)
    assert standing is state_of(path)
    with pytest.raises(trouble) as raised:
        required(path)
    assert f"{path} {words}" == str(raised.value)


@pytest.mark.parametrize("number", ["1", "00011", "c1bea5e0"])
def test_a_version_that_is_no_number_of_ours_is_damage(path: Path, number: str) -> None:
    run(path, f"UPDATE alembic_version SET version_num = '{number}'")  # noqa: S608 - a test's own words
    with pytest.raises(StoreDamaged, match=f"it calls its version '{number}'"):
        state_of(path)


def test_the_tables_of_another_program_are_no_store(tmp_path: Path) -> None:
    path = tmp_path / "awareness.db"
    run(path, "CREATE TABLE recipes (id INTEGER)")
    with pytest.raises(StoreDamaged, match="its tables are those of another program"):
        state_of(path)
