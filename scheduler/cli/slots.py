"""The slots of a plan in order, a line each, with their reasons where they are asked for or needed."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from scheduler.cli.cards import marked as with_marks
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.model.plan import Planned
from scheduler.model.slot import SlotKey
from scheduler.service.planning import Look
from scheduler.words.counts import count
from scheduler.words.posts import first_line
from scheduler.words.times import clock_in_zone, for_reader, long_day

MARKS = {"+": "green", ">": "yellow", "~": "yellow", "·": "dim", " ": ""}


def slots(
    look: Look, screen: Screen, *, reader: str, marked: bool, why: bool = False, whole: bool = False
) -> Iterator[RenderableType]:
    """`marked`: what the files on disk would change is marked + (added), > (moved), ~ (rewritten). `why`: with the
    reasons of each; `whole`: with its whole text."""
    marks = _marks(look) if marked else {}
    rows: list[Row] = []
    day = ""
    for planned in look.plan.slots:
        today = long_day(planned.due_at, planned.slot.zone)
        shown = today if today != day or not screen.bounded else ""
        day = today
        rows.append(_row(planned, shown, marks.get(planned.slot.key, " "), reader=reader, why=why, whole=whole))
    yield from aligned(rows, screen)
    empty = sum(planned.choice is None for planned in look.plan.slots)
    ahead = f"{count(len(rows) - empty, 'post')} until {long_day(look.plan.until, reader)}"
    yield Text(f"{ahead}, {count(empty, 'slot')} empty" if empty else ahead, style="dim")


def _marks(look: Look) -> dict[SlotKey, str]:
    found = look.changes
    return {
        **{p.slot.key: "+" for p in found.add},
        **{c.after.key: ">" for c in found.move},
        **{c.after.key: "~" for c in found.rewrite},
    }


def _row(planned: Planned, day: str, mark: str, *, reader: str, why: bool, whole: bool) -> Row:
    slot, choice = planned.slot, planned.choice
    here = for_reader(planned.due_at, slot.zone, reader)
    when = f"{clock_in_zone(planned.due_at, slot.zone)} ({here})" if here else clock_in_zone(planned.due_at, slot.zone)
    start: list[str | Text] = [Text(day, "bold"), when]
    reasons = [Text(reason, "dim") for reason in planned.why]
    if choice is None:
        first, *rest = planned.why or ("no reason was given",)
        empty = Text.assemble(("nothing: ", "yellow"), (first, "yellow"))
        return Row([*start, Text("·", "dim"), slot.key.account, empty], [Text(reason, "dim") for reason in rest])
    told = Text("" if whole else first_line(choice.post), "dim")
    text = [with_marks(choice.post)] if whole else []
    return Row(
        [*start, Text(mark, MARKS[mark]), slot.key.account, choice.action, choice.template, told],
        [*text, *(reasons if why else [])],
    )
