"""Machines that sleep and clocks that are wrong, drawn, and whether posts came all the same, and when."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.promises.row import Row
from tests.chronos import Comparison
from tests.clocks import AT_ONCE, drawn, live_through

SEQUENCES = 100
SHOWN = 3


def measure(scale: float, seed: str) -> Iterator[Row]:
    """Each sequence on three networks at once."""
    found: list[str] = []
    posts = lost = 0
    calm = Comparison()
    number = max(1, round(scale * SEQUENCES))
    for nth in range(number):
        own = f"{seed}/{nth}"
        with tempfile.TemporaryDirectory() as folder:
            for lived in live_through(Path(folder), drawn(own)):
                found += [f"{own}: {fault}" for fault in lived.faults]
                posts += lived.posts
                lost += lived.lost
                calm = Comparison(met=(*calm.met, *lived.on_time.met), missing=(*calm.missing, *lived.on_time.missing))
    faults = "".join(f"; {fault}" for fault in found[:SHOWN])
    late = calm.late(0.99).total_seconds()
    figure = (
        f"{3 * number:,} sequences of three troubles: {posts:,} posts, none twice, none too soon after another; "
        f"{lost:,} expired with a reason and an alert; {len(found)} faults{faults}"
    )
    yield Row(what="machines that sleep, clocks that are wrong", figure=figure, kept=not found)
    figure = f"{len(calm.met):,} met, {len(calm.missing)} missing, p99 {late:.1f} s late"
    on_time = not calm.missing and late <= AT_ONCE.total_seconds()
    yield Row(what="posts that nothing was in the way of", figure=figure, kept=on_time)
