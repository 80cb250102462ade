"""How strong the tests are: each room's code is broken in small ways and its own tests must notice.

`python -m bench.mutation [ROOM …]`; long. What survived is written down in build/mutation/."""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.rooms import Room, chosen

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "build" / "mutation"
FLOOR = 85
MEMORY = 4 * 2**30
"""Bytes that one process may take: a loop that a mutant made endless must not eat the machine before its time is up."""

PATIENCE = 300
"""Seconds for the tests of one module; beyond it, a mutant is one that hangs."""

TRIES = 5
ELSEWHERE = "Asia/Kathmandu"
"""Where the machine stands meanwhile: code that asks it for its zone, and not the schedule, must be noticed."""

NO_LITTER = ("-o", "tmp_path_retention_policy=none")
NOTICED = {"killed", "segfault", "timeout"}


def main(names: list[str]) -> None:
    rooms = chosen(names)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    REPORTS.mkdir(parents=True, exist_ok=True)
    print(f"{'room':<20}{'mutants':>9}{'killed':>9}{'survived':>10}{'timeouts':>10}{'score':>9}", flush=True)
    weak = []
    for name, room in rooms.items():
        fates = Counter(measure(name, room).values())
        mutants, noticed = fates.total(), sum(fates[fate] for fate in NOTICED)
        timeouts, score = fates["timeout"], 100 * noticed / mutants
        row = f"{name:<20}{mutants:>9}{noticed - timeouts:>9}{mutants - noticed:>10}{timeouts:>10}{score:>8.1f}%"
        print(row, flush=True)
        if score < FLOOR:
            weak.append(name)
    if weak:
        raise SystemExit(f"under {FLOOR}%: {', '.join(weak)}")


def measure(name: str, room: Room) -> dict[str, str]:
    """What became of each mutant. Works on a copy, so that the checkout can be edited meanwhile."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = Path(folder)
        for part in ("scheduler", "tests", "templates", "config"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        (copy / "pyproject.toml").write_text(project + settings(room), encoding="utf-8")
        (copy / "scratch").mkdir()
        fates = first_fates(copy)
        alive = [mutant for mutant, fate in fates.items() if fate not in NOTICED]
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as hands:
            fates |= zip(alive, hands.map(lambda mutant: retried(copy, mutant), alive), strict=True)
        changes = [mutmut(copy, "show", mutant) for mutant in alive if fates[mutant] not in NOTICED]
        (REPORTS / f"{name.replace(' ', '-')}.diff").write_text("\n".join(changes), encoding="utf-8")
    return fates


def settings(room: Room) -> str:
    files = [module.replace(".", "/") for module in room.code]
    patterns = [f"{file}.py" if (ROOT / f"{file}.py").exists() else f"{file}/*" for file in files]
    return f"""
[tool.mutmut]
source_paths = ["scheduler"]
only_mutate = {json.dumps(patterns)}
also_copy = ["templates", "config"]
pytest_add_cli_args = {json.dumps(NO_LITTER)}
pytest_add_cli_args_test_selection = {json.dumps(room.tests)}
timeout_constant = 2.0
timeout_multiplier = 5.0
"""


def first_fates(copy: Path) -> dict[str, str]:
    """Each mutant against the tests that come by it. mutmut goes on where an endless mutant took it down too."""
    for _ in range(TRIES):
        said = mutmut(copy, "run")
        lines = mutmut(copy, "results", "--all", "true").splitlines()
        fates = dict(line.strip().rsplit(": ", 1) for line in lines if ": " in line)
        if fates and "not checked" not in fates.values():
            return fates
    raise SystemExit(f"mutmut did not come to its end:\n{said}")


def retried(copy: Path, mutant: str) -> str:
    """A survivor against the tests of its module, in a process of its own: mutmut forks from one that has imported
    the code already, where what runs at import, or is remembered, is never the mutant."""
    _, room, module, _ = mutant.split(".")
    command: list[str | Path] = [tool("pytest"), "-x", "-qq", *NO_LITTER, f"tests/unit/{room}/test_{module}.py"]
    environment = outside(copy) | {"MUTANT_UNDER_TEST": mutant}
    try:
        done = subprocess.run(
            command, cwd=copy / "mutants", env=environment, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return "timeout"
    return "killed" if done.returncode else "survived"


def mutmut(copy: Path, *command: str) -> str:
    done = subprocess.run([tool("mutmut"), *command], cwd=copy, env=outside(copy), capture_output=True, check=False)
    return (done.stdout + done.stderr).decode(errors="replace")


def tool(name: str) -> Path:
    return Path(sys.executable).with_name(name)


def outside(copy: Path) -> dict[str, str]:
    return os.environ | {"PYTEST_DEBUG_TEMPROOT": str(copy / "scratch"), "TZ": ELSEWHERE}


if __name__ == "__main__":
    main(sys.argv[1:])
