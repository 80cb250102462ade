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
    said = "camps: too early to say: 0 of 24 on each side (0 on time and 0 four hours later)\n"
    assert (found.code, found.out) == (0, said)


def test_without_a_coin_it_says_what_one_is_for(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.work()
    assert home.run("attention", "evidence").out.startswith("camps: no coin is tossed; with `sustain: {coin: yes}` it")


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
