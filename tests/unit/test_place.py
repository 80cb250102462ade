from pathlib import Path

import pytest

from scheduler.config.tree import Folder
from scheduler.place import Place, understand
from tests.home import MORNING, Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_everything_that_is_kept_lies_in_the_data_folder() -> None:
    place = Place(folder=Path("camp"), data=Path("data"))

    assert (place.store, place.paper, place.alerts) == (
        Path("data/awareness.db"),
        Path("data/paper"),
        Path("data/alerts.jsonl"),
    )


def test_good_files_make_a_house(home: Home) -> None:
    understood = understand(Folder(home.folder).look(), MORNING)

    assert understood.problems == ()
    assert understood.house is not None
    assert understood.house.settings.reader_zone == "Europe/Paris"


def test_what_the_grammar_refuses_makes_none(home: Home) -> None:
    home.write("config/accounts.yaml", "accounts: 3\n")

    assert understand(Folder(home.folder).look(), MORNING).house is None


def test_what_no_network_can_carry_makes_none_and_is_said_where_it_stands(home: Home) -> None:
    home.write("templates/camps/long.txt", "x" * 600 + "\n")
    understood = understand(Folder(home.folder).look(), MORNING)

    assert understood.house is None
    assert [problem.file for problem in understood.errors] == ["templates/camps/long.txt"] * 2


def test_files_that_were_judged_before_are_only_read(home: Home) -> None:
    home.write("templates/camps/long.txt", "x" * 600 + "\n")
    assert understand(Folder(home.folder).look(), None).house is not None

    home.write("config/accounts.yaml", "accounts: 3\n")
    understood = understand(Folder(home.folder).look(), None)
    assert understood.house is None
    assert [problem.file for problem in understood.errors][:1] == ["config/accounts.yaml"]


def test_a_warning_is_placed_in_the_file_of_its_campaign(home: Home) -> None:
    home.edit("config/campaigns/camps.yaml", 's", verified: 2026-05-01 by A', 's", verified: never')
    (warning,) = understand(Folder(home.folder).look(), MORNING).warnings

    assert (warning.file, warning.line, warning.path) == ("config/campaigns/camps.yaml", 8, "actions[sign].link")
