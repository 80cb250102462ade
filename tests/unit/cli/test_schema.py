from pathlib import Path

import pytest

from scheduler.config.schema import json_schemas
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_one_schema_is_printed(home: Home) -> None:
    assert home.run("schema", "campaign").json == json_schemas()["campaign"]


def test_all_schemas_are_printed_by_their_names(home: Home) -> None:
    assert home.run("schema").json == json_schemas()


def test_they_are_written_one_file_for_each(home: Home, tmp_path: Path) -> None:
    found = home.run("schema", "--write", str(tmp_path / "schemas"))

    assert found.err == f"Wrote 4 schemas into {tmp_path / 'schemas'}.\n"
    assert sorted(path.name for path in (tmp_path / "schemas").iterdir()) == [
        "accounts.schema.json",
        "awareness.schema.json",
        "campaign.schema.json",
        "template.schema.json",
    ]


def test_an_unknown_schema_names_the_known_ones(home: Home) -> None:
    found = home.run("schema", "house")

    assert found.code == 6
    assert "known are awareness, accounts, campaign and template" in found.err


def test_one_alone_is_not_written(home: Home, tmp_path: Path) -> None:
    assert home.run("schema", "campaign", "--write", str(tmp_path)).code == 2
