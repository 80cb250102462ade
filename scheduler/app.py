"""Names every concrete class, once."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.channels.registry import CHANNELS
from scheduler.clock import Clock
from scheduler.config.reading import read
from scheduler.config.tree import Folder
from scheduler.errors import NoSuchThing
from scheduler.model.delivery import Delivery
from scheduler.model.record import Entry
from scheduler.model.version import Tree
from scheduler.service.accepting import Accepting, Understood
from scheduler.service.admitting import text_rule
from scheduler.service.alerting import Alerting
from scheduler.service.checking import check
from scheduler.service.desk import Announce, Desk
from scheduler.service.planning import Planning
from scheduler.service.ports import AlertSink, Channel, Store
from scheduler.service.publishing import Publishing
from scheduler.service.recording import Recording
from scheduler.service.reports import Reports
from scheduler.service.sending import Sending
from scheduler.service.settling import Settling
from scheduler.service.steering import Steering
from scheduler.service.stopping import Stopping
from scheduler.service.working import Work
from scheduler.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where everything lies: `folder` holds config/ and templates/, `data` the store and the paper feed."""

    folder: Path
    data: Path

    @property
    def store(self) -> Path:
        return self.data / "awareness.db"

    @property
    def paper(self) -> Path:
        return self.data / "paper"

    @property
    def alerts(self) -> Path:
        return self.data / "alerts.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The parts, put together; the faces pick what they need."""

    place: Place
    clock: Clock
    owner: str
    store: Store
    files: Folder
    desk: Desk
    accepting: Accepting
    planning: Planning
    publishing: Publishing
    settling: Settling
    stopping: Stopping
    steering: Steering
    recording: Recording
    reports: Reports
    work: Work


def understand(tree: Tree, now: datetime) -> Understood:
    """What a tree of files says, with every problem that the files themselves and their texts have."""
    found = read(tree)
    if found.house is None:
        return Understood(house=None, problems=found.problems)
    problems = (*found.problems, *check(found.house, found.place, now))
    broken = any(p.severity == "error" for p in problems)
    return Understood(house=None if broken else found.house, problems=tuple(sorted(problems)))


def silent(entry: Entry, delivery: Delivery | None) -> None:
    """Tells nobody."""


class Channels:
    """The channel of each account of the files in force, made when it is first asked for."""

    def __init__(self, accepting: Accepting, place: Place, clock: Clock) -> None:
        self._accepting = accepting
        self._place = place
        self._clock = clock
        self._made: dict[tuple[int, str], Channel | None] = {}

    def __call__(self, account_id: str) -> Channel | None:
        current = self._accepting.current()
        if current is None:
            return None
        key = (current.number, account_id)
        if key not in self._made:
            try:
                account = current.house.account(account_id)
            except NoSuchThing:
                return None
            maker = CHANNELS.get(account.network)
            made = maker(account, self._place.paper, text_rule(account), self._clock) if maker else None
            self._made = {k: v for k, v in self._made.items() if k[0] == current.number}
            self._made[key] = made
        return self._made[key]


def build(
    place: Place,
    *,
    clock: Clock,
    announce: Announce = silent,
    sinks: Sequence[AlertSink] = (),
    create: bool = False,
) -> App:
    """Put the house together. `create` makes a store where there is none; without it StoreMissing is raised."""
    store = Database(place.store, create=create)
    owner = f"boot {secrets.token_hex(4)} of process {os.getpid()}"
    files = Folder(place.folder)
    desk = Desk(store, clock, announce)
    accepting = Accepting(desk, files, lambda tree: understand(tree, clock.now()))
    channels = Channels(accepting, place, clock)
    sending = Sending(desk, files, owner)
    planning = Planning(desk, channels)
    publishing = Publishing(desk, accepting.house, channels, files, sending)
    settling = Settling(desk, accepting.house, channels, files, sending)
    return App(
        place=place,
        clock=clock,
        owner=owner,
        store=store,
        files=files,
        desk=desk,
        accepting=accepting,
        planning=planning,
        publishing=publishing,
        settling=settling,
        stopping=Stopping(desk),
        steering=Steering(desk, channels),
        recording=Recording(desk),
        reports=Reports(desk, files, channels, accepting.current),
        work=Work(desk, accepting, planning, publishing, settling, Alerting(desk, sinks)),
    )
