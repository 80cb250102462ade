"""Clocks and a store through which death and trouble come to a process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.clock import ManualClock
from scheduler.errors import StoreBusy, StoreTrouble
from scheduler.service.store_ports import Looking, Store, Writing
from tests.simulation.fates import Crash


@dataclass
class Mortality:
    """A process passes a step with each look at its clock, which is inside its transactions, and with each entry of the
    record that became durable, which is between them. `left` None: it lives on."""

    left: int | None = None

    def step(self, *_: object) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise Crash


class MortalClock:
    """The clock of a process that may die at any look at it."""

    def __init__(self, clock: ManualClock, mortality: Mortality) -> None:
        self.monotonic = clock.monotonic
        self.wait = clock.wait
        self._clock = clock
        self._mortality = mortality

    def now(self) -> datetime:
        self._mortality.step()
        return self._clock.now()


class PatientClock:
    """The clock of somebody at a terminal, who looks seldom while waiting."""

    def __init__(self, clock: ManualClock) -> None:
        self.now = clock.now
        self.monotonic = clock.monotonic
        self._clock = clock

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return self._clock.wait(event, max(seconds, 3.0))


class TroubledStore:
    """A store whose next writes end in trouble, or whose next looks: `unwritten` roll back, `unconfirmed` are durable
    and nobody is told so, `unread` cannot begin."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.engine_lock = store.engine_lock
        self.engine_owner = store.engine_owner
        self.heads = store.heads
        self.renew_heads = store.renew_heads
        self.lies = store.lies
        self.marker = store.marker
        self.set_marker = store.set_marker
        self.unwritten = self.unconfirmed = self.unread = 0

    @contextmanager
    def look(self) -> Iterator[Looking]:
        if self.unread > 0:
            self.unread -= 1
            raise StoreBusy("the store is busy")
        with self._store.look() as looking:
            yield looking

    @contextmanager
    def write(self) -> Iterator[Writing]:
        if self.unwritten > 0:
            self.unwritten -= 1
            raise StoreBusy("the store is busy")
        with self._store.write() as writing:
            yield writing
        if self.unconfirmed > 0:
            self.unconfirmed -= 1
            raise StoreTrouble("the store does not say whether it wrote")

    def calm(self) -> None:
        self.unwritten = self.unconfirmed = self.unread = 0


HANGS = timedelta(minutes=3)
