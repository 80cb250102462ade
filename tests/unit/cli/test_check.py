from pathlib import Path

import pytest

from scheduler.cli.check import line
from scheduler.errors import Problem
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_good_files_are_counted_and_said_to_be_good(home: Home) -> None:
    found = home.run("check")

    assert (found.code, found.err) == (0, "")
    assert found.out == "1 campaign, 2 actions, 2 templates, 1 schedule and 2 accounts: good\n"


def test_nothing_is_written(home: Home) -> None:
    home.run("check")

    assert not home.place.data.exists()


def test_every_problem_is_a_line_that_an_editor_can_jump_to(home: Home) -> None:
    home.edit("config/campaigns/camps.yaml", "accounts: [demo, far]", "accounts: [dema]")
    home.edit("config/accounts.yaml", "network: paper", "network: papper")
    found = home.run("check")

    assert found.code == 3
    first, second = found.out.splitlines()
    assert first.startswith("config/accounts.yaml:2:")
    assert "did you mean 'paper'" in first
    assert second.startswith("config/campaigns/camps.yaml:")
    assert "2 errors" in found.err


def test_a_template_that_cannot_be_said_is_an_error_of_the_files(home: Home) -> None:
    home.write("templates/camps/long.txt", "x" * 600 + " {{ action.ask }}\n")
    found = home.run("check")

    assert found.code == 3
    assert "templates/camps/long.txt:1:1: " in found.out


def test_warnings_do_not_fail(home: Home) -> None:
    home.edit("config/campaigns/camps.yaml", 's", verified: 2026-05-01 by A', 's", verified: never')
    found = home.run("check")

    assert found.code == 0
    assert "warning: actions[sign].link" in found.out
    assert found.out.endswith(": good\n")
    assert "1 warning" in found.err


def test_a_stray_file_is_a_warning_beside_the_errors(home: Home) -> None:
    home.write("config/notes.docx", "")
    home.edit("config/accounts.yaml", "network: paper", "network: papper")

    assert "1 error, 1 warning" in home.run("check").err


def test_json_holds_every_part_of_a_problem(home: Home) -> None:
    home.edit("config/accounts.yaml", "network: paper", "network: papper")
    found = home.run("check", "--json")

    assert found.code == 3
    assert found.json["good"] is False
    assert found.json["counts"] is None
    assert set(found.json["problems"][0]) == {"file", "line", "column", "path", "what", "fix", "severity"}


def test_json_counts_good_files(home: Home) -> None:
    found = home.run("check", "--json")

    assert (found.code, found.json["good"], found.json["problems"]) == (0, True, [])
    assert found.json["counts"] == {"campaigns": 1, "actions": 2, "templates": 2, "schedules": 1, "accounts": 2}


def test_a_folder_without_files_is_no_defect(tmp_path: Path) -> None:
    home = Home(tmp_path / "full")
    home.folder = tmp_path / "empty"

    assert home.run("check").code == 3


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    assert line(Problem("config/a.yaml", 0, 0, "", "it is empty", "fill it")).plain == (
        "config/a.yaml: it is empty; fill it"
    )


def test_a_link_that_was_swapped_under_its_verification_is_an_error_once_there_are_files_in_force(home: Home) -> None:
    home.edit("config/campaigns/camps.yaml", "https://example.org/g", "https://swapped.example/g")
    assert home.run("check").code == 0

    home.edit("config/campaigns/camps.yaml", "https://swapped.example/g", "https://example.org/g")
    home.work()
    home.edit("config/campaigns/camps.yaml", "https://example.org/g", "https://swapped.example/g")
    found = home.run("check")

    assert found.code == 3
    assert "actions[give].link.url: this address was https://example.org/g when A looked at it" in found.out
    assert found.out.startswith("config/campaigns/camps.yaml:9:60: ")
    assert home.run("plan").code == 3
    home.place.store.write_bytes(b"no store")
    assert home.run("check").code == 0
