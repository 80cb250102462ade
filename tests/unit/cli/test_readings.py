import re
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.model.money import Booking, Purpose
from scheduler.model.receipt import Reading, Receipt
from tests.home import Home
from tests.make import utc

NINE = utc("2026-11-23 09:00")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.work()
    return found


def out(home: Home) -> Delivery:
    receipt = Receipt(remote_id="1", url="https://example.org/1", at=NINE)
    return home.become(home.first(State.QUEUED), state=State.POSTED, receipt=receipt)


def read(home: Home, row: Delivery, **counts: tuple[int | None, ...]) -> None:
    """A number for each instant, None where there was no reading."""
    for nth in range(max(map(len, counts.values()))):
        seen = {name: found for name, numbers in counts.items() if (found := numbers[nth]) is not None}
        if seen:
            with home.app().store.write() as writing:
                writing.add_reading(row.key, nth, Reading(at=NINE + timedelta(hours=nth), counts=seen))


def test_the_newest_counts_stand_beside_a_post_and_their_growth_below(home: Home) -> None:
    row = out(home)
    read(home, row, likes=(1, 4, None, 9), boosts=(0, 2, None, 2), quotes=(None, 1, None, 1))
    found = home.run("readings")

    assert found.code == 0
    first = re.split(" {2,}", found.out.splitlines()[1])
    assert first == [row.key.short, "Mon 23 Nov 10:00 CET", "demo", "1 day", "9 likes, 2 boosts, 1 quotes"]
    assert [line.strip() for line in found.out.splitlines()[3:]] == [
        "likes  1 4 · 9",
        "boosts  0 2 · 2",
        "quotes  · 1 · 1",
    ]


def test_a_post_that_was_not_read_yet_has_no_counts(home: Home) -> None:
    row = out(home)

    line = home.run("readings").out.splitlines()[1]
    assert line.split() == [row.key.short, "Mon", "23", "Nov", "10:00", "CET", "demo", "-"]


def test_what_has_vanished_says_so(home: Home) -> None:
    row = out(home)
    read(home, row, likes=(3,))
    app = home.app()
    with app.desk.transaction("test") as t:
        t.move(row, row.to(State.VANISHED), "delivery.vanished", "404")

    assert "15 min  3 likes; vanished" in home.run("readings").out


def test_where_nothing_is_out_it_says_so(home: Home) -> None:
    found = home.run("readings")

    assert (found.code, found.out, found.err) == (0, "", "No post of that time is out.\n")


def test_an_account_a_time_and_a_number_can_be_asked_for(home: Home) -> None:
    out(home)

    assert "demo" in home.run("readings", "--account", "demo", "--since", "2026-11-23", "--limit", "1").out
    assert "there may be more (--limit)" in home.run("readings", "--limit", "1").err
    assert home.run("readings", "--since", "2026-11-24").out == ""
    assert home.run("readings", "--account", "far").out == ""
    assert home.run("readings", "--account", "nobody").code == 6


def test_what_asking_cost_this_month_is_said(home: Home) -> None:
    with home.app().store.write() as writing:
        for what in ("read", "read"):
            writing.book(Booking(account="far", at=NINE, purpose=Purpose.READING, what=what, millionths=5000))

    assert "Reading cost far 0.01 US dollars this month.\n" in home.run("readings").err
    assert home.run("readings", "--json").json["cost"] == {"far": 0.01}
    assert "Reading cost" not in home.run("readings", "--account", "demo").err


def test_json_holds_every_reading_with_how_long_after(home: Home) -> None:
    row = out(home)
    read(home, row, likes=(1, None, 7))
    found = home.run("readings", "--json").json

    assert found["posts"][0]["key"] == str(row.key)
    assert (found["posts"][0]["state"], found["posts"][0]["receipt"]["remote_id"]) == ("posted", "1")
    assert found["posts"][0]["readings"] == [
        {"after": 900, "at": "2026-11-23T09:00:00Z", "counts": {"likes": 1}},
        {"after": 21600, "at": "2026-11-23T11:00:00Z", "counts": {"likes": 7}},
    ]
