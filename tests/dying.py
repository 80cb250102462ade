"""Runs a piece of work in a child process and kills it, as a power cut would, at an instant drawn by hash."""

import gc
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
GoOn = Callable[[], object]


def run_in_a_child(work: Callable[[Ready], object], *, kill_after: float | None, once_ready: bool) -> tuple[int, bool]:
    """The child's process id, and whether it came to its end before the kill, so many seconds after it began, or after
    it said that it was ready. One that ends without that word is not killed. It is a copy of this process, made when
    everything is loaded, so that its life is the work alone. Raises RuntimeError where the work itself fails."""
    told, tell = os.pipe()
    child = _copy()
    if child == 0:
        _live(partial(work, partial(os.write, tell, b"!")))
    os.close(tell)
    reached = not once_ready or os.read(told, 1) != b""
    if kill_after is not None and reached:
        CLOCK.wait(threading.Event(), kill_after)
        os.kill(child, signal.SIGKILL)  # to a child that ended already it does nothing: its end was not asked for yet
    ended = _ended(child)
    os.close(told)
    return child, ended


def interrupt_in_a_child(work: Callable[[Ready, GoOn], object], meanwhile: Callable[[], object]) -> bool:
    """The work says when it is ready, and waits to go on; between the two, something else is done here. False: it ended
    without that word. Raises RuntimeError where the work itself fails."""
    (told, tell), (wait, let) = os.pipe(), os.pipe()
    child = _copy()
    if child == 0:
        os.close(let)
        _live(partial(work, partial(os.write, tell, b"!"), partial(os.read, wait, 1)))
    os.close(tell)
    os.close(wait)
    reached = os.read(told, 1) != b""
    if reached:
        meanwhile()
    os.close(let)
    _ended(child)
    os.close(told)
    return reached


def _copy() -> int:
    """The child's process id, 0 in the child itself. What was there before is never looked through for garbage again:
    in a copy that would touch, and so copy, every page of it."""
    gc.freeze()
    return os.fork()


def _ended(child: int) -> bool:
    """By itself, not by a signal."""
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status) != 0:
        raise RuntimeError("a pass failed by itself; its traceback is on standard error")
    return not os.WIFSIGNALED(status)


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
