"""Simulations one after another, each in a folder of its own that is gone afterwards."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from scheduler.service.sending import Sending
from tests.simulation.fortune import Fortune
from tests.simulation.known_bad import PUBLISHERS
from tests.simulation.network import Network

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in it of its own, by tempfile
"""Where a commit need not wait for a disk; what a power cut does to a disk is another harness's matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    problems: tuple[str, ...]
    trace: str
    posts: int
    crashes: int
    happened: dict[str, int]


def simulate(seed: str, days: int, *, sending: type[Sending] = Sending, network: type[Network] = Network) -> Lived:
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        fortune = Fortune(Path(folder), seed, sending=sending, network=network)
        fortune.live(days)
        steps = {f"{name}": times for name, times in fortune.life.judge.counted.items()}
        return Lived(
            problems=tuple(fortune.problems),
            trace=fortune.trace,
            posts=len(fortune.life.judge.arrivals),
            crashes=fortune.happened.get("boot", 0),
            happened={**fortune.happened, **steps},
        )


def to_repeat(seed: str, days: int) -> str:
    """The line that lives through it again."""
    return f".venv/bin/python -m tests.simulation {seed} {days}"


def seeds_until_found(publisher: str, seed: str, days: int, most: int) -> tuple[int, str]:
    """After how many seeds a known-bad publisher was found, and by what; (0, ""): it was not found."""
    sending, network = PUBLISHERS[publisher]
    for number in range(1, most + 1):
        if problems := simulate(f"{seed}/{number}", days, sending=sending, network=network).problems:
            return number, problems[0]
    return 0, ""
