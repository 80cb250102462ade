"""Months of the service in one process: what it holds on to and what the store has to do for it, sampled on the way."""

import gc
import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from scheduler.model.delivery import Delivery
from scheduler.model.record import Entry
from tests.year import DAY, Service

PAGE = os.sysconf("SC_PAGE_SIZE")
STEPS = 100
"""Instructions of the database's virtual machine that are counted at a time: the same on a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """`objects` are those that Python's collector knows. `steps` are what the store's questions and changes took since
    the sample before, in instructions of SQLite. Sizes are in bytes."""

    day: int
    memory: int
    objects: int
    descriptors: int
    threads: int
    steps: int
    store: int
    heads: int
    log: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much each may grow in a day, along the straight line that fits the samples best. Paper is a network that
    lives in this process and remembers each post for ever, once for each account: of 15 posts a day and three accounts
    that is 27 KiB and some 100 objects; the rest of the house is allowed half as much."""

    memory: float = 40 * 1024
    objects: float = 150
    descriptors: float = 0.01
    threads: float = 0.01
    steps: float = 400
    """In a day's work of some 1,050,000. A question that reads all that an account ever said costs 450 more a day."""


class Steps:
    """Counts in every connection that is opened while it listens."""

    def __init__(self) -> None:
        self.counted = 0

    @contextmanager
    def listening(self) -> Iterator["Steps"]:
        event.listen(Engine, "connect", self._connected)
        try:
            yield self
        finally:
            event.remove(Engine, "connect", self._connected)

    def _connected(self, connection: object, _: object) -> None:
        connection.set_progress_handler(self._tick, STEPS)  # type: ignore[attr-defined]  # sqlite3's own

    def _tick(self) -> None:
        self.counted += STEPS

    def taken(self) -> int:
        counted, self.counted = self.counted, 0
        return counted


def through(service: Service, days: int, every: int) -> Iterator[Sample]:
    """A sample each `every` simulated days."""
    start = service.clock.now()
    with Steps().listening() as steps:
        for day in range(every, days + 1, every):
            service.run_until(start + day * DAY)
            yield _sample(service, day, steps.taken() // every)


def _sample(service: Service, day: int, steps: int) -> Sample:
    gc.collect()
    place = service.app.place
    return Sample(
        day=day,
        memory=int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE,
        objects=len(gc.get_objects()),
        descriptors=sum(1 for _ in Path("/proc/self/fd").iterdir()),
        threads=threading.active_count(),
        steps=steps,
        store=_size(place.store),
        heads=_size(place.store.with_name("record.heads")),
        log=_size(place.alerts),
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def slope(samples: list[Sample], what: str) -> float:
    """By how much it grows in a day, by least squares."""
    days = [sample.day for sample in samples]
    values = [float(getattr(sample, what)) for sample in samples]
    middle, mean = sum(days) / len(days), sum(values) / len(values)
    spread = sum((day - middle) ** 2 for day in days)
    return sum((day - middle) * (value - mean) for day, value in zip(days, values, strict=True)) / spread


def leaks(samples: list[Sample], bounds: Bounds) -> list[str]:
    """What grows faster than it may."""
    grown = {field.name: slope(samples, field.name) for field in fields(bounds)}
    return [f"{what} grows by {by:,.2f} a day" for what, by in grown.items() if by > float(getattr(bounds, what))]


class Hoarding(Service):
    """Known to be bad: whoever listens keeps every entry of the record, and each post opens a file that nobody
    closes."""

    def __init__(self, data: Path, start: datetime) -> None:
        self.kept: list[object] = []
        super().__init__(data, start, self._keep)

    def _keep(self, entry: Entry, delivery: Delivery | None) -> None:
        self.kept.append((entry, delivery))
        if entry.event == "delivery.posted":
            self.kept.append(Path(os.devnull).open("rb"))  # noqa: SIM115 - that is what is wrong with it

    def let_go(self) -> None:
        for thing in self.kept:
            if isinstance(thing, io.IOBase):
                thing.close()
