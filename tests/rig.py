"""The use cases over a real store and a scripted network, on a clock that a test moves."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.clock import ManualClock
from scheduler.model.delivery import Delivery, State
from scheduler.model.house import House
from scheduler.model.record import Entry, Scope, Stop, StopFile
from scheduler.model.slot import SlotKey
from scheduler.model.version import Tree
from scheduler.service.circuit import paused_until
from scheduler.service.desk import Desk
from scheduler.service.publishing import Publishing
from scheduler.service.sending import Sending
from scheduler.service.settling import Settling
from scheduler.service.stopping import Stopping
from scheduler.service.store_ports import Store
from scheduler.store.database import Database
from tests.make import a_delivery, a_house, utc
from tests.scripted import Scripted

NOON = utc("2026-11-23 12:00")
LEASE = NOON + timedelta(minutes=5)


@dataclass
class HeldFiles:
    """Files in memory: what a test says that they are."""

    tree: Tree = field(default_factory=lambda: Tree(files={}))
    stopped: bool = False

    def look(self) -> Tree:
        return self.tree

    def with_standing(self, tree: Tree) -> Tree:
        return tree

    def stop_file(self) -> StopFile | None:
        return StopFile(path="STOP", since=NOON, who="user:carl", why="rest") if self.stopped else None


class Rig:
    """`happened` collects the record as it is announced. `store` None: a file in the folder."""

    def __init__(
        self, folder: Path, *, house: House | None = None, owner: str = "boot me", store: Store | None = None
    ) -> None:
        self.clock = ManualClock(NOON)
        self.store = store or Database(folder / "awareness.db", create=True)
        self.happened: list[tuple[Entry, Delivery | None]] = []
        self.desk = Desk(self.store, self.clock, lambda entry, delivery: self.happened.append((entry, delivery)))
        self.files = HeldFiles()
        self.house = house or a_house()
        self.network = Scripted(at=NOON)
        self.channels: dict[str, Scripted] = {account.id: self.network for account in self.house.accounts}
        self.sending = Sending(self.desk, self.files, owner)
        self.publishing = Publishing(self.desk, lambda: self.house, self.channels.get, self.files, self.sending)
        self.settling = Settling(self.desk, lambda: self.house, self.channels.get, self.files, self.sending)
        self.stopping = Stopping(self.desk)

    def put(self, *deliveries: Delivery) -> Delivery:
        """Store rows as they are, whatever state they are in; returns the last one as stored."""
        with self.desk.transaction("test") as t:
            for delivery in deliveries:
                assert t.add(delivery, "put by a test")
        return self.row(deliveries[-1].key)

    def row(self, key: SlotKey) -> Delivery:
        with self.store.look() as looking:
            found = looking.delivery(key)
        assert found is not None
        return found

    def state(self, delivery: Delivery) -> State:
        return self.row(delivery.key).state

    def events(self) -> list[str]:
        return [entry.event for entry, _ in self.happened]

    def last(self, event: str) -> Entry:
        return [entry for entry, _ in self.happened if entry.event == event][-1]

    def why(self, event: str) -> str:
        """The reason given with the last such event."""
        return self.last(event).why

    def mark(self, name: str) -> str | None:
        with self.store.look() as looking:
            return looking.mark(name)

    def stop(self, scope: Scope = Scope.ALL, subject: str = "") -> None:
        with self.store.write() as writing:
            assert writing.stop(Stop(scope=scope, subject=subject, at=NOON, who="user:anna", why="rest"))

    def paused_until(self, account: str = "demo") -> datetime | None:
        with self.store.look() as looking:
            return paused_until(looking, account)

    def alerts(self, *, open_only: bool = False) -> list[str]:
        with self.store.look() as looking:
            return [f"{alert.kind}: {alert.text}" for alert in looking.alerts(open_only=open_only)]

    def pass_by(self, **time: float) -> datetime:
        self.clock.advance(timedelta(**time))
        return self.clock.now()


def queued(minute: int = 0, account: str = "demo", **changes: Any) -> Delivery:
    """A delivery that is due at noon and this many minutes, frozen already."""
    due = NOON + timedelta(minutes=minute)
    key = SlotKey("close-the-camps", "daily", f"2026-11-23T12:{minute:02}", account)
    row = a_delivery(key=key, due_at=due, send_by=due + timedelta(hours=2), state=State.QUEUED)
    return replace(row, **changes)


def claimed(**changes: Any) -> Delivery:
    """In the hands of the rig's own boot since noon, nothing sent."""
    row = queued(changes.pop("minute", 0), state=State.CLAIMED, attempt=1, owner="boot me", lease_until=LEASE)
    return replace(row, **changes)


def on_the_wire(**changes: Any) -> Delivery:
    """Claimed, and its fence committed at noon."""
    row = claimed(minute=changes.pop("minute", 0), state=State.SENDING, first_sent=NOON, wire=b"Sign the petition.")
    return replace(row, **changes)


def doubtful(**changes: Any) -> Delivery:
    """Sent at noon, and perhaps accepted; nobody has it in hand."""
    return replace(
        on_the_wire(minute=changes.pop("minute", 0), state=State.IN_DOUBT, owner=None, lease_until=None), **changes
    )
