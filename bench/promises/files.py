"""The files of a running house spoiled a thousand ways, cut at every byte, and looked at while they are written."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.promises.row import Row
from tests.halves import Hasty, taken_halves
from tests.mutations import Mutation, cuts, drawn
from tests.small import BYTES, example
from tests.tampering import Tally, Tampered

DRAWN, ON_THE_EXAMPLE, WRITTEN = 1000, 100, 60
SHOWN = 3


def measure(scale: float, seed: str) -> Iterator[Row]:
    yield _row("files spoiled", BYTES, drawn(BYTES, seed, max(1, round(scale * DRAWN))))
    yield _row("every file cut at every byte", BYTES, cuts(BYTES, max(1, round(1 / scale))))
    with tempfile.TemporaryDirectory() as folder:
        good = example(Path(folder))
    yield _row("the example spoiled", good, drawn(good, f"{seed}/example", max(1, round(scale * ON_THE_EXAMPLE))))
    yield from _written(max(1, round(scale * WRITTEN)), seed)


def _row(what: str, good: Mapping[str, bytes], mutations: Iterator[Mutation]) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        tally = Tampered(Path(folder), good).suffer(mutations)
    return Row(what=what, figure=_figure(tally), kept=not tally.faults)


def _figure(tally: Tally) -> str:
    faults = "".join(f"; {fault}" for fault in tally.faults[:SHOWN])
    return (
        f"{tally.mutations:,} times: {tally.refused:,} refused with the line, as `check` says, {tally.taken:,} taken "
        f"and planned as rehearsed, {tally.unnoticed:,} that change nothing; {tally.posts:,} posts meanwhile; "
        f"the longest {tally.slowest:.1f} s; {len(tally.faults)} faults{faults}"
    )


def _written(times: int, seed: str) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        halves, whole = taken_halves(Path(folder), BYTES, seed, times)
    figure = f"{times:,} trees written while they are looked at: {whole:,} taken whole, {len(halves)} by halves"
    yield Row(what="a tree that is still being written", figure=figure, kept=not halves and whole == times)
    with tempfile.TemporaryDirectory() as folder:
        halves, _ = taken_halves(Path(folder), BYTES, seed, min(times, 6), Hasty)
    figure = f"caught, with {len(halves)} half trees" if halves else "not caught"
    yield Row(what="whoever takes what he sees first", figure=figure, kept=bool(halves))
