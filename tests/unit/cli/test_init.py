from pathlib import Path

import pytest

from scheduler.config.schema import json_schemas
from tests.home import Home, Ran


def command(folder: Path, *arguments: str) -> Ran:
    home = Home(folder.parent / "other")
    home.folder = folder
    return home.run(*arguments)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "new" / "campaign"
    assert command(folder, "init", str(folder)).code == 0
    return folder


def test_what_is_made_passes_check_without_a_warning(made: Path) -> None:
    found = command(made, "check")

    assert (found.code, found.err) == (0, "")
    assert found.out == "1 campaign, 3 actions, 4 templates, 2 schedules and 1 account: good\n"


def test_it_has_the_schemas_that_its_files_point_editors_to(made: Path) -> None:
    for path in (made / "config").rglob("*.yaml"):
        first = path.read_text().splitlines()[0]
        schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        assert schema.is_file(), path
    assert len(list((made / "schemas").iterdir())) == len(json_schemas())


def test_what_must_not_be_shared_is_ignored_by_git(made: Path) -> None:
    assert "/data/" in (made / ".gitignore").read_text().splitlines()


def test_the_first_fortnight_has_no_empty_slot_and_begins_within_ten_seconds(made: Path) -> None:
    slots = command(made, "plan", "--json").json["slots"]

    assert [slot["key"] for slot in slots if slot["empty"]] == []
    assert slots[0]["due_at"] == "2026-11-23T08:30:03Z"
    assert len(slots) > 25


def test_every_template_can_be_said_on_every_network(made: Path) -> None:
    cards = command(made, "preview", "--full", "--json").json["cards"]

    assert [card for card in cards if card["post"] is None or card["remark"]] == []


def test_it_says_what_to_do_next(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    found = command(folder, "init", str(folder))

    assert f"Made {folder}: 12 files with a small campaign on paper." in found.err
    assert f"cd {folder}" in found.err
    assert "awareness run " in found.err


def test_in_the_folder_itself_there_is_nowhere_to_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    monkeypatch.chdir(folder)

    assert "cd " not in command(folder, "init", ".").err


@pytest.mark.parametrize("name", ["config", "templates"])
def test_a_folder_that_has_files_already_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "full" / name).mkdir(parents=True)
    found = command(tmp_path / "full", "init", str(tmp_path / "full"))

    assert found.code == 5
    assert "is there already" in found.err
    assert [path.name for path in (tmp_path / "full").iterdir()] == [name]


def test_a_gitignore_of_your_own_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / ".gitignore").write_text("mine\n")
    command(tmp_path / "mine", "init", str(tmp_path / "mine"))

    assert (tmp_path / "mine" / ".gitignore").read_text() == "mine\n"


def test_where_nothing_can_be_written_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = command(tmp_path / "x", "init", str(tmp_path / "file" / "below"))

    assert found.code == 5
    assert "Not a directory" in found.err
