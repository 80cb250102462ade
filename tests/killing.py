"""Kills houses whose accounts are on real networks, one house after another, each with fresh accounts."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.up import Network

ROOT = Path(__file__).parent.parent


@dataclass
class Toll:
    """What it came to, over all houses."""

    houses: int = 0
    kills: int = 0
    on_the_wire: int = 0
    held: int = 0
    lost: int = 0
    deaths: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, found: dict[str, Any]) -> None:
        self.houses += found["houses"]
        self.kills += found["kills"]
        self.on_the_wire += found["on the wire"]
        self.held += found["held"]
        self.deaths += Counter(found["deaths"])
        self.faults += found["faults"]


def kill(network: Network, folder: Path, kills: int, seed: str) -> Toll:
    """Until there were so many kills, or one house was found wrong."""
    toll = Toll()
    while toll.kills < kills and not toll.faults:
        house, left = folder / str(toll.houses), str(kills - toll.kills)
        command = [
            sys.executable,
            "-m",
            "tests.crash",
            str(house),
            left,
            f"{seed}/{toll.houses}",
            network.fresh().write(),
        ]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise RuntimeError(ran.stderr)
        toll.add(json.loads(ran.stdout))
    toll.lost = network.lost()
    return toll
