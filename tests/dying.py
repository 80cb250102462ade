"""Runs a piece of work in a child process and kills it, as a power cut would, at an instant drawn by hash."""

import hashlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable

from scheduler.clock import SystemClock

CLOCK = SystemClock()


def draw(seed: str) -> float:
    """A number from 0 (included) to 1 (excluded), the same for the same seed."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]) / 2**64


def run_in_a_child(work: Callable[[], object], *, kill_after: float | None = None) -> bool:
    """Whether it came to its end before the kill. Its process is a copy of this one, made when everything is loaded,
    so that its life is the work alone. Raises RuntimeError where the work itself fails."""
    child = os.fork()
    if child == 0:
        _live(work)
    if kill_after is not None:
        CLOCK.wait(threading.Event(), kill_after)
        os.kill(child, signal.SIGKILL)  # to a child that ended already it does nothing: its end was not asked for yet
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return False
    if os.WEXITSTATUS(status) != 0:
        raise RuntimeError("a pass failed by itself; its traceback is on standard error")
    return True


def _live(work: Callable[[], object]) -> None:
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the parent's stack must not go on in this copy of it
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)
