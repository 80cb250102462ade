"""A house with forty posts, killed again and again while it plans and publishes them, and the judge of what came of it.

Run as a program it prints what it found as JSON: `python -m tests.crash FOLDER KILLS SEED NETWORK`, the network by its
name, or as JSON that says where a real one is. It is a process of its own because it copies itself, which only one with
a single thread may do."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from scheduler.app import App, build
from scheduler.clock import ManualClock
from scheduler.engines.once import run_once
from scheduler.model.delivery import UNFINISHED, Delivery, State
from scheduler.place import Place
from scheduler.service.alerting import Alerting
from scheduler.service.planning import Planning
from scheduler.service.publishing import Publishing
from scheduler.service.sending import Sending
from scheduler.service.settling import Settling
from scheduler.service.taking_readings import TakingReadings
from scheduler.service.verifying import Verifying
from scheduler.service.working import Work
from scheduler.store.checking import faults
from tests.dying import CLOCK, Ready, draw, run_in_a_child
from tests.make import utc
from tests.reality import Real
from tests.sink import Liar, SendsFirst, Sink

ACCOUNTS = ("one", "two", "three", "four")
SCHEDULE = {
    "config/awareness.yaml": "git: ignore\nhorizon: 1d\n",
    "config/campaigns/camps.yaml": (
        "id: camps\nname: Close the camps\nno_repeat: {template: 0h, action: 0h, text: 0h}\n"
        "actions: [{id: speak, kind: share, ask: Say it on.}]\n"
        "schedules: [{id: daily, accounts: [ACCOUNTS], at: {cron: '*/6 9 * * *'}, zone: UTC,"
        " late: {policy: skip, limit: 6h}}]\n"
    ),
    "templates/camps/plain.txt": "{{ action.ask }} It is {{ time }}.\n",
}

PLANNING, DUE = utc("2026-11-23 08:00"), utc("2026-11-23 10:00")
BETWEEN_PASSES = timedelta(seconds=20)
PLANNING_PASSES = 4
REACH = 2
"""Kills fall within so many times what a pass takes, here and now, that has nothing to send: a few posts."""

NETWORKS: dict[str, type[Sink] | None] = {"paper": None, "sink": Sink, "liar": Liar, "sends first": SendsFirst}


class Doomed:
    """One folder of its own, killed until all that is due was said, or may have been."""

    def __init__(self, folder: Path, seed: str, network: type[Sink] | None, real: Real | None = None) -> None:
        self.place = Place(folder=folder, data=folder / "data")
        self.feed = self.place.paper / "feed.jsonl"
        self.said: Callable[[], list[str]] = real.said if real else lambda: said_in(self.feed)
        self.wanted = wanted(real.names if real else ACCOUNTS)
        self._seed = seed
        self._network = network
        self._passes = 0
        self.on_the_wire = 0
        """How many posts were beyond their fence when the service died; each may have to be held."""
        names = ", ".join(real.names if real else ACCOUNTS)
        for name, text in {**SCHEDULE, "config/accounts.yaml": real.accounts() if real else on_paper()}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text.replace("ACCOUNTS", names))
        if real is not None:
            real.let_live(self._app(ManualClock(PLANNING)))

    def die_until_done(self, kills: int) -> Counter[str]:
        """What it was doing at each death. After so many deaths it is left alone; the first post that is out twice
        ends everything."""
        deaths: Counter[str] = Counter()
        for _ in range(min(PLANNING_PASSES, kills)):
            self._try(PLANNING, deaths, within=0.5)
        began = CLOCK.monotonic()
        self._try(PLANNING, deaths, within=None)
        opening = CLOCK.monotonic() - began
        while not self._is_done() and not said_twice(self.said()):
            self._try(DUE, deaths, within=REACH * opening if deaths.total() < kills else None)
        return deaths

    def _try(self, at: datetime, deaths: Counter[str], *, within: float | None) -> None:
        """One more pass, killed within so many seconds (None: not at all) from its beginning, or from when it is open
        and about to publish."""
        seed = f"{self._seed}/{self._passes}"
        self._passes += 1
        hands = int(4 * draw(f"{seed}/hands"))
        unsaid = self._unsaid()
        child, ended = run_in_a_child(
            partial(self._pass, at + self._passes * BETWEEN_PASSES, hands),
            kill_after=None if within is None else within * draw(seed),
            once_ready=hands > 0,
        )
        if not ended:
            deaths[self._was_doing(child, unsaid)] += 1

    def verdict(self) -> tuple[list[str], int]:
        """What is wrong, and how many posts are held."""
        held = self._held()
        record = self._app(ManualClock(DUE)).recording.verify()
        found = judge(self.said(), held, self.wanted)
        return [*found, *faults(self.place.store), *record.faults], len(held)

    def _pass(self, at: datetime, hands: int, ready: Ready) -> None:
        """With as many hands as that, or as cron has it."""
        app = self._app(ManualClock(at))
        work = app.work if self._network is None else work_on(app, self._network(self.feed, app.clock))
        if hands == 0:
            run_once(work, app.store, app.owner)
            return
        with app.store.engine_lock(app.owner):
            work.open(app.owner)
            ready()
            with ThreadPoolExecutor(hands) as pool:
                list(pool.map(work.drain, work.lanes()))

    def _app(self, clock: ManualClock) -> App:
        return build(self.place, clock=clock, create=True)

    def _rows(self) -> list[Delivery]:
        """What is due on the day of the test."""
        with self._app(ManualClock(DUE)).store.look() as looking:
            return looking.deliveries(until=DUE)

    def _held(self) -> set[str]:
        return {str(row.key) for row in self._rows() if row.state is State.HELD}

    def _is_done(self) -> bool:
        return self._unsaid() == 0

    def _unsaid(self) -> int:
        rows = self._rows()
        return sum(row.state in UNFINISHED - {State.HELD} for row in rows) if rows else len(self.wanted)

    def _was_doing(self, child: int, unsaid: int) -> str:
        """The farthest step to which the dead had brought any post; of a step that was not durable nothing is left."""
        journal = self.place.store.with_name(f"{self.place.store.name}-journal")
        committing = ", in a commit" if journal.exists() and journal.stat().st_size else ""
        mine = [row for row in self._rows() if row.owner and row.owner.endswith(f"process {child}")]
        sending = {str(row.key) for row in mine if row.state is State.SENDING}
        self.on_the_wire += len(sending)
        if sending:
            taken = sending & set(self.said())
            return f"sending, {'taken' if taken else 'not yet taken'}{committing}"
        if mine:
            return f"claimed{committing}"
        return f"{'between two posts' if self._unsaid() < unsaid else 'opening, planning'}{committing}"


def said_in(feed: Path) -> list[str]:
    """The keys of a feed, in order; a torn last line was never taken."""
    whole = feed.read_text().split("\n")[:-1] if feed.exists() else []
    return [line["post"]["key"] for line in map(json.loads, whole) if line["event"] == "posted"]


def wanted(names: Collection[str] = ACCOUNTS) -> set[str]:
    """By hand, from the schedule: what must have been said at the end, and nothing else."""
    return {f"camps/daily/2026-11-23T09:{minute:02}/{name}/1" for minute in range(0, 60, 6) for name in names}


def on_paper() -> str:
    lines = [f"  - {{id: {name}, network: paper, limits: {{gap: 0m, per_day: 20}}}}" for name in ACCOUNTS]
    return "\n".join(["accounts:", *lines, ""])


def said_twice(keys: list[str]) -> list[str]:
    said = Counter(keys)
    return [f"{key} was said {times} times" for key, times in sorted(said.items()) if times > 1]


def judge(keys: list[str], held: set[str], due: set[str]) -> list[str]:
    """What is wrong with what the world can read; the service is not asked, but for what it wants a person to look
    at."""
    said = set(keys)
    return [
        *said_twice(keys),
        *(f"{key} was said and not wanted" for key in sorted(said - due)),
        *(f"{key} was not said, and nobody is told" for key in sorted(due - said - held)),
    ]


def work_on(app: App, network: Sink) -> Work:
    """The app's work, with every account on one network."""

    def channels(_: str) -> Sink:
        return network

    sending = Sending(app.desk, app.files, app.owner)
    return Work(
        app.desk,
        app.accepting,
        Planning(app.desk, channels),
        Publishing(app.desk, app.accepting.house, channels, app.files, sending),
        Settling(app.desk, app.accepting.house, channels, app.files, sending),
        Verifying(app.desk, channels, app.files),
        TakingReadings(app.desk, app.accepting.current, channels, app.files),
        Alerting(app.desk, []),
    )


def die(folder: Path, kills: int, seed: str, network: str) -> dict[str, Any]:
    """House after house, until there were so many kills or one house was found wrong. On a real network one house:
    the next one needs accounts of its own."""
    real = Real.read(network) if network.startswith("{") else None
    deaths: Counter[str] = Counter()
    found: list[str] = []
    houses = held = on_the_wire = 0
    while deaths.total() < kills and not found and not (real and houses):
        kind = None if real else NETWORKS[network]
        doomed = Doomed(folder / str(houses), f"{seed}/{houses}", kind, real)
        deaths += doomed.die_until_done(kills - deaths.total())
        found, left = doomed.verdict()
        houses += 1
        held += left
        on_the_wire += doomed.on_the_wire
    return {
        "houses": houses,
        "kills": deaths.total(),
        "deaths": dict(deaths.most_common()),
        "on the wire": on_the_wire,
        "held": held,
        "faults": found,
    }


if __name__ == "__main__":
    place, number, seed, name = sys.argv[1:]
    print(json.dumps(die(Path(place), int(number), seed, name)))  # noqa: T201 - a program's answer
