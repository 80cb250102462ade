import getpass
import os
from pathlib import Path

import pytest

from scheduler.cli.session import Session, who


def test_the_data_lie_in_the_folder_unless_they_are_elsewhere() -> None:
    assert Session(folder=Path("camp")).data_folder == Path("camp/data")
    assert Session(folder=Path("camp"), data=Path("away")).data_folder == Path("away")


@pytest.mark.parametrize(
    ("variables", "color", "plain"),
    [
        ({}, True, False),
        ({}, False, True),
        ({"NO_COLOR": "1"}, True, True),
        ({"NO_COLOR": ""}, True, False),
        ({"TERM": "dumb"}, True, True),
    ],
)
def test_colours_can_be_refused_in_three_ways(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], *, color: bool, plain: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert plain == Session(color=color).plain


def test_the_record_names_the_person_at_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "anna")

    assert who() == f"user:{getpass.getuser()}" == "user:anna"


def test_a_number_without_a_name_is_still_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_123)

    assert who() == "user:4000000123"
