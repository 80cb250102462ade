"""Starts the installed command five hundred times and kills it at any instant of its life."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.promises.row import Row
from tests.judged import judged

KILLS = {"paper": 300, "none": 100, "forever": 50, "for a while": 50}
"""On paper it is literally the installed command; elsewhere the same with a network of the tests in paper's place."""


def measure(scale: float, seed: str) -> Iterator[Row]:
    def die(network: str) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            return judged("cold", folder, network, max(1, round(KILLS[network] * scale)), seed)

    with ThreadPoolExecutor(2) as both:
        for network, found in zip(KILLS, both.map(die, KILLS), strict=True):
            states = ", ".join(f"{times} {doing}" for doing, times in found["deaths"].items())
            yield Row(
                what=f"the command, cold, {network}",
                figure=f"{found['kills']} kills ({states}) in {found['houses']} houses; beyond their fence "
                f"{found['on the wire']}, held {found['held']}; faults {len(found['faults'])} {found['faults'][:3]}",
                kept=not found["faults"] and found["held"] <= found["on the wire"],
            )
