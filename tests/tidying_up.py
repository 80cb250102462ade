"""A store with much in it that is too old, tidied up as the service does it, each transaction timed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from scheduler.clock import ManualClock
from scheduler.model.receipt import Reading
from scheduler.model.version import Tree
from scheduler.service.desk import Desk
from scheduler.service.retaining import LAST, Retaining
from scheduler.service.store_ports import Writing
from scheduler.store.database import Database
from tests.make import a_house, a_key, utc

NOW = utc("2026-11-23 12:00")
OLD = NOW - timedelta(days=500)
PICTURE = 300_000
VERSIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """Times in seconds, sizes in bytes. `most`: 99 of 100 transactions took no longer. `after`: once as much was put
    in again as was taken out."""

    removed: int
    transactions: int
    longest: float
    most: float
    before: int
    after: int


class Timed(Database):
    """Notes for how long each write held the lock."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, create=True)
        self.took: list[float] = []

    @contextmanager
    def write(self) -> Iterator[Writing]:  # type: ignore[override]  # its own kind, seen through the port
        began = perf_counter()
        with super().write() as writing:
            yield writing
        self.took.append(perf_counter() - began)


def tidied(folder: Path, readings: int) -> Tidied:
    store = Timed(folder / "awareness.db")
    _fill(store, readings)
    before = (folder / "awareness.db").stat().st_size
    desk = Desk(store, ManualClock(NOW), lambda _, __: None)
    store.took.clear()
    removed = 0
    while now := Retaining(desk, a_house).tidy_up():
        removed += sum(now.values())
    took = sorted(store.took)
    with store.write() as writing:
        writing.set_mark(LAST, None)
    _fill(store, readings)
    return Tidied(
        removed=removed,
        transactions=len(took),
        longest=took[-1],
        most=took[len(took) * 99 // 100],
        before=before,
        after=(folder / "awareness.db").stat().st_size,
    )


def _fill(store: Database, readings: int) -> None:
    with store.write() as writing:
        for number in range(readings // 7):
            at = OLD + timedelta(seconds=number)
            key = a_key(f"{at:%Y-%m-%dT%H:%M:%S}")
            for nth in range(7):
                writing.add_reading(key, nth, Reading(at=at, counts={"likes": nth, "boosts": number}))
        for number in range(VERSIONS):
            picture = number.to_bytes(2, "big") * (PICTURE // 2)
            writing.accept(Tree(files={"p.png": picture}), at=OLD + timedelta(days=number), who="user:anna")
        writing.accept(Tree(files={"a": b"1"}), at=OLD + timedelta(days=VERSIONS), who="user:anna")
