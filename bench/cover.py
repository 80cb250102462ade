"""Whether each room's own unit tests run every branch of it: `python -m bench.cover [ROOM …]`."""

import os
import subprocess
import sys
from pathlib import Path

from bench.rooms import Room, chosen

ROOT = Path(__file__).parent.parent
DATA = ROOT / "build" / "coverage"


def main(names: list[str]) -> None:
    holes = [name for name, room in chosen(names).items() if not covered(name, room)]
    if holes:
        raise SystemExit(f"not every branch is run: {', '.join(holes)}")


def covered(name: str, room: Room) -> bool:
    """A room is measured by itself: what another room's tests happen to run does not count."""
    print(f"{name}:", flush=True)
    sources = [f"--cov={module}" for module in room.code]
    report = ["--cov-branch", "--cov-fail-under=100", "--cov-report=term-missing:skip-covered"]
    pytest = str(Path(sys.executable).with_name("pytest"))
    command = [pytest, "-qq", "-n", "auto", *sources, *report, *room.tests]
    DATA.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"COVERAGE_FILE": str(DATA / name.replace(" ", "-"))}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    main(sys.argv[1:])
