"""Years and fortnights of the service in which everything goes wrong, each drawn from one seed, and publishers that are
wrong, each of which must be found."""

import logging
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter

from bench.promises.row import Row
from tests.simulation.known_bad import PUBLISHERS
from tests.simulation.running import Lived, seeds_until_found, simulate, to_repeat

YEARS, YEAR = 3, 365
FORTNIGHTS, FORTNIGHT = 25, 14
SEEDS = 20
"""Within how many of a week each a wrong publisher must be found."""


def measure(scale: float, seed: str) -> Iterator[Row]:
    logging.disable(logging.CRITICAL)  # a service in trouble logs; here it is in trouble all the time
    yield _lives("years", f"{seed}/year", max(1, round(YEARS * scale)), max(1, round(YEAR * min(1, scale * YEARS))))
    yield _lives("fortnights", f"{seed}/fortnight", max(1, round(FORTNIGHTS * scale)), FORTNIGHT)
    for publisher in PUBLISHERS:
        seeds, by = seeds_until_found(publisher, f"{seed}/wrong", days=7, most=SEEDS)
        figure = f"found by seed {seeds} of {SEEDS}: {by}" if seeds else f"not found by {SEEDS} seeds"
        yield Row(what=f"a publisher that {publisher}", figure=figure, kept=seeds > 0)


def _lives(what: str, seed: str, times: int, days: int) -> Row:
    began = perf_counter()
    counted: Counter[str] = Counter()
    broken = ""
    seeds = [f"{seed}/{number}" for number in range(times)]
    with ProcessPoolExecutor(min(times, os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        for one, lived in zip(seeds, pool.map(_quietly, seeds, [days] * times), strict=True):
            counted.update({"posts": lived.posts, "starts after a death": lived.crashes})
            counted.update({step: lived.happened.get(step, 0) for step in ("in doubt > held", "stop", "edit", "jump")})
            if lived.problems and not broken:
                broken = f"; {lived.problems[0]}: {to_repeat(one, days)}"
    speed = times * days / (perf_counter() - began)
    named = ", ".join(f"{count:,} {name}" for name, count in counted.items())
    return Row(
        what=f"{what}: {times} seeds of {days} days",
        figure=f"{named}; {speed:.1f} days a second{broken or '; no promise broken'}",
        kept=not broken,
    )


def _quietly(seed: str, days: int) -> Lived:
    logging.disable(logging.CRITICAL)
    return simulate(seed, days)
