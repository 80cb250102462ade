"""The slots of a plan in order, a line each, with their reasons where they are asked for or needed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from rich.console import RenderableType
from rich.text import Text

from scheduler.cli.cards import marked as with_marks
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.model.money import dollar_words
from scheduler.model.plan import Planned
from scheduler.model.slot import SlotKey
from scheduler.service.planning import Look
from scheduler.words.counts import count
from scheduler.words.posts import around, gist
from scheduler.words.times import clock_in_zone, for_reader, long_day

EMPTY = "·"
MARKS = {"+": "green", ">": "yellow", "~": "yellow", EMPTY: "dim", " ": ""}


def slots(
    look: Look, screen: Screen, *, reader: str, marked: bool, why: bool = False, whole: bool = False
) -> Iterator[RenderableType]:
    """`marked`: what the files on disk would change is marked + (added), > (moved), ~ (rewritten). `why`: with the
    reasons of each; `whole`: with its whole text."""
    marks = _marks(look) if marked else None
    rows: list[Row] = []
    day = ""
    for planned in look.plan.slots:
        today = long_day(planned.due_at, planned.slot.zone)
        row = _row(planned, marks, reader=reader, why=why, whole=whole)
        if screen.bounded:
            row = replace(row, above=Text(today, "bold") if today != day else None)
        else:
            row = replace(row, cells=[today, *row.cells])
        day = today
        rows.append(row)
    yield from aligned(rows, screen, indent=2 if screen.bounded else 0)
    empty = sum(planned.choice is None for planned in look.plan.slots)
    ahead = f"{count(len(rows) - empty, 'post')} until {long_day(look.plan.until, reader)}"
    yield Text(f"{ahead}, {count(empty, 'slot')} empty" if empty else ahead, style="dim")
    for account, cost in _costs(look):
        yield Text(f"on {account} they cost {dollar_words(cost)}", style="dim")


def _costs(look: Look) -> list[tuple[str, int]]:
    """What the slots of each account come to where its network charges."""
    costs: Counter[str] = Counter()
    for planned in look.plan.slots:
        if planned.choice is not None:
            costs[planned.slot.key.account] += planned.choice.post.cost
    return sorted((account, cost) for account, cost in costs.items() if cost)


def _marks(look: Look) -> dict[SlotKey, str]:
    found = look.changes
    return {
        **{p.slot.key: "+" for p in found.add},
        **{c.after.key: ">" for c in found.move},
        **{c.after.key: "~" for c in found.rewrite},
    }


def _row(planned: Planned, marks: Mapping[SlotKey, str] | None, *, reader: str, why: bool, whole: bool) -> Row:
    slot, choice = planned.slot, planned.choice
    here = for_reader(planned.due_at, slot.zone, reader)
    when = f"{clock_in_zone(planned.due_at, slot.zone)} ({here})" if here else clock_in_zone(planned.due_at, slot.zone)
    mark = EMPTY if choice is None else (marks or {}).get(slot.key, " ")
    start: list[str | Text] = (
        [when, slot.key.account] if marks is None else [Text(mark, MARKS[mark]), when, slot.key.account]
    )
    reasons = [Text(reason, "dim") for reason in planned.why]
    if choice is None:
        # The first line says where the slot comes from; why it is empty stands behind that.
        return Row([*start, Text("nothing", "yellow")], reasons if why else reasons[1:] or reasons)
    told = Text("" if whole else gist(choice.post), "dim")
    text = [with_marks(choice.post)] if whole else []
    pictures = [Text(line, "dim") for line in around(choice.post)]
    return Row([*start, choice.action, choice.template, told], [*text, *pictures, *(reasons if why else [])])
