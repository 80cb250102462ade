"""What is stopped again and again: a store with posts that are due and posts in doubt, on four accounts of a sink."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from scheduler.clock import SystemClock
from scheduler.config.stop_file import stop_file_in
from scheduler.model.account import Limits
from scheduler.model.campaign import Windows
from scheduler.model.delivery import Delivery, State
from scheduler.model.house import House, Settings
from scheduler.model.record import StopFile
from scheduler.model.slot import BY_HAND, SlotKey
from scheduler.model.version import Tree
from scheduler.service.circuit import paused_until
from scheduler.service.desk import Desk
from scheduler.store.database import Database
from tests.make import a_campaign, a_delivery, a_house, a_post, a_template, an_account
from tests.rig import HeldFiles

CLOCK = SystemClock()
DEADLINE = timedelta(seconds=1)
CAMPAIGNS = ("camps", "harbour")
SPEAKING = ("one", "two")
DOUBTING = ("three", "four")
"""Accounts whose posts were sent before, and whose network would refuse a second copy of them."""


@dataclass
class FilesWithStop(HeldFiles):
    """Their tree is in memory; the STOP file lies in a real folder."""

    folder: Path = field(default_factory=Path)

    def stop_file(self) -> StopFile | None:
        return stop_file_in(self.folder)


@dataclass
class Ground:
    """`rows`: everything that was ever put, by its key."""

    folder: Path
    rows: dict[str, Delivery] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "config").mkdir(parents=True)
        self.path = self.folder / "awareness.db"
        self.stop_file = self.folder / "STOP"
        self.files = FilesWithStop(Tree(files={"config/a.yaml": b"1"}), folder=self.folder)
        self.store = Database(self.path, create=True)
        self.desk = Desk(self.store, CLOCK, lambda _, __: None)
        with self.store.write() as writing:
            writing.accept(self.files.tree, at=CLOCK.now(), who="user:anna")

    def put(self, accounts: Sequence[str], number: int, state: State) -> None:
        with self.desk.transaction("user:anna") as t:
            for account in accounts:
                for _ in range(number):
                    row = self._row(account, state)
                    assert t.add(row, "put by a test")
                    self.rows[str(row.key)] = row

    def _row(self, account: str, state: State) -> Delivery:
        due = CLOCK.now() - timedelta(minutes=1)
        names = [*SPEAKING, *DOUBTING]
        number = len(self.rows)
        nominal = f"{due + timedelta(microseconds=number):%Y-%m-%dT%H:%M:%S.%fZ}"
        key = SlotKey(CAMPAIGNS[names.index(account) % 2], BY_HAND, nominal, account)
        row = a_delivery(key=key, due_at=due, send_by=due + timedelta(hours=2), state=state)
        row = replace(row, post=a_post(f"Sign it, please: {nominal} on {account}."))
        if state is State.QUEUED:
            return row
        wire = json.dumps({"account": account, "key": str(key), "text": row.post.text}).encode()
        return replace(row, attempt=1, first_sent=due, wire=wire)

    def states(self) -> dict[str, State]:
        with self.store.look() as looking:
            return {str(row.key): row.state for row in looking.deliveries()}

    def waiting(self) -> list[str]:
        """What can go out now: an account whose network gave trouble waits for longer than anybody here."""
        with self.store.look() as looking:
            free = [name for name in (*SPEAKING, *DOUBTING) if paused_until(looking, name) is None]
            rows = looking.deliveries(states={State.QUEUED, State.CLAIMED})
        return [str(row.key) for row in rows if row.account in free]


def house() -> House:
    windows = Windows(template=timedelta(0), action=timedelta(0), text=timedelta(0))
    limits = Limits(gap=timedelta(0), per_day=100_000, per_week=100_000)
    return a_house(
        settings=Settings(deadline=DEADLINE),
        accounts=tuple(an_account(name, limits=limits) for name in (*SPEAKING, *DOUBTING)),
        campaigns=tuple(a_campaign(name, no_repeat=windows) for name in CAMPAIGNS),
        templates=tuple(a_template(campaign=name) for name in CAMPAIGNS),
        schedules=(),
    )
