import os
from pathlib import Path

import pytest

from scheduler.config.stop_file import LONGEST, owner, stop_file_in
from scheduler.model.record import StopFile
from tests.make import utc

NINE = utc("2026-11-23 09:00")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    return tmp_path


def found_in(folder: Path) -> StopFile:
    found = stop_file_in(folder)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["STOP", "config/STOP"])
def test_it_lies_in_the_folder_or_beside_the_accounts(folder: Path, name: str) -> None:
    assert stop_file_in(folder) is None
    (folder / name).touch()

    assert found_in(folder).path == str(folder / name)


def test_it_says_whose_it_is_since_when_and_why(folder: Path) -> None:
    path = folder / "STOP"
    path.write_text("\n  The address is wrong. \r\nAnna, 10:00\n", encoding="utf-8")
    os.utime(path, (NINE.timestamp(), NINE.timestamp()))

    known = StopFile(path=str(path), since=NINE, who=f"user:{path.owner()}", why="The address is wrong.")
    assert found_in(folder) == known


@pytest.mark.parametrize(("content", "why"), [(b"", ""), (b"\xff\n", "\ufffd"), (b"x" * 5000, "x" * LONGEST)])
def test_whatever_it_holds_its_first_line_is_told_as_far_as_it_can_be(folder: Path, content: bytes, why: str) -> None:
    (folder / "STOP").write_bytes(content)

    assert found_in(folder).why == why


def test_an_owner_whom_no_list_knows_is_a_number(folder: Path) -> None:
    (folder / "STOP").touch()

    assert found_in(folder).who == owner(os.geteuid())
    assert owner(54321) == "user:54321"


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_anything_of_that_name_stops_and_nobody_waits_for_it(folder: Path, kind: str) -> None:
    path = folder / "STOP"
    if kind == "link":
        path.symlink_to("nowhere")
    elif kind == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)

    found = found_in(folder)
    assert (found.why, found.since is not None) == ("", True)


def test_what_is_only_called_nearly_so_stops_nothing(folder: Path) -> None:
    (folder / "templates").mkdir()
    for name in ("STOP.md", "stop", "templates/STOP"):
        (folder / name).touch()

    assert stop_file_in(folder) is None


def test_a_folder_that_cannot_be_read_counts_as_stopped(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert stop_file_in(nowhere) == StopFile(path=str(nowhere), why="this folder cannot be read")
    assert stop_file_in(tmp_path) is not None
    (tmp_path / "config").touch()
    assert stop_file_in(tmp_path) is not None
