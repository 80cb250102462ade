from pathlib import Path

import pytest

from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.work()
    return found


def test_where_nothing_stands_in_the_way_nothing_is_said(home: Home) -> None:
    assert "Stopped" not in home.run("queue").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Stopped: everything, by user:anna; all wait for `awareness resume`.\n"),
        (("--account", "demo"), "Stopped: account demo, by user:anna; all wait for `awareness resume --account demo`"),
    ],
)
def test_a_stop_of_all_that_is_listed_is_said(home: Home, arguments: tuple[str, ...], said: str) -> None:
    home.run("stop", *arguments)

    assert said in home.run("queue").err


def test_a_stop_of_some_says_of_how_many(home: Home) -> None:
    home.run("stop", "--post", home.first().key.short)

    assert f"Stopped: post {home.first().key.short}, by user:anna; 1 wait for" in home.run("queue").err


def test_a_stop_of_others_is_not_said(home: Home) -> None:
    home.run("stop", "--account", "far")

    assert "Stopped" not in home.run("queue").err


def test_what_is_said_by_hand_under_a_stop_says_that_it_waits(home: Home) -> None:
    home.run("stop", "--campaign", "camps")

    assert "Stopped: campaign camps, by user:anna; it waits for" in home.run("say", "camps", "demo").err


def test_a_stop_file_is_said(home: Home) -> None:
    (home.folder / "STOP").touch()

    assert "A STOP file lies in the folder" in home.run("queue").err
