import os
import shutil
from pathlib import Path

import pytest

from tests.home import Home

BY = "by user:anna, since Mon 23 Nov 09:30:02 CET: stopped by hand"


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
        ((), f"Stopped: everything, {BY}; all wait for `awareness resume`.\n"),
        (("--account", "demo"), f"Stopped: account demo, {BY}; all wait for `awareness resume --account demo`"),
    ],
)
def test_a_stop_of_all_that_is_listed_is_said(home: Home, arguments: tuple[str, ...], said: str) -> None:
    home.run("stop", *arguments)

    assert said in home.run("queue").err


def test_a_stop_of_some_says_of_how_many(home: Home) -> None:
    home.run("stop", "--post", home.first().key.short)

    assert f"Stopped: post {home.first().key.short}, {BY}; 1 wait for" in home.run("queue").err


def test_a_stop_of_others_is_not_said(home: Home) -> None:
    home.run("stop", "--account", "far")

    assert "Stopped" not in home.run("queue").err


def test_what_is_said_by_hand_under_a_stop_says_that_it_waits(home: Home) -> None:
    home.run("stop", "--campaign", "camps")

    assert f"Stopped: campaign camps, {BY}; it waits for" in home.run("say", "camps", "demo").err


def test_a_stop_file_is_said(home: Home) -> None:
    path = home.folder / "STOP"
    path.write_text("look first\n")
    os.utime(path, (home.clock.now().timestamp(),) * 2)

    known = f"by user:{path.owner()}, since Mon 23 Nov 09:30:02 CET: look first"
    assert f"A STOP file lies in the folder ({known}): nothing goes out while" in home.run("queue").err
    assert f"A STOP file lies in the folder ({known})" in home.run("say", "camps", "demo").err
    assert home.run("status", "--json").json["stop_file"]["why"] == "look first"


def test_where_nobody_can_tell_whether_one_lies_there_that_is_said(home: Home) -> None:
    shutil.rmtree(home.folder / "config")

    assert "A STOP file lies in the folder (this folder cannot be read)" in home.run("queue").err
    assert home.run("status", "--json").json["troubles"][0].startswith("whether a STOP file lies there cannot be told")
