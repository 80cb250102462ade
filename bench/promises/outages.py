"""Outages of every kind and length on three networks over real HTTP, held against a table written by hand."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.promises.row import Row
from tests.dying import draw
from tests.impatient import GivesUp, floods
from tests.outages import ENDS, KINDS, Kind, suffered

SHOWN = 3


def measure(scale: float, seed: str) -> Iterator[Row]:
    """A scale below 1 tries that share of the kinds, drawn."""
    for length in ENDS:
        kinds = sorted(KINDS.values(), key=lambda kind: draw(f"{seed}/{length}/{kind.name}"))
        yield _row(length, kinds[: max(1, round(scale * len(kinds)))])
    yield _caught("a publisher that floods", suffer_flood())
    yield _caught("a publisher that gives up without a word", suffer_silence())


def _row(length: str, kinds: list[Kind]) -> Row:
    found: list[str] = []
    for kind in kinds:
        with tempfile.TemporaryDirectory() as folder:
            found += suffered(Path(folder), kind, length)
    faults = "".join(f"; {fault}" for fault in found[:SHOWN])
    figure = (
        f"{len(kinds)} kinds on 3 networks: what the table says is out, 10 min apart, none twice, the rest "
        f"expired or held with its reason and an alert; {len(found)} faults{faults}"
    )
    return Row(what=f"outages of {length}, late limit 2 h, gap 10 min", figure=figure, kept=not found)


def suffer_flood() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        return suffered(Path(folder), KINDS["refused"], "30 min", publisher=floods)


def suffer_silence() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        return suffered(Path(folder), KINDS["refused"], "30 min", speaks=GivesUp)


def _caught(what: str, found: list[str]) -> Row:
    return Row(what=what, figure=f"caught: {found[0]}" if found else "not caught", kept=bool(found))
