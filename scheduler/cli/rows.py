"""Lists in columns: aligned, cut at the right edge of a screen, whole in a pipe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from scheduler.cli.screen import Screen

GAP = 2
WORTH_IT = 10
"""With less room than this a last cell that must be cut says nothing, and is left out."""

NARROWEST = 16
"""What a wrapped cell gets at least; a narrower screen folds it once more."""


@dataclass(frozen=True, slots=True)
class Row:
    """The last cell takes what room is left. `below`: what stands under the row, wrapped, indented. `above`: a
    heading before it."""

    cells: Sequence[str | Text]
    below: Sequence[str | Text] = field(default_factory=tuple)
    above: Text | None = None


def aligned(
    rows: Sequence[Row], screen: Screen, *, header: Sequence[str] = (), indent: int = 0, wrapped: bool = False
) -> Iterator[RenderableType]:
    """`wrapped`: on a screen the last cell goes on in the next line instead of being cut."""
    whole = [Row([Text(name, "dim") for name in header]), *rows] if header and rows else list(rows)
    lines = [[_text(cell) for cell in row.cells] for row in whole]
    most = max((len(cells) for cells in lines), default=0)
    widths = [max((cell_len(c[i].plain) for c in lines if i < len(c) - 1), default=0) for i in range(most)]
    for row, cells in zip(whole, lines, strict=True):
        if row.above is not None:
            yield row.above
        start = Text(" " * indent)
        for cell, width in zip(cells[:-1], widths, strict=False):
            start.append_text(cell).append(" " * (width - cell_len(cell.plain) + GAP))
        yield _line(start, cells[-1], screen, wrapped=wrapped)
        for below in row.below:
            yield Padding(_text(below), (0, 0, 0, indent + 4))


def _line(start: Text, last: Text, screen: Screen, *, wrapped: bool) -> Text:
    if screen.bounded and wrapped:
        room = max(screen.width - cell_len(start.plain), NARROWEST)
        pieces = screen.wrap(last, room)
        gap = Text("\n" + " " * cell_len(start.plain))
        return Text.assemble(start, gap.join(pieces))
    room = screen.width - cell_len(start.plain)
    if screen.bounded and room < min(WORTH_IT, cell_len(last.plain)):
        last = Text()
    line = Text.assemble(start, last)
    if screen.bounded:
        line.truncate(screen.width, overflow="ellipsis")
    line.rstrip()
    return line


def _text(cell: str | Text) -> Text:
    return Text(cell) if isinstance(cell, str) else cell.copy()
