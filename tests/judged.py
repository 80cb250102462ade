"""A harness that is a process of its own, and what it answers."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def judged(harness: str, *arguments: object) -> dict[str, Any]:
    """`python -m tests.HARNESS`, from its JSON. Raises RuntimeError with what it said where it failed itself."""
    command = [sys.executable, "-m", f"tests.{harness}", *map(str, arguments)]
    ran = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found
