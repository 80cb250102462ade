"""What is wrong at one place of a text, before it is known which file and which path that is."""

from typing import NamedTuple


class Mark(NamedTuple):
    """Line and column, both from 1."""

    line: int
    column: int


class Flaw(NamedTuple):
    """`path` in the user's words; None: that of whatever stands at `mark`."""

    mark: Mark
    what: str
    fix: str
    path: str | None = None
