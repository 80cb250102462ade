from dataclasses import replace
from pathlib import Path

import pytest

from tests.home import Home
from tests.surging import a_kept_surge


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A surge began this morning, of which a campaign suggests to say more."""
    found = Home(tmp_path)
    found.edit("config/campaigns/camps.yaml", "never_say", "sustain: {mode: suggest}\nnever_say")
    found.edit("config/campaigns/camps.yaml", "0 9,13,18 * * *", "0 9 * * *")
    found.work()
    surge(found)
    return found


def surge(home: Home) -> None:
    app = home.app()
    with app.desk.transaction("beat:watch") as t:
        app.sustaining.on_surge(t, replace(a_kept_surge(), campaign="camps"))


def test_it_shows_what_would_be_said_each_with_its_reason_and_changes_nothing(home: Home) -> None:
    before = home.rows()
    found = home.run("attention", "follow-up")

    assert found.code == 0
    first = found.out.splitlines()[0]
    assert first.startswith("camps, the surge of 23 November: 16 more posts on demo and far, suggested; `--take`")
    assert "Thu 26 Nov 2026  21:00 GMT (22:00 CET)  demo" in found.out
    assert "day 3 of the 10-day follow-up of the surge of 23 November: 2 a day" in found.out
    assert home.rows() == before


def test_how_many_of_them_cannot_be_said_is_told_before_somebody_takes_them(home: Home) -> None:
    assert "cannot be said" not in home.run("attention", "follow-up").out
    home.edit("config/campaigns/camps.yaml", "{template: 1h, action: 1h, text: 1h}", "{action: 3d}")
    home.work()
    found = home.run("attention", "follow-up", "--take").out.splitlines()
    assert found[1] == "As things stand 8 of them cannot be said, each for the reasons that stand below it."


def test_taken_it_is_in_the_plan_and_the_record_names_who(home: Home) -> None:
    found = home.run("attention", "follow-up", "camps", "--take")
    assert found.code == 0
    assert "taken by user:anna" in found.out
    assert "surge-2026-11-23" in home.run("plan", "--days", "5", "--json").out
    record = home.run("record", "--event", "attention.follow-up")
    assert "taken by user:anna: 8 more posts on demo and 8 on far" in record.out


def test_declined_it_is_not(home: Home) -> None:
    found = home.run("attention", "follow-up", "camps", "--decline")
    assert (found.code, found.out) == (
        0,
        "camps, the surge of 23 November: 16 more posts on demo and far, declined by user:anna.\n",
    )
    assert "surge-" not in home.run("plan", "--days", "5", "--json").out


def test_json_holds_the_surge_its_extras_and_the_slots(home: Home) -> None:
    [found] = home.run("attention", "follow-up", "--json").json
    assert (found["campaign"], found["surge"], found["followed"], found["who"]) == (
        "camps", "surge-2026-11-23", "suggested", None,
    )  # fmt: skip
    assert found["extras"][0]["wall"] == "2026-11-26T21:00:00"
    assert found["slots"][0]["schedule"] == "surge-2026-11-23"


def test_two_answers_are_none(home: Home) -> None:
    assert home.run("attention", "follow-up", "--take", "--decline").code == 2


def test_an_unknown_campaign_is_said(home: Home) -> None:
    assert home.run("attention", "follow-up", "nobody").code == 6


def test_without_a_surge_there_is_nothing_to_decide(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.work()
    assert home.run("attention", "follow-up").err == (
        "Nothing follows a surge now: there was none of late, or it adds no post.\n"
    )
    found = home.run("attention", "follow-up", "camps", "--take")
    assert (found.code, found.err) == (
        5,
        "error: nothing follows a surge of camps now: there was none of late, or it adds no post\n",
    )


def test_where_the_mode_is_off_it_says_so_and_shows_no_post_that_will_not_be_said(home: Home) -> None:
    home.run("attention", "follow-up", "camps", "--take")
    home.edit("config/campaigns/camps.yaml", "{mode: suggest}", '{mode: "off"}')
    home.work()
    assert home.run("attention", "follow-up").out == (
        "camps, the surge of 23 November: 16 more posts on demo and far, taken by user:anna; "
        "sustain.mode is off, so nothing is said of it.\n"
    )
