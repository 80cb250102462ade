"""Runs a piece of work in a child process and kills it, as a power cut would, at an instant drawn by hash."""

import hashlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from typing import NoReturn

from scheduler.clock import SystemClock

CLOCK = SystemClock()


def draw(seed: str) -> float:
    """A number from 0 (included) to 1 (excluded), the same for the same seed."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]) / 2**64


Ready = Callable[[], object]


def run_in_a_child(work: Callable[[Ready], object], *, kill_after: float | None, once_ready: bool) -> tuple[int, bool]:
    """The child's process id, and whether it came to its end before the kill, so many seconds after it began, or after
    it said that it was ready. It is a copy of this process, made when everything is loaded, so that its life is the
    work alone. Raises RuntimeError where the work itself fails."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        _live(partial(work, partial(os.write, tell, b"!")))
    os.close(tell)
    if once_ready:
        os.read(told, 1)  # nothing, where it ended without a word
    os.close(told)
    if kill_after is not None:
        CLOCK.wait(threading.Event(), kill_after)
        os.kill(child, signal.SIGKILL)  # to a child that ended already it does nothing: its end was not asked for yet
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status) != 0:
        raise RuntimeError("a pass failed by itself; its traceback is on standard error")
    return child, not os.WIFSIGNALED(status)


def _live(work: Callable[[], object]) -> NoReturn:
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the parent's stack must not go on in this copy of it
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)
