"""Copies of the store taken in the midst of a burst of posts, put back after more was said: told, silent, settled."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.promises.row import Row
from tests.restores import Figures, put_back_at
from tests.sinks.dialects import Dialect

POINTS = 13
"""On each of four networks: fifty-two in all."""
IGNORING = 6


def measure(scale: float, seed: str) -> Iterator[Row]:
    """On paper and on each of the three dialects."""
    points = max(2, round(POINTS * scale))
    with tempfile.TemporaryDirectory(prefix="restores-") as folder:
        for dialect in (None, *Dialect):
            name = "paper" if dialect is None else f"keys kept {dialect}"
            found = put_back_at(Path(folder) / name, points, f"{seed}/{name}", dialect)
            yield _row(f"restored in a burst, {name}", found, keyed=dialect in {None, Dialect.FOREVER})
        bad = put_back_at(Path(folder) / "bad", max(2, round(IGNORING * scale)), seed, Dialect.NONE, ignores=True)
        twice = sum("was said" in fault for fault in bad.faults)
        yield Row(
            what="restored in a burst, a house that looks at no marker",
            figure=f"{bad.points} points: {twice} posts twice, {bad.recognised} told",
            kept=twice > 0,
        )


def _row(what: str, found: Figures, *, keyed: bool) -> Row:
    ways = ", ".join(f"{way} {number}" for way, number in sorted(found.ways.items()))
    figure = (
        f"{found.points} points ({ways}): {found.recognised} told, {found.same} with nothing lost, "
        f"{found.spoke} spoke by themselves, "
        f"{found.doubts} held, {len(found.faults)} faults{''.join(f'; {fault}' for fault in found.faults[:3])}"
    )
    told = found.recognised == found.points - found.same and not found.spoke and not found.faults
    return Row(what=what, figure=figure, kept=told and not (keyed and found.doubts))
