"""A house whose store is copied in a burst of posts, lost later, and put back: what it says from then on."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner

from scheduler.app import App, build
from scheduler.channels.registry import CHANNELS
from scheduler.cli.copies import make_backup
from scheduler.cli.main import awareness
from scheduler.cli.session import Session
from scheduler.clock import ManualClock
from scheduler.model.delivery import OUT, UNFINISHED, Delivery, State
from scheduler.model.record import Entry
from scheduler.place import Place
from scheduler.service.put_back import BACKUP, ENGINE, PUT_BACK
from scheduler.store.checking import faults
from tests.dying import draw
from tests.make import utc
from tests.morning import ACCOUNTS, DUE, PLANNING, SCHEDULE, on_paper, wanted
from tests.sinks.channel import Where, sink_maker
from tests.sinks.dialects import Dialect
from tests.sinks.server import SinkServer
from tests.toll import judge
from tests.worlds import said_in

NAMES = ACCOUNTS[:2]
EVENTS = 75
"""How much of the record the copy, and the loss, fall within, from when everything is planned: of twenty posts each is
frozen, claimed, sent and posted."""

BURST, BETWEEN_POSTS = utc("2026-11-23 09:00"), timedelta(minutes=6)

LEFT_OUT = "paper"
"""The feed of paper is a network, and no copy of a house brings back what a network said."""

LOST = {State.HELD, State.EXPIRED, State.WITHDRAWN}


class Lost(BaseException):
    """the machine is gone, in the midst of what it did"""


@dataclass
class House:
    """`network` None: paper. `ignores`: all that could tell a copy is taken away from it, as a house would have it that
    looks at none of it."""

    folder: Path
    seed: str
    way: str
    network: SinkServer | None = None
    ignores: bool = False
    entries: int = 0
    copied: bool = False
    same: bool = False
    """The store as it was before is written over it: nothing was lost, and there is nothing to tell."""
    recognised: bool = False
    quiet: bool = False
    doubts: int = 0
    clock: ManualClock = field(default_factory=lambda: ManualClock(PLANNING))

    def __post_init__(self) -> None:
        self.place = Place(folder=self.folder / "house", data=self.folder / "house" / "data")
        for name, text in {**SCHEDULE, "config/accounts.yaml": on_paper()}.items():
            path = self.place.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("ACCOUNTS", ", ".join(NAMES)))
        first, second = sorted(int(EVENTS * draw(f"{self.seed}/{n}")) for n in ("copy", "loss"))
        self._copy_at, self._lose_at = first, max(second, first + 1) + 1

    def run(self) -> list[str]:
        """What is wrong with what the world can read in the end, and with what the house says of it."""
        with suppress(Lost):
            self._work(self._remember)
        if not self.copied:
            raise AssertionError(f"{self.seed}: the burst had ended before the copy was made")
        self.same = self._is_the_same()
        WAYS[self.way](self)
        if self.ignores:
            self._forget()
        self.clock.advance(timedelta(minutes=3))
        said = self.said()
        self._once()
        self.recognised, self.quiet = self._is_stopped(), said == self.said()
        if self.recognised:
            self.command("recover", "--yes")
        self.doubts = sum(row.state is State.HELD for row in self._rows())
        self._work(lambda *_: None)
        return self._judge()

    def said(self) -> list[str]:
        if self.network is not None:
            return [post.key for post in self.network.book.taken()]
        return said_in(self.place.paper / "feed.jsonl")

    def command(self, *arguments: str) -> None:
        session = Session(clock=self.clock, folder=self.place.folder)
        found = CliRunner().invoke(awareness, list(arguments), obj=session)
        if found.exit_code:
            raise AssertionError(f"{self.seed}: awareness {' '.join(arguments)}: {found.output}")

    @property
    def copy(self) -> Path:
        return self.folder / "copy"

    def _work(self, announce: Callable[[Entry, Delivery | None], None]) -> None:
        """From now until everything that was due has had its time."""
        app = build(self.place, clock=self.clock, announce=announce, create=True)
        with app.store.engine_lock(app.owner):
            app.work.open(app.owner)
            while self.clock.now() < DUE:
                self._beat(app)
                self.clock.advance(BETWEEN_POSTS if self.clock.now() >= BURST else BURST - self.clock.now())

    def _once(self) -> None:
        app = build(self.place, clock=self.clock)
        with app.store.engine_lock(app.owner):
            app.work.open(app.owner)
            self._beat(app)

    def _beat(self, app: App) -> None:
        app.work.freeze()
        for lane in app.work.lanes():
            app.work.drain(lane)

    def _remember(self, _: Entry, __: Delivery | None) -> None:
        if self.clock.now() < BURST:
            return
        self.entries += 1
        if self.entries == self._copy_at + 1:
            self._take_copy()
        if self.entries > self._lose_at:
            raise Lost

    def _take_copy(self) -> None:
        self.copied = True
        if self.way == "our command":
            self.copy.mkdir()
            make_backup(Session(clock=self.clock, folder=self.place.folder), self.place.store, self.copy / "backup")
        else:
            shutil.copytree(self.place.data, self.copy, ignore=shutil.ignore_patterns(LEFT_OUT))

    def _forget(self) -> None:
        for name in ("store.marker", "record.heads"):
            (self.place.data / name).unlink(missing_ok=True)
        with closing(sqlite3.connect(self.place.store)) as store, store:
            store.execute("DELETE FROM marks WHERE name IN (?, ?, ?)", (ENGINE, BACKUP, PUT_BACK))
            store.execute("DELETE FROM stops")

    def _is_the_same(self) -> bool:
        return self.way == "the store in place" and _rows_in(self.copy / "awareness.db") == _rows_in(self.place.store)

    def _is_stopped(self) -> bool:
        with build(self.place, clock=self.clock).store.look() as looking:
            return any(stop.waits_for_recover for stop in looking.stops())

    def _rows(self) -> list[Delivery]:
        with build(self.place, clock=self.clock).store.look() as looking:
            return looking.deliveries(until=DUE)

    def _judge(self) -> list[str]:
        rows, said = self._rows(), self.said()
        listed = {str(row.key) for row in rows if row.state in LOST}
        counted = {str(row.key) for row in rows if row.state in OUT}
        record = build(self.place, clock=self.clock).recording.verify()
        return [
            *judge(said, listed, wanted(NAMES)),
            *(f"{key} counts as said, and is not" for key in sorted(counted - set(said))),
            *(f"{row.key} is still {row.state}" for row in rows if row.state in UNFINISHED - {State.HELD}),
            *faults(self.place.store),
            *record.faults,
        ]


def _rows_in(store: Path) -> int:
    with closing(sqlite3.connect(store)) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM record").fetchone()
    return int(rows)


def by_our_command(house: House) -> None:
    house.command("restore", str(house.copy / "backup"))


def in_place(house: House) -> None:
    shutil.copyfile(house.copy / "awareness.db", house.place.store)


def as_another_file(house: House) -> None:
    shutil.copyfile(house.copy / "awareness.db", house.place.data / "fresh")
    (house.place.data / "fresh").replace(house.place.store)


def whole_folder(house: House) -> None:
    _empty(house.place.data)
    shutil.copytree(house.copy, house.place.data, dirs_exist_ok=True)


def elsewhere(house: House) -> None:
    """The files on another machine, with what was copied of the data."""
    moved = Place(folder=house.folder / "moved", data=house.folder / "moved" / "data")
    shutil.copytree(house.place.folder, moved.folder)
    _empty(moved.data)
    shutil.copytree(house.copy, moved.data, dirs_exist_ok=True)
    house.place = moved


def _empty(data: Path) -> None:
    for path in data.iterdir():
        if path.name != LEFT_OUT:
            path.unlink()


WAYS: dict[str, Callable[[House], None]] = {
    "our command": by_our_command,
    "the store in place": in_place,
    "the store as another file": as_another_file,
    "the whole folder": whole_folder,
    "the folder elsewhere": elsewhere,
}
"""Every second copy is one that `awareness restore` puts back; the others in turn."""


def way_of(number: int) -> str:
    others = list(WAYS)[1:]
    return "our command" if number % 2 == 0 else others[number // 2 % len(others)]


@dataclass
class Figures:
    points: int = 0
    same: int = 0
    recognised: int = 0
    spoke: int = 0
    doubts: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def put_back_at(folder: Path, points: int, seed: str, dialect: Dialect | None, *, ignores: bool = False) -> Figures:
    """House after house, each copied and put back once. `dialect` None: paper."""
    found = Figures()
    for number in range(points):
        with _network(dialect) as network:
            way = way_of(number)
            house = House(folder / str(number), f"{seed}/{number}", way, network, ignores=ignores)
            faults = house.run()
        found.points += 1
        found.ways[way] += 1
        found.same += house.same
        found.recognised += house.recognised
        found.spoke += not house.quiet and not house.same
        found.doubts += house.doubts
        found.faults += [f"{house.seed}, {way}: {fault}" for fault in faults]
        shutil.rmtree(house.folder)
    return found


@contextmanager
def _network(dialect: Dialect | None) -> Iterator[SinkServer | None]:
    if dialect is None:
        yield None
        return
    paper, server = CHANNELS["paper"], SinkServer(dialect)
    CHANNELS["paper"] = sink_maker(Where(server.address, dialect))
    try:
        yield server
    finally:
        CHANNELS["paper"] = paper
        server.end()
