"""Kills a service hundreds of times while it posts to real networks: `crash_networks.py [KILLS [SEED]]`, for each.

The real Bluesky server, and one of the Mastodon kind behind a proxy that loses a fifth of the answers."""

import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.killing import kill
from tests.up import TO_DIE_ON


def main(kills: int, seed: str) -> None:
    wrong = 0
    for name, start in TO_DIE_ON.items():
        with tempfile.TemporaryDirectory() as folder, start() as network:
            began = perf_counter()
            toll = kill(network, Path(folder), kills, seed)
        print(f"{name}: {toll.kills} kills, {toll.houses} houses, {perf_counter() - began:.0f} s")
        for doing, times in toll.deaths.most_common():
            print(f"  {times:5} {doing}")
        print(f"  answers lost {toll.lost}, beyond their fence {toll.on_the_wire}")
        print(f"  held {toll.held}, faults {len(toll.faults)}")
        for fault in toll.faults:
            print(f"  {fault}")
        wrong += len(toll.faults) + toll.held
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, sys.argv[2] if len(sys.argv) > 2 else "bench")
