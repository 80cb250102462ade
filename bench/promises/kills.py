"""A service killed at random instants, on each of three dialects, and four bad publishers that this must catch."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.promises.row import Row
from tests.crash import MEMORY, crashed
from tests.sinks.dialects import Dialect
from tests.toll import Toll
from tests.worst import WORST

KILLS = 10_000
BETWEEN = 0.1
"""At least this share of the kills must fall between fence and outcome."""
CAUGHT_WITHIN = 200


def measure(scale: float, seed: str) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        house = Path(folder) / "house"
        for dialect in Dialect:
            toll = crashed(house, max(1, round(KILLS * scale)), seed, dialect)
            what = f"SIGKILL, a network that keeps keys: {dialect}"
            yield Row(what=what, figure=toll.figure, kept=kept(toll, dialect))
        for name, worst in WORST.items():
            toll = worst.tried(house, CAUGHT_WITHIN, seed)
            found = f"after {toll.kills} kills and {toll.stops} stops: {' '.join(toll.faults[:1]) or 'nothing'}"
            yield Row(what=f"a publisher that {name} is caught", figure=found, kept=bool(toll.faults))


def kept(toll: Toll, dialect: Dialect) -> bool:
    may_be_held = toll.between + toll.silent if dialect is Dialect.NONE else 0
    return (
        not toll.faults
        and toll.held <= may_be_held
        and (toll.expired, toll.otherwise) == (0, 0)
        and toll.between >= BETWEEN * toll.kills
    )
