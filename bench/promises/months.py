"""400 simulated days in one process: what it holds on to and what its store has to do stay where they are."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.promises.row import Row
from tests.dying import draw
from tests.months import Bounds, Hoarding, Sample, leaks, slope, through
from tests.tidying_up import Tidied, tidied
from tests.year import Service

DAYS = 400
EVERY = 10
SETTLES = 40
"""Days until the windows in which the past counts are full: 35 for readings."""

LONG, SEASONS = 200, 1500
READINGS = 100_000
LONGEST = 0.05
"""Seconds for which a transaction of the tidying up may hold the write lock."""


def measure(scale: float, seed: str) -> Iterator[Row]:
    start = datetime(2019, 1, 1, 4, tzinfo=UTC) + timedelta(days=int(draw(f"{seed} months") * 300))
    days = max(round(DAYS * scale) // EVERY * EVERY, SETTLES + 3 * EVERY)
    with tempfile.TemporaryDirectory() as folder:
        samples = list(through(Service(Path(folder), start), days, EVERY))
    # Over a few weeks the seasons of the campaign show in what is asked of the store.
    bounds = Bounds() if days >= LONG else Bounds(steps=SEASONS)
    found = leaks(_settled(samples), bounds)
    yield Row(
        what=f"{days} simulated days of 15 posts: memory, objects, descriptors, threads, the store's work",
        figure=_figure(_settled(samples), found),
        kept=not found,
    )
    yield _stored(samples[-1])
    with tempfile.TemporaryDirectory() as folder:
        hoarding = Hoarding(Path(folder), start)
        caught = leaks(_settled(list(through(hoarding, SETTLES + 3 * EVERY, EVERY))), Bounds())
        hoarding.let_go()
    yield Row(
        what="a listener that keeps everything, which must be caught", figure="; ".join(caught), kept=len(caught) > 1
    )
    with tempfile.TemporaryDirectory() as folder:
        yield _tidied(tidied(Path(folder), max(round(READINGS * scale), 1000)))


def _settled(samples: list[Sample]) -> list[Sample]:
    return [sample for sample in samples if sample.day >= SETTLES]


def _figure(samples: list[Sample], found: list[str]) -> str:
    first, last = samples[0], samples[-1]
    grown = [
        f"memory {first.memory / 2**20:.1f} to {last.memory / 2**20:.1f} MiB",
        f"{slope(samples, 'memory') / 1024:.1f} KiB a day",
        f"objects {first.objects:,} to {last.objects:,}",
        f"descriptors {first.descriptors} to {last.descriptors}",
        f"threads {first.threads} to {last.threads}",
        f"instructions of SQLite a day {first.steps:,} to {last.steps:,}",
    ]
    return "; ".join([*grown, *found])


def _stored(last: Sample) -> Row:
    posts = 15 * last.day / 1000
    figure = (
        f"store {last.store / 2**20:.1f} MiB, {last.store / posts / 2**20:.1f} MiB for 1,000 posts; "
        f"heads {last.heads / 2**10:.0f} KiB, alerts {last.log / 2**10:.0f} KiB"
    )
    return Row(what="what lies on the disk after that", figure=figure, kept=last.heads < 1.1 * 2**20)


def _tidied(found: Tidied) -> Row:
    return Row(
        what=f"{found.removed:,} rows and files that are too old, removed while posts go out",
        figure=f"{found.transactions:,} transactions, the longest {1000 * found.longest:.0f} ms, 99 of 100 within "
        f"{1000 * found.most:.0f} ms; the store {found.before / 2**20:.1f} MiB before, filled again to "
        f"{found.after / 2**20:.1f} MiB",
        kept=found.most < LONGEST and found.after <= 1.01 * found.before,
    )
