"""Waits for what another thread or process does, as long as it takes and no longer."""

import threading
from collections.abc import Callable
from typing import TypeVar

from scheduler.clock import SystemClock

Seen = TypeVar("Seen")
CLOCK = SystemClock()


def soon(look: Callable[[], Seen], *, within: float = 90) -> Seen:
    """The first answer that is true in the sense of `if`; AssertionError with the last one after `within` seconds."""
    end = CLOCK.monotonic() + within
    while not (seen := look()):
        if CLOCK.monotonic() > end:
            raise AssertionError(f"after {within} s it is still {seen!r}")
        CLOCK.wait(threading.Event(), 0.02)
    return seen
