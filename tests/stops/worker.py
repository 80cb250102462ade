"""A service at full speed in a copy of this process, a thread for each account, for as long as it is wanted."""

import os
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from scheduler.service.working import Work
from tests.sinks.channel import Where
from tests.stops.ground import CLOCK, DOUBTING, SPEAKING, Ground
from tests.stops.publishers import PUBLISHERS

PAUSE = 0.01
"""Seconds for which an account that has nothing to do waits."""


@contextmanager
def at_work(ground: Ground, where: Where, publisher: str) -> Iterator[None]:
    """Raises RuntimeError where it failed by itself. This process must have one thread only."""
    wanted, end = os.pipe()
    open_now, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(end)
        _live(ground, where, publisher, wanted, tell)
    os.close(wanted)
    os.close(tell)
    os.read(open_now, 1)
    os.close(open_now)
    try:
        yield
    finally:
        os.close(end)
        status = os.waitpid(child, 0)[1]
    if status:
        raise RuntimeError("the service failed by itself; its traceback is on standard error")


def _live(ground: Ground, where: Where, publisher: str, wanted: int, tell: int) -> NoReturn:
    code = 1
    try:
        owner = f"boot of process {os.getpid()}"
        work = PUBLISHERS[publisher](ground, where, owner)
        with ground.store.engine_lock(owner):
            work.open(owner)
            _keep_going(work, wanted, tell)
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the parent's stack must not go on in this copy of it
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _keep_going(work: Work, wanted: int, tell: int) -> None:
    ending = threading.Event()
    failed: list[BaseException] = []

    def keep(lane: str) -> None:
        try:
            while not CLOCK.wait(ending, PAUSE):
                work.drain(lane, ending.is_set)
        except BaseException as error:  # noqa: BLE001 - told by the thread that started this one
            failed.append(error)

    lanes = [threading.Thread(target=keep, args=(lane,)) for lane in (*SPEAKING, *DOUBTING)]
    for lane in lanes:
        lane.start()
    os.write(tell, b"!")
    os.read(wanted, 1)  # nothing, once the parent closes its end or dies
    ending.set()
    for lane in lanes:
        lane.join()
    if failed:
        raise failed[0]
