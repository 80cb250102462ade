"""The command as people start it: a process of its own."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

AWARENESS = (sys.executable, "-m", "scheduler")
PATIENCE = 60
"""Seconds until a command that does not end is given up; machines that build others are slow."""


def environment(**variables: str) -> dict[str, str]:
    ours = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**ours, "LOGNAME": "anna", "TZ": "UTC", "TERM": "xterm-256color", **variables}


def awareness(
    *arguments: str, folder: Path, stdin: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*AWARENESS, *arguments],
        cwd=folder,
        env=environment(**(env or {})),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def started(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*AWARENESS, *arguments],
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def at_a_terminal(
    *arguments: str, folder: Path, typed: str = "", after: str = "", env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Its exit code and all that the terminal shows. `typed` is typed once the terminal shows `after`."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(AWARENESS[0], [*AWARENESS, *arguments], environment(**(env or {})))  # noqa: S606 - ours
    shown = b""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # how a terminal says that its last program is gone
                break
            if not piece:
                break
            shown += piece
        if typed and after.encode() in shown:
            os.write(terminal, typed.encode())
            typed = ""
    else:
        os.kill(child, signal.SIGKILL)
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()
