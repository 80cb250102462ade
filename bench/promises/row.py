"""A line of the table of promises: what was tried, what it came to, and whether the promise was kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    what: str
    figure: str
    kept: bool


Measure = Callable[[float, str], Iterator[Row]]
"""Takes how much of the full number to try (1: all of it) and the seed from which everything is drawn."""
