"""A whole house on three networks over real HTTP, one account on each, through a day with troubles."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import attrgetter
from pathlib import Path

from scheduler.app import App, build
from scheduler.channels.kit import Kit
from scheduler.model.account import Account
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Finding, Outcome, Prepared
from scheduler.model.record import Scope
from scheduler.place import Place
from scheduler.service.alerting import Alerting
from scheduler.service.ports import Channel, Fence
from scheduler.service.publishing import Publishing
from scheduler.service.taking_readings import TakingReadings
from scheduler.service.verifying import Verifying
from scheduler.service.working import Work
from tests.make import utc
from tests.servers.faults import Fault
from tests.sinks.channel import SinkChannel, Where
from tests.sinks.dialects import Dialect
from tests.sinks.server import SinkServer
from tests.skewed import Skewed, World

DAWN = utc("2026-11-23 10:30")
STEP = timedelta(seconds=100)
PLANS = timedelta(minutes=15)
DEADLINE = timedelta(seconds=0.3)
NOWHERE = "http://nowhere.invalid"
NAMES = {Dialect.FOREVER: "forever", Dialect.FOR_A_WHILE: "awhile", Dialect.NONE: "none"}
FILES = {
    "config/awareness.yaml": "git: ignore\nhorizon: 9h\n",
    "config/accounts.yaml": "accounts:\n"
    + "".join(
        f"  - {{id: {name}, network: paper, limits: {{gap: 10m, per_day: 200, per_week: 1000}}}}\n"
        for name in NAMES.values()
    ),
    "config/campaigns/camps.yaml": (
        "id: camps\nname: Close the camps\nno_repeat: {template: 0h, action: 0h, text: 0h}\n"
        "actions: [{id: speak, kind: share, ask: Say it on.}]\n"
        "schedules: [{id: daily, accounts: [forever, awhile, none], at: {cron: '*/20 * * * *'}, zone: UTC,"
        " late: {policy: skip, limit: 2h}}]\n"
    ),
    "templates/camps/plain.txt": "{{ action.ask }} It is {{ date }}, {{ time }}.\n",
}


@dataclass
class Road:
    """Where requests to a sink go now."""

    sink: str
    now: str = ""

    def where(self, dialect: Dialect) -> Where:
        return Where(self.now or self.sink, dialect)


@dataclass
class Moments:
    """What happens at the moments of a send, once each."""

    before_fence: Callable[[], object] | None = None
    after_fence: Callable[[], object] | None = None
    after_answer: Callable[[], object] | None = None

    def come(self, name: str) -> None:
        happen = getattr(self, name)
        setattr(self, name, None)
        if happen is not None:
            happen()


class ByRoad(SinkChannel):
    """A sink's channel whose way there may change, and on which something may happen on the way."""

    def __init__(self, account: Account, kit: Kit, where: Where, road: Road, moments: Moments) -> None:
        super().__init__(account, replace(kit, deadline=DEADLINE), where)
        self._road, self._moments = road, moments

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        self._where = self._road.where(self._where.dialect)

        def fenced() -> None:
            self._moments.come("before_fence")
            fence()
            self._moments.come("after_fence")

        outcome = super().send(prepared, fenced)
        self._moments.come("after_answer")
        return outcome

    def find(self, prepared: Prepared) -> Finding:
        self._where = self._road.where(self._where.dialect)
        return super().find(prepared)


Publisher = Callable[[App], Publishing]
"""Makes what publishes in a house."""


@dataclass
class Town:
    folder: Path
    clock: Skewed = field(default_factory=lambda: Skewed(DAWN))
    speaks: type[ByRoad] = ByRoad
    publisher: Publisher = attrgetter("publishing")
    moments: Moments = field(default_factory=Moments)

    def __post_init__(self) -> None:
        for name, text in FILES.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text)
        self.world = World(self.clock)
        self.servers = {dialect: SinkServer(dialect, self.world) for dialect in Dialect}
        self.roads = {dialect: Road(server.address) for dialect, server in self.servers.items()}
        self._planned = self.clock.now()
        self._dead = socket.socket()
        self._dead.bind(("127.0.0.1", 0))  # nobody listens there, and nobody else is given it
        self.boot()

    def boot(self) -> None:
        """A new process, whatever became of the one before."""
        self.app: App = build(
            Place(folder=self.folder, data=self.folder / "data"),
            clock=self.clock,
            create=True,
            makers={"paper": self._channel},
        )
        publishing = self.publisher(self.app)
        self.work = Work(
            self.app.desk,
            self.app.accepting,
            self.app.planning,
            publishing,
            self.app.settling,
            Verifying(self.app.desk, self.app.channels, self.app.files),
            TakingReadings(self.app.desk, self.app.accepting.current, self.app.channels, self.app.files),
            Alerting(self.app.desk, []),
        )
        self.work.open("user:anna")

    def _channel(self, account: Account, kit: Kit) -> Channel:
        dialect = next(dialect for dialect, name in NAMES.items() if name == account.id)
        road = self.roads[dialect]
        return self.speaks(account, kit, road.where(dialect), road, self.moments)

    def live_until(self, wall: datetime) -> None:
        """By a clock that is right."""
        self.live_for(wall - self.clock.true)

    def live_for(self, time: timedelta) -> None:
        """With its beats, from due to due; what the clock of the house says meanwhile may be wrong."""
        end = self.clock.true + time
        while self.clock.true < end:
            due = self.work.next_due()
            steps = [STEP, end - self.clock.true, *([due - self.clock.now()] if due else [])]
            self.clock.advance(max(min(steps), timedelta(seconds=1)))
            self.beat()

    def beat(self) -> None:
        work = self.work
        work.freeze()
        for lane in sorted({*self.app.settling.lanes(), *self.app.publishing.lanes()}):
            work.drain(lane)
        self.app.settling.sweep()
        if not timedelta(0) <= self.clock.now() - self._planned < PLANS:
            work.plan()
            self._planned = self.clock.now()

    def cut_off(self, way: str) -> None:
        """No request arrives any more."""
        dead = f"http://127.0.0.1:{self._dead.getsockname()[1]}"
        for road in self.roads.values():
            road.now = dead if way == "refused" else NOWHERE

    def suffer(self, fault: Fault) -> None:
        """Every request meets it from now on."""
        for server in self.servers.values():
            for method in ("GET", "POST"):
                server.lose_share(method, ".*", [fault], seed="all", share=1.0)

    def mend(self) -> None:
        for dialect, server in self.servers.items():
            server.mend()
            self.roads[dialect].now = ""

    def resume(self) -> None:
        """A person mended what locked the accounts."""
        with self.app.store.look() as looking:
            stops = [stop.subject for stop in looking.stops()]
        for account in stops:
            self.app.stopping.resume(Scope.ACCOUNT, account, who="user:anna", why="it has a new token")

    def taken(self, dialect: Dialect) -> list[tuple[str, datetime]]:
        """The nominal instant of each post that its network took, and when that really was."""
        return [(nominal(post.key), self.world.instant(post.at)) for post in self.servers[dialect].book.taken()]

    def rows(self, dialect: Dialect) -> list[Delivery]:
        with self.app.store.look() as looking:
            return looking.deliveries(account=NAMES[dialect])

    def state_of(self, dialect: Dialect) -> dict[str, State]:
        return {nominal(str(row.key)): row.state for row in self.rows(dialect)}

    def reasons(self, dialect: Dialect, event: str) -> dict[str, str]:
        """Why each of its posts came to this, by the record."""
        with self.app.store.look() as looking:
            found = [s.entry for _, s in looking.sealed(chain=NAMES[dialect], events={event}, limit=500)]
        return {nominal(entry.key or ""): entry.why for entry in found}

    def alerts(self) -> Counter[tuple[str, str]]:
        """How many of each kind and subject there ever were."""
        with self.app.store.look() as looking:
            return Counter((alert.kind, alert.subject) for alert in looking.alerts())

    def end(self) -> None:
        self._dead.close()
        for server in self.servers.values():
            with suppress(OSError):
                server.end()


@contextmanager
def a_town(folder: Path, speaks: type[ByRoad] = ByRoad, publisher: Publisher | None = None) -> Iterator[Town]:
    town = Town(folder, speaks=speaks, publisher=publisher or attrgetter("publishing"))
    try:
        yield town
    finally:
        town.end()


def nominal(key: str) -> str:
    """The time of day that a key names: `11:00`, with its date where that is another than the test's."""
    instant = key.split("/")[2].removesuffix("Z")
    return instant[11:] if instant.startswith("2026-11-23") else instant
