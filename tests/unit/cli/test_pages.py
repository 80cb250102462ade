import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from rich.text import Text

from scheduler.channels.registry import CHANNELS
from scheduler.cli.pages import page
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.model.money import Booking, Purpose
from scheduler.service.rationing import Ration
from scheduler.service.reports import Status
from tests.home import Home

CAMPAIGN = "config/campaigns/camps.yaml"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.work()
    return found


def test_the_page_says_what_goes_on(home: Home) -> None:
    page = home.run("status").out

    assert "service    does not run now\n" in page
    assert "last beat  now\n" in page
    assert "files      version 1, taken Mon 23 Nov 09:30:02 CET, now\n" in page
    assert "posts      5 planned, 1 queued\n" in page
    assert "last edit" not in page


def test_it_says_which_service_runs(home: Home) -> None:
    app = home.app()
    with app.store.engine_lock(app.owner):
        assert f"service    runs ({app.owner})\n" in home.run("status").out


def test_accounts_stand_in_a_table_with_their_counts(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(CHANNELS, "mastodon")
    home.at("2026-11-23 09:05")
    lines = home.run("status").out.splitlines()

    header = next(line for line in lines if line.startswith("account"))
    assert header.split() == ["account", "network", "live", "today", "week", "said", "last", "next"]
    demo = next(line for line in lines if line.startswith("demo"))
    assert re.split(" {2,}", demo) == ["demo", "paper", "yes", "1/20", "1/140", "4 min ago", "in 3 h 55 min"]
    assert "no channel" in next(line for line in lines if line.startswith("far"))


def test_an_account_that_is_stopped_is_said_to_be(home: Home) -> None:
    home.run("stop", "--account", "demo")
    page = home.run("status").out

    assert "demo     paper     stopped" in page


@pytest.mark.parametrize("by_file", [False, True])
def test_a_stop_of_everything_stops_every_account(home: Home, *, by_file: bool) -> None:
    if by_file:
        (home.folder / "STOP").touch()
    else:
        home.run("stop")

    assert home.run("status").out.count("  stopped  ") == 2


def test_an_account_that_imitates_a_network_says_so(home: Home) -> None:
    home.edit("config/accounts.yaml", "network: paper", "network: paper, like: x")
    home.clock.advance(timedelta(minutes=1))
    home.work()

    assert "demo     paper as x  yes" in home.run("status").out


def test_what_comes_next_is_listed(home: Home) -> None:
    page = home.run("status").out

    assert f"Mon 23 Nov 09:00 GMT (10:00 CET)  demo  {home.first().key.short}  Sign it." in page
    assert page.count("  demo  ") == 5


def test_the_last_edit_is_told_by_the_first_of_its_reasons(home: Home) -> None:
    home.edit(CAMPAIGN, "id: daily", "id: nightly")
    home.clock.advance(timedelta(minutes=1))
    home.work()
    page = home.run("status").out

    assert (
        "last edit  withdrawn camps/daily/2026-11-23T09:00/demo/1: campaign camps has no schedule daily any more\n"
        in page
    )
    assert "           and 9 more\n" in page


def test_files_that_cannot_be_taken_are_shown(home: Home) -> None:
    home.edit(CAMPAIGN, "id: daily", "id: Daily!")
    app = home.app()
    with app.store.engine_lock(app.owner):
        app.work.open(app.owner)
    found = home.run("status")

    assert found.code == 1
    assert "the files were edited and cannot be taken (1 problem); version 1 speaks on" in found.out
    assert "           config/campaigns/camps.yaml:" in found.out


def test_on_a_narrow_screen_what_is_long_is_wrapped(home: Home) -> None:
    home.run("stop", "--why", "the address is wrong, and nobody has answered yet")
    page = home.run("status", columns=60).out

    assert max(map(len, page.splitlines())) <= 60
    assert "nobody has answered" in " ".join(page.split())


def test_what_was_spent_stands_below_the_accounts_where_a_network_charges(home: Home) -> None:
    assert "spent" not in home.run("status").out
    home.edit(
        "config/accounts.yaml",
        'network: mastodon, server: "https://mastodon.example"',
        "network: x, budget: {posting: 20}",
    )
    home.work()
    with home.app().store.write() as writing:
        writing.book(
            Booking(account="far", at=home.clock.now(), purpose=Purpose.POSTING, what="post", millionths=215_000)
        )

    said = "0.215 of 20.00 US dollars on posting, 0.00 of 0.00 US dollars on reading, this month"
    assert f"far spent  {said}\n" in home.run("status").out
    far = home.run("status", "--json").json["accounts"][1]
    assert (far["spent"], far["budget"]) == ({"posting": 0.215, "reading": 0.0}, {"posting": 20.0, "reading": 0.0})


@pytest.mark.parametrize(("spent", "what"), [(19_900_000, "post with a link"), (19_990_000, "post")])
def test_an_account_that_its_budget_has_silenced_says_from_when_it_speaks_again(
    home: Home, spent: int, what: str
) -> None:
    home.edit(
        "config/accounts.yaml",
        'network: mastodon, server: "https://mastodon.example"',
        "network: x, budget: {posting: 20}",
    )
    home.work()
    with home.app().store.write() as writing:
        writing.book(
            Booking(account="far", at=home.clock.now(), purpose=Purpose.POSTING, what="post", millionths=spent)
        )

    said = f"this month: too little is left for a {what}; more goes out from 1 Dec 2026 on\n"
    assert said in home.run("status").out


def shown(found: Status, home: Home) -> str:
    """The page's lines without their style."""
    screen = Screen(Session(clock=home.clock, folder=home.folder))
    return "\n".join(line.plain for line in page(found, screen, "UTC") if isinstance(line, Text))


def test_readings_of_the_day_are_said_where_a_network_is_read(home: Home) -> None:
    found = home.app().reports.status()
    assert "readings" not in shown(found, home)

    day = Ration(day=home.clock.now().date(), asked=12)
    reports = [replace(report, readings=day, live=True) for report in found.accounts]
    read = shown(replace(found, accounts=tuple(reports)), home)
    assert "readings   12 of 200 today on demo\n           12 of 200 today on far\n" in read

    spent = replace(reports[0], readings=replace(day, left_out=3))
    read = shown(replace(found, accounts=(spent,)), home)
    assert "readings   12 of 200 today on demo, 3 more due and nothing left to ask with" in read
