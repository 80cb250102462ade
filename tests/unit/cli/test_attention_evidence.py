from pathlib import Path

import pytest

from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.edit("config/campaigns/camps.yaml", "never_say", "sustain: {coin: yes}\nnever_say")
    found.work()
    return found


def test_at_first_it_is_too_early_to_say(home: Home) -> None:
    found = home.run("attention", "evidence", "camps")
    said = "camps: Too early to say whether posts make people speak: no posts on time and none four hours later, "
    assert (found.code, found.out) == (0, f"{said}where 24 of each are needed.\n")


def test_without_a_coin_it_says_what_one_is_for(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.work()
    assert home.run("attention", "evidence").out.startswith("camps: It cannot be told whether posts make people")


def test_json_is_the_card(home: Home) -> None:
    assert home.run("attention", "evidence", "--json").json == [
        {
            "campaign": "camps",
            "coin": True,
            "on_time": 0,
            "later": 0,
            "difference": 0.0,
            "p": 1.0,
            "verdict": "too early to say",
        }
    ]


def test_an_unknown_campaign_is_said(home: Home) -> None:
    assert home.run("attention", "evidence", "nobody").code == 6
