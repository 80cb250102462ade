"""Runs trials of stopping in a process of their own, on a store in memory, and sums up what came of them."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.sinks.dialects import Dialect

ROOT = Path(__file__).parents[2]
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
"""A stop asks nothing of the disk; a slow one makes every trial take ten times as long."""


@dataclass
class Toll:
    """`returns`: how long each stop took that waited for answers, in seconds, sorted; `hung`: of those during which a
    network answered nothing. `leaks`: what was accepted although it had been stopped. `wrong`: what was lost, or said
    twice."""

    trials: int = 0
    scopes: Counter[str] = field(default_factory=Counter)
    on_the_wire: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    returns: list[float] = field(default_factory=list)
    hung: list[float] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def share_on_the_wire(self) -> float:
        return self.on_the_wire.total() / self.trials

    def add(self, other: "Toll") -> None:
        self.trials += other.trials
        self.scopes += other.scopes
        self.on_the_wire += other.on_the_wire
        self.unanswered += other.unanswered
        self.returns = sorted(self.returns + other.returns)
        self.hung = sorted(self.hung + other.hung)
        self.leaks += other.leaks
        self.wrong += other.wrong


def quantile(values: Sequence[float], share: float) -> float:
    """Of sorted values; 0 where there are none."""
    return values[min(int(share * len(values)), len(values) - 1)] if values else 0.0


def stop_again_and_again(trials: int, seed: str, dialect: Dialect, publisher: str = "ours") -> Toll:
    """Until there were so many trials, or one store was found wrong."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        command = [sys.executable, "-m", "tests.stops", folder, str(trials), seed, dialect, publisher]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr)
    found = json.loads(ran.stdout)
    return Toll(**found | {name: Counter(found[name]) for name in ("scopes", "on_the_wire")})
