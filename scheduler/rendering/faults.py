"""What is wrong in a template's source, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`offset` counts characters (code points) of the source from 0."""

    offset: int
    what: str
    fix: str


class Unreadable(Exception):
    """The source is no template at all."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.what)


def spot(text: str, offset: int, line: int = 1, column: int = 1) -> tuple[int, int]:
    """Line and column of an offset, where the text itself begins at `line` and each of its lines at `column`."""
    return line + text.count("\n", 0, offset), column + offset - (text.rfind("\n", 0, offset) + 1)
