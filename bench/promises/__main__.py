"""Tries every promise at length and prints the table: `python -m bench.promises [NAME …] [--scale 1] [--seed bench]`.

Each file beside this one is a promise by its name, and holds a `measure`. A scale of 0.01 tries a hundredth of the full
number. The table goes to build/promises.json too. Exits with 1 where a promise was not kept."""

import argparse
import json
import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from time import perf_counter

from bench.promises.row import Measure, Row

HERE = Path(__file__).parent
RESULT = HERE.parent.parent / "build" / "promises.json"


def names() -> list[str]:
    return sorted(file.stem for file in HERE.glob("*.py") if file.stem not in {"__main__", "row"})


def table(chosen: list[str], scale: float, seed: str) -> Iterator[tuple[str, Row, float]]:
    """Each line as soon as it is known, with the seconds since the line before."""
    for name in chosen:
        measure: Measure = import_module(f"bench.promises.{name}").measure
        began = perf_counter()
        for row in measure(scale, seed):
            yield name, row, perf_counter() - began
            began = perf_counter()


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m bench.promises")
    asked.add_argument("names", nargs="*", choices=[[], *names()], default=[], metavar="NAME", help=", ".join(names()))
    asked.add_argument("--scale", type=float, default=1.0)
    asked.add_argument("--seed", default="bench")
    given = asked.parse_args()
    print(f"Python {platform.python_version()}, scale {given.scale:g}, seed {given.seed}")
    rows = []
    for name, row, seconds in table(given.names or names(), given.scale, given.seed):
        print(f"{'kept  ' if row.kept else 'BROKEN'} {name}: {row.what}: {row.figure} ({seconds:.0f} s)", flush=True)
        rows.append({"promise": name, **asdict(row), "seconds": round(seconds, 1)})
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(rows, indent=1) + "\n")
    return 0 if all(row["kept"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
