"""Meets a delivery at every state-changing system call: SIGKILL, a full disk, a broken disk, on every dialect."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

from bench.promises.row import Row
from tests.elsewhere import HONEST
from tests.judged import judged
from tests.points import FIRST, HOWS

BAD = ("sends first", "liar")
LEAST = 0.1
"""Of all points, so many are met by whoever must be caught."""


def measure(scale: float, seed: str) -> Iterator[Row]:
    tries = [*product(HOWS, HONEST), *((f"{FIRST}{how}", "paper") for how in HOWS), *product(["kill"], BAD)]

    def meet(one: tuple[str, str]) -> dict[str, Any]:
        how, network = one
        with tempfile.TemporaryDirectory() as folder:
            share = max(scale, LEAST) if network in BAD else scale
            return judged("points", folder, network, how, min(share, 1), seed)

    with ThreadPoolExecutor(2) as both:
        for (how, network), found in zip(tries, both.map(meet, tries), strict=True):
            states = ", ".join(f"{times} {state}" for state, times in found["states"].items())
            faults = found["faults"]
            bad = network in BAD
            twice = any(fault.endswith("was said 2 times") for fault in faults)
            yield Row(
                what=f"{how} at every system call, {network}{', which must be caught' if bad else ''}",
                figure=f"{found['points']} points ({states}); held {found['held']}; faults {len(faults)} {faults[:3]}",
                kept=twice if bad else not faults,
            )
