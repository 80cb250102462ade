"""How strong the tests are: each room's code is broken in small ways and its own unit tests must notice.

`python -m bench.mutation [ROOM …]`; long. What survived is written down in build/mutation/."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.rooms import Room, chosen

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "build" / "mutation"
FLOOR = 85
MEMORY = 4 * 2**30
"""Bytes that one process may take: a loop that a mutant made endless must not eat the machine before its time is up."""


ELSEWHERE = "Asia/Kathmandu"
"""Where the machine stands meanwhile: code that asks it for its zone, and not the schedule, must be noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Everything that is not killed and not out of time has survived, a mutant that no test runs among it."""

    mutants: int
    killed: int
    timeouts: int

    @property
    def survived(self) -> int:
        return self.mutants - self.killed - self.timeouts

    @property
    def percent(self) -> float:
        return 100 * (self.killed + self.timeouts) / self.mutants


def main(names: list[str]) -> None:
    rooms = chosen(names)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    REPORTS.mkdir(parents=True, exist_ok=True)
    print(f"{'room':<20}{'mutants':>9}{'killed':>9}{'survived':>10}{'timeouts':>10}{'score':>9}", flush=True)
    weak = []
    for name, room in rooms.items():
        score = measure(name, room)
        row = f"{name:<20}{score.mutants:>9}{score.killed:>9}{score.survived:>10}{score.timeouts:>10}"
        print(f"{row}{score.percent:>8.1f}%", flush=True)
        if score.percent < FLOOR:
            weak.append(name)
    if weak:
        raise SystemExit(f"under {FLOOR}%: {', '.join(weak)}")


def measure(name: str, room: Room) -> Score:
    """Works on a copy, so that the checkout can be edited meanwhile."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = Path(folder)
        for part in ("scheduler", "tests", "templates", "config"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        (copy / "pyproject.toml").write_text(project + settings(room), encoding="utf-8")
        (copy / "scratch").mkdir()
        said = mutmut(copy, "run")
        mutmut(copy, "export-cicd-stats")
        stats = copy / "mutants" / "mutmut-cicd-stats.json"
        if not stats.exists():
            raise SystemExit(f"{name}: no mutant was tried\n{said}")
        counts = json.loads(stats.read_text(encoding="utf-8"))
        write_down(name, copy)
    return Score(mutants=counts["total"], killed=counts["killed"] + counts["segfault"], timeouts=counts["timeout"])


def settings(room: Room) -> str:
    files = [module.replace(".", "/") for module in room.code]
    patterns = [f"{file}.py" if (ROOT / f"{file}.py").exists() else f"{file}/*" for file in files]
    return f"""
[tool.mutmut]
source_paths = ["scheduler"]
only_mutate = {json.dumps(patterns)}
also_copy = ["templates", "config"]
pytest_add_cli_args = ["-o", "tmp_path_retention_policy=none"]
pytest_add_cli_args_test_selection = {json.dumps(room.tests)}
timeout_constant = 2.0
timeout_multiplier = 5.0
"""


def write_down(name: str, copy: Path) -> None:
    """What each mutant changed that was not killed."""
    alive = [line.split(": ")[0].strip() for line in mutmut(copy, "results").splitlines() if ": " in line]
    changes = [mutmut(copy, "show", mutant) for mutant in alive]
    (REPORTS / f"{name.replace(' ', '-')}.diff").write_text("\n".join(changes), encoding="utf-8")


def mutmut(copy: Path, *command: str) -> str:
    environment = os.environ | {"PYTEST_DEBUG_TEMPROOT": str(copy / "scratch"), "TZ": ELSEWHERE}
    tool = Path(sys.executable).with_name("mutmut")
    done = subprocess.run(
        [tool, *command], cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.stdout.decode(errors="replace")


if __name__ == "__main__":
    main(sys.argv[1:])
