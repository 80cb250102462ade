"""The life of a delivery as a state machine: sequences of everything that can happen to it, in any order."""

import logging
from collections.abc import Iterator
from time import perf_counter

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from bench.promises.row import Row
from tests.dying import draw
from tests.simulation.sequences import Sequences

SEQUENCES, STEPS = 200, 60
AT_ONCE = 50


def measure(scale: float, seed: str) -> Iterator[Row]:
    logging.disable(logging.CRITICAL)
    began = perf_counter()
    wanted = max(1, round(SEQUENCES * scale))
    lived, broken = 0, ""
    while lived < wanted and not broken:
        some = min(AT_ONCE, wanted - lived)
        broken = _broken(f"{seed}/{lived}", some)
        lived += some
    speed = lived * STEPS / (perf_counter() - began)
    yield Row(
        what=f"{lived:,} sequences of up to {STEPS} steps",
        figure=f"{speed:.0f} steps a second; {broken or 'no promise broken'}",
        kept=not broken,
    )


def _broken(name: str, sequences: int) -> str:
    """What the first sequence that broke a promise says; its steps are on standard output."""
    chosen = settings(
        max_examples=sequences,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )

    @seed(int(draw(name) * 2**32))
    class Drawn(Sequences):
        pass

    try:
        run_state_machine_as_test(Drawn, settings=chosen)
    except AssertionError as problem:
        return f"broken: {problem}"
    return ""
