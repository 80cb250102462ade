"""Work over a real store, with files in memory and networks that a test scripts: all that an engine keeps going."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.clock import Clock, SystemClock
from scheduler.engines.local import LocalEngine
from scheduler.errors import Problem
from scheduler.model.delivery import Delivery, State
from scheduler.model.record import Entry
from scheduler.model.slot import BY_HAND, SlotKey
from scheduler.model.version import Tree
from scheduler.service.accepting import Accepting, Understood
from scheduler.service.alerting import Alerting
from scheduler.service.desk import Desk
from scheduler.service.planning import Planning
from scheduler.service.publishing import Publishing
from scheduler.service.sending import Sending
from scheduler.service.settling import Settling
from scheduler.service.taking_readings import TakingReadings
from scheduler.service.tidying import LAST_BEAT
from scheduler.service.verifying import Verifying
from scheduler.service.working import Beat, Work
from scheduler.store.database import Database
from tests.make import CAMPAIGN, a_delivery, a_house, an_account
from tests.patience import soon
from tests.rig import HeldFiles
from tests.scripted import Scripted

OWNER = "boot of a test"


@dataclass(frozen=True)
class Running:
    ending: threading.Event
    thread: threading.Thread

    def ended_within(self, seconds: float) -> bool:
        self.thread.join(seconds)
        return not self.thread.is_alive()


@dataclass
class ShakyFiles(HeldFiles):
    """`trouble`, where there is one, is raised at every look."""

    trouble: Exception | None = None

    def look(self) -> Tree:
        if self.trouble is not None:
            raise self.trouble
        return super().look()


class Quick(Work):
    """Keeps every beat a hundred times a second."""

    def beats(self) -> list[Beat]:
        return [replace(beat, every=timedelta(seconds=0.01)) for beat in super().beats()]


class Crew:
    """Speaks on these accounts, on a scripted network each, and only what is `put` into its outbox."""

    def __init__(self, folder: Path, *accounts: str, clock: Clock | None = None, work: type[Work] = Work) -> None:
        self.clock = clock or SystemClock()
        self.store = Database(folder / "awareness.db", create=True)
        self.happened: list[Entry] = []
        self.files = ShakyFiles(Tree(files={"config/a.yaml": b"1"}))
        self.house = a_house(accounts=tuple(an_account(name) for name in accounts), schedules=())
        self.networks = {name: Scripted(at=self.clock.now()) for name in accounts}
        desk = Desk(self.store, self.clock, lambda entry, _: self.happened.append(entry))
        accepting = Accepting(desk, self.files, self._understand)
        sending = Sending(desk, self.files, OWNER)
        self.desk = desk
        self.work = work(
            desk,
            accepting,
            Planning(desk, self.networks.get),
            Publishing(desk, accepting.house, self.networks.get, self.files, sending),
            Settling(desk, accepting.house, self.networks.get, self.files, sending),
            Verifying(desk, self.networks.get, self.files),
            TakingReadings(desk, accepting.current, self.networks.get, self.files),
            Alerting(desk, []),
        )
        # The files are taken already, so that opening need not wait for a second look at them.
        with self.store.write() as writing:
            writing.accept(self.files.tree, at=self.clock.now(), who="user:anna")

    def _understand(self, tree: Tree, at: datetime | None) -> Understood:
        if tree.files:
            return Understood(house=self.house)
        return Understood(house=None, problems=(Problem("config", 0, 0, "", "it is empty", "write something"),))

    def a_post(self, account: str, **late: float) -> Delivery:
        """Frozen, and asked for by hand; due now, or so long ago."""
        due_at = self.clock.now() - timedelta(**late)
        key = SlotKey(CAMPAIGN, BY_HAND, f"{due_at:%Y-%m-%dT%H:%M:%S.%fZ}", account)
        return a_delivery(key=key, due_at=due_at, send_by=due_at + timedelta(hours=2), state=State.QUEUED)

    def put(self, account: str, **late: float) -> Delivery:
        return self.keep(self.a_post(account, **late))

    def keep(self, row: Delivery) -> Delivery:
        with self.desk.transaction("user:anna") as t:
            assert t.add(row, "put by a test")
        return row

    def state(self, row: Delivery) -> State | None:
        with self.store.look() as looking:
            found = looking.delivery(row.key)
        return found.state if found else None

    def alerts(self, *, open_only: bool = False) -> list[str]:
        with self.store.look() as looking:
            return [f"{alert.kind}: {alert.text}" for alert in looking.alerts(open_only=open_only)]

    def events(self) -> list[str]:
        return [entry.event for entry in self.happened]

    def last_beat(self) -> str | None:
        with self.store.look() as looking:
            return looking.mark(LAST_BEAT)

    @contextmanager
    def engine(self) -> Iterator["Running"]:
        """An engine at work in a thread of its own; it is told to end at the end, or when the event is set."""
        ending, opened = threading.Event(), threading.Event()
        engine = LocalEngine(self.work, self.store, OWNER)
        thread = threading.Thread(target=engine.run, args=(ending, opened.set), name="engine")
        thread.start()
        try:
            assert opened.wait(30)
            yield Running(ending, thread)
        finally:
            ending.set()
            thread.join(60)
        assert not thread.is_alive()

    def posted(self, row: Delivery) -> bool:
        """Waits until it is out."""
        return soon(lambda: self.state(row) is State.POSTED)
