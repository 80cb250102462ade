from dataclasses import replace
from datetime import timedelta

import pytest
from rich.console import Console

from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.slots import slots
from scheduler.model.plan import Change, Changes, Choice, Plan, Planned
from scheduler.service.planning import Look
from tests.make import a_delivery, a_house, a_post, a_slot, utc

NINE = utc("2026-11-23 09:00")


def a_planned(nominal: str, *, empty: bool = False, why: tuple[str, ...] = ("its turn", "the rest")) -> Planned:
    slot = a_slot(nominal)
    choice = Choice(
        action="sign", template="day", fact=None, language="en", post=a_post("Day 1.\n\nSign."), send_by=NINE
    )
    return Planned(slot=slot, due_at=slot.at, choice=None if empty else choice, why=why)


PLANNED = (a_planned("2026-11-23T09:00"), a_planned("2026-11-23T13:00", empty=True), a_planned("2026-11-24T09:00"))


def a_look(*planned: Planned, changes: Changes | None = None) -> Look:
    return Look(
        plan=Plan(made_at=NINE, until=NINE + timedelta(days=2), slots=planned),
        changes=changes or Changes(),
        house=a_house(),
    )


def lines(look: Look, *, marked: bool = False, why: bool = False, whole: bool = False) -> list[str]:
    console = Console(width=200, color_system=None)
    with console.capture() as captured:
        found = slots(look, Screen(Session()), reader="UTC", marked=marked, why=why, whole=whole)
        console.print(*found, sep="\n")
    return [line.rstrip() for line in captured.get().splitlines()]


@pytest.fixture(autouse=True)
def in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


def test_in_a_pipe_every_line_has_its_day() -> None:
    assert lines(a_look(*PLANNED)) == [
        "Mon 23 Nov 2026  09:00 GMT  demo  sign  day  Day 1. Sign.",
        "Mon 23 Nov 2026  13:00 GMT  demo  nothing",
        "    the rest",
        "Tue 24 Nov 2026  09:00 GMT  demo  sign  day  Day 1. Sign.",
        "2 posts until Wed 25 Nov 2026, 1 slot empty",
    ]


def test_on_a_screen_a_day_is_a_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    assert lines(a_look(*PLANNED))[:3] == [
        "Mon 23 Nov 2026",
        "  09:00 GMT  demo  sign  day  Day 1. Sign.",
        "  13:00 GMT  demo  nothing",
    ]


def test_with_reasons_every_slot_has_all_of_them() -> None:
    found = lines(a_look(*PLANNED), why=True)

    assert found.count("    its turn") == found.count("    the rest") == 3


def test_an_empty_slot_with_one_reason_gives_it() -> None:
    assert lines(a_look(a_planned("2026-11-23T09:00", empty=True, why=("quiet",))))[1] == "    quiet"


def test_whole_texts_stand_below_instead_of_their_gist() -> None:
    assert lines(a_look(PLANNED[0]), whole=True)[:4] == [
        "Mon 23 Nov 2026  09:00 GMT  demo  sign  day",
        "    Day 1.",
        "",
        "    Sign.",
    ]


def test_what_an_edit_changes_is_marked() -> None:
    nominals = ("2026-11-23T09:00", "2026-11-23T13:00", "2026-11-23T18:00", "2026-11-24T09:00")
    planned = [a_planned(nominal) for nominal in nominals]
    rows = [a_delivery(nominal) for nominal in nominals]
    changes = Changes(
        add=(planned[0],),
        move=(Change(before=rows[1], after=rows[1], why="w"),),
        rewrite=(Change(before=rows[2], after=rows[2], why="w"),),
    )
    empty = a_planned("2026-11-24T13:00", empty=True)
    found = lines(a_look(*planned, empty, changes=changes), marked=True)

    assert [line[17] for line in found if line.startswith(("Mon", "Tue"))] == ["+", ">", "~", " ", "·"]


def test_without_slots_only_the_sum_is_said() -> None:
    assert lines(a_look()) == ["no posts until Wed 25 Nov 2026"]


def test_what_the_posts_of_an_account_cost_is_added_up() -> None:
    first, *rest = PLANNED
    assert first.choice is not None
    paid = replace(first, choice=replace(first.choice, post=replace(first.choice.post, cost=200_000)))

    assert lines(a_look(paid, *rest, paid))[-1] == "on demo they cost 0.40 US dollars"
    assert "cost" not in lines(a_look(*PLANNED))[-1]
