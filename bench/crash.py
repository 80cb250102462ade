"""Kills a service a thousand times while it plans and publishes, and says what it was doing: `crash.py [KILLS [SEED]]`.

Seven kills of ten fall on the paper network, which keeps keys, the others on one that keeps none."""

import subprocess
import sys
import tempfile
from json import loads
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent


def main(kills: int, seed: str) -> None:
    faults = 0
    for network, share in (("paper", kills * 7 // 10), ("sink", kills - kills * 7 // 10)):
        with tempfile.TemporaryDirectory() as folder:
            began = perf_counter()
            command = [sys.executable, "-m", "tests.crash", folder, str(share), seed, network]
            found = loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)
        print(f"{network}: {found['kills']} kills, {found['houses']} houses, {perf_counter() - began:.0f} s")
        for doing, times in found["deaths"].items():
            print(f"  {times:5} {doing}")
        print(f"  beyond their fence {found['on the wire']}, held {found['held']}, faults {len(found['faults'])}")
        for fault in found["faults"]:
            print(f"  {fault}")
        faults += len(found["faults"])
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, sys.argv[2] if len(sys.argv) > 2 else "bench")
