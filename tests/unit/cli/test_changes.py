from dataclasses import replace
from datetime import timedelta

import pytest
from rich.console import Console

from scheduler.cli.changes import MOST, differences, narrowed
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.model.plan import Change, Changes, Choice, Plan, Planned
from scheduler.service.planning import Look
from tests.make import a_delivery, a_house, a_post, a_slot, utc

NINE = utc("2026-11-23 09:00")
LATER = NINE + timedelta(days=1)


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.delenv("COLUMNS", raising=False)
    return Screen(Session())


def a_planned(nominal: str = "2026-11-23T09:00", **parts: str) -> Planned:
    slot = a_slot(nominal, **parts)
    choice = Choice(action="a", template="t", fact=None, language="en", post=a_post("Sign."), send_by=LATER)
    return Planned(slot=slot, due_at=slot.at, choice=choice, why=("its turn",))


def a_look(changes: Changes | None = None, *slots: Planned) -> Look:
    return Look(plan=Plan(made_at=NINE, until=LATER, slots=slots), changes=changes or Changes(), house=a_house())


def lines(look: Look, screen: Screen, *, whole: bool = True) -> list[str]:
    console = Console(width=200, color_system=None)
    with console.capture() as captured:
        console.print(*differences(look, screen, reader="UTC", whole=whole), sep="\n")
    return [line.rstrip() for line in captured.get().splitlines()]


def test_nothing_that_changes_is_said_to_be_nothing(pipe: Screen) -> None:
    assert lines(a_look(), pipe) == ["nothing changes", ""]


def test_each_kind_of_change_is_a_line_with_its_reason(pipe: Screen) -> None:
    row = a_delivery(post=a_post("Sign it."))
    found = lines(
        a_look(
            Changes(
                add=(a_planned(),),
                keep=(row,),
                move=(Change(before=row, after=replace(row, due_at=LATER), why="the files say so"),),
                rewrite=(Change(before=row, after=replace(row, post=a_post("Sign now.")), why="a new wording"),),
                withdraw=(Change(before=row, after=row, why="its link was refused"),),
            )
        ),
        pipe,
    )

    assert found == [
        "- withdraw  Mon 23 Nov 09:00 GMT  demo  Sign it.",
        "    because its link was refused",
        "> move      Mon 23 Nov 09:00 GMT  demo  Sign it.",
        "    to Tue 24 Nov 09:00 GMT",
        "    because the files say so",
        "~ rewrite   Mon 23 Nov 09:00 GMT  demo  amnesty-petition, petition",
        "    because a new wording",
        "    - Sign it.",
        "    + Sign now.",
        "+ add       Mon 23 Nov 09:00 GMT  demo  Sign.",
        "1 added, 1 moved, 1 rewritten, 1 withdrawn, 1 kept",
        "",
    ]


def test_a_reason_that_rows_share_is_said_once_below_them(pipe: Screen) -> None:
    rows = [a_delivery(f"2026-11-2{day}T09:00") for day in (3, 4, 5)]
    gone = [Change(before=r, after=r, why=why) for r, why in zip(rows, ("one", "one", "two"), strict=True)]

    assert [line for line in lines(a_look(Changes(withdraw=tuple(gone))), pipe) if "because" in line] == [
        "    because one",
        "    because two",
    ]


def test_lines_that_stay_are_shown_once(pipe: Screen) -> None:
    row = a_delivery(post=a_post("Day 1.\n\nSign."))
    change = Change(before=row, after=replace(row, post=a_post("Day 2.\n\nSign.")), why="w")
    found = lines(a_look(Changes(rewrite=(change,))), pipe)

    assert found[2:6] == ["    - Day 1.", "    + Day 2.", "", "      Sign."]


@pytest.mark.parametrize(("added", "more"), [(MOST, None), (MOST + 3, "+ and 3 more, marked + below")])
def test_where_the_slots_follow_only_the_first_additions_are_listed(pipe: Screen, added: int, more: str | None) -> None:
    look = a_look(Changes(add=(a_planned(),) * added))
    found = lines(look, pipe, whole=False)

    assert len([line for line in found if line.startswith("+ add")]) == MOST
    assert (more in found) if more else not any("more" in line for line in found)
    assert len([line for line in lines(look, pipe) if line.startswith("+ add")]) == added


def test_a_look_is_narrowed_to_an_account_a_campaign_and_a_time() -> None:
    ours, theirs, late = a_planned(), a_planned(account="other"), a_planned("2026-11-24T09:00")
    row, other = a_delivery(), a_delivery(campaign="elsewhere")
    change, another = (Change(before=r, after=r, why="w") for r in (row, other))
    whole = a_look(
        Changes(
            add=(ours, theirs),
            keep=(row, other),
            move=(change, another),
            rewrite=(change, another),
            withdraw=(change, another),
        ),
        ours,
        theirs,
        late,
    )
    found = narrowed(whole, until=NINE, account="demo", campaign="close-the-camps")

    assert found.plan.slots == (ours,)
    assert found.plan.until == NINE
    assert found.changes == Changes(add=(ours,), keep=(row,), move=(change,), rewrite=(change,), withdraw=(change,))
    assert narrowed(whole, until=LATER, account=None, campaign=None) == whole
