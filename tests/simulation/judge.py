"""Holds what the world has, what the store says and what was done against each other; the service is asked nothing."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.clock import ManualClock
from scheduler.model.delivery import Delivery
from scheduler.model.record import Entry
from scheduler.model.slot import SlotKey
from scheduler.store.database import Database
from tests.simulation.fates import Fate
from tests.simulation.folder import BUDGET, GAP, PER_DAY, ZONE
from tests.simulation.network import Network

DRAWN = Path(__file__).parents[2] / "docs" / "life-of-a-delivery.md"
EDGE = re.compile(r"^ {4}(\w+) --> (\w+): ", re.MULTILINE)
SLACK = timedelta(minutes=8)
"""By how much a gap may be short by our clock: a minute counts as on time, a network's clock is believed to be five
behind ours, and a step of two minutes back of our own is none."""
OUT = {"posted", "verified", "vanished", "deleted"}
AHEAD = {"planned", "withdrawn"}
PERHAPS = {"sending", "in doubt", "held"}


def edges() -> set[tuple[str, str]]:
    """The steps of a life, as the page for people draws them."""
    found = EDGE.findall(DRAWN.read_text(encoding="utf-8"))
    return {(before.replace("_", " "), after.replace("_", " ")) for before, after in found}


@dataclass(frozen=True, slots=True)
class Arrival:
    key: str
    account: str
    at: datetime
    cost: int


@dataclass
class Judge:
    """`problems` collects every broken promise, in words. `states` is the plain model: where each delivery is, by the
    steps that the record gives; `look` asks of each step whether it was one, and whether the world explains it."""

    clock: ManualClock
    store: Database
    networks: dict[str, Network] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    live: set[str] = field(default_factory=set)
    stop_file: bool = False
    arrivals: list[Arrival] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._edges = edges()
        self._stops: dict[tuple[str, str], set[str]] = {}
        self._read = 0
        self._by_person: set[str] = set()
        self._said: dict[str, list[datetime]] = defaultdict(list)
        self._first: set[str] = set()
        self._told: set[tuple[str, str, datetime]] = set()
        self._untold: set[tuple[str, str, datetime]] = set()

    # what was done

    def stopped(self, scope: str, subject: str, on_the_wire: set[str]) -> None:
        """A stop returned, and named what it could not wait for."""
        self._stops.setdefault((str(scope), subject), set()).update(on_the_wire)

    def resumed(self, scope: str, subject: str) -> None:
        self._stops.pop((str(scope), subject), None)

    def person(self, key: str) -> None:
        """Somebody decided about this one by hand."""
        self._by_person.add(key)

    # what the world sees

    def arrives(self, key: str) -> None:
        """The first byte of its create call is at the network."""
        now, (campaign, _, _, account, _) = self.clock.now(), key.split("/")
        with self.store.look() as looking:
            row = looking.delivery(SlotKey.parse(key))
        self._expect(row is not None, f"{key} arrives, and the store does not know it")
        if row is None:
            return
        self._expect(now <= row.send_by, f"{key} arrives at {now}, past {row.send_by}")
        self._expect(not self.stop_file, f"{key} arrives while a STOP file is there")
        self._expect(account in self.live, f"{key} arrives on an account that is not live")
        for (scope, subject), still in self._stops.items():
            covered = scope == "all" or subject == {"campaign": campaign, "account": account, "post": key}.get(scope)
            self._expect(not covered or key in still, f"{key} arrives after the stop of {scope} {subject} returned")
        if key not in self._first:
            self._first.add(key)
            self._rules(row, now)

    def _rules(self, row: Delivery, now: datetime) -> None:
        said = self._said[row.account]
        zone = ZoneInfo(ZONE)
        if said:
            apart = now - said[-1]
            self._expect(apart >= GAP - SLACK, f"{row.key} arrives {apart} after the post before it")
        said.append(now)
        today = sum(instant.astimezone(zone).date() == now.astimezone(zone).date() for instant in said)
        self._expect(today <= PER_DAY, f"{row.key} is number {today} of its day")
        self.arrivals.append(Arrival(str(row.key), row.account, now, row.post.cost))
        month = [a.cost for a in self.arrivals if a.account == row.account and f"{a.at:%Y-%m}" == f"{now:%Y-%m}"]
        self._expect(sum(month) <= BUDGET, f"{row.key} is beyond the budget")

    def was_taken(self, key: str) -> None:
        copies = len(self.networks[key.split("/")[3]].standing(key))
        self._expect(copies <= 1, f"{key} is out {copies} times")

    # what the record says

    def look(self) -> None:
        with self.store.look() as looking:
            while True:
                page = looking.sealed(after=self._read)
                for number, row in page:
                    self._read = number
                    if row.entry.key is not None and row.entry.after is not None:
                        self._step(row.entry, row.entry.key, row.entry.after)
                    elif row.entry.event == "store.put back":
                        self.problems.append(f"the store was never put back: {row.entry.why}")
                    elif row.entry.event == "alert.raised":
                        evidence = row.entry.evidence
                        self._told.add((evidence["kind"], evidence["subject"], row.entry.at))
                if not page:
                    break
        for kind, subject, at in sorted(self._untold - self._told):
            self.problems.append(f"nobody is told at {at} of {kind} {subject}")
        self._untold.clear()
        self._told.clear()

    def _step(self, entry: Entry, key: str, after: str) -> None:
        before = self.states.get(key)
        self._expect(entry.before == before, f"{key} goes from {entry.before}, and was {before}")
        self.states[key] = after
        if entry.before is None or entry.before == after:
            return
        self.counted[f"{entry.before} > {after}"] += 1
        self._expect((entry.before, after) in self._edges, f"{key} goes from {entry.before} to {after}")
        network = self.networks[entry.chain]
        network.catch_up()
        explained = self._explained(entry.before, after, key, network)
        self._expect(explained, f"{key} goes from {entry.before} to {after}, and nothing explains it: {entry.why}")
        if after in {"held", "refused"}:
            self._untold.add((after, key, entry.at))
        elif after == "expired":
            self._untold.add((after, entry.chain, entry.at))

    def _explained(self, before: str, after: str, key: str, network: Network) -> bool:
        by_person = key in self._by_person
        reasons: dict[str, Callable[[], bool]] = {
            "posted": lambda: network.has_had(key),
            "verified": lambda: network.has_had(key),
            "refused": lambda: network.answered.get(key) is Fate.REFUSED,
            "vanished": lambda: network.has_had(key) and not network.standing(key),
            "deleted": lambda: by_person,
            "skipped": lambda: by_person,
            "queued": lambda: before in AHEAD or (not network.has_had(key) and (before != "held" or by_person)),
            "withdrawn": lambda: before != "held" or by_person,
            "held": lambda: True,
        }
        return reasons.get(after, lambda: True)()

    def accounts_for_the_world(self) -> None:
        """Every post that is out is accounted for, every post that counts as out was, and the rows are where the record
        says that they went."""
        self.look()
        with self.store.look() as looking:
            rows = {str(row.key): str(row.state) for row in looking.deliveries()}
        self._expect(
            rows == self.states, f"the rows are not where the record leads: {rows.items() ^ self.states.items()}"
        )
        for network in self.networks.values():
            network.catch_up()
            for key in network.ever_taken():
                state = rows.get(key)
                known = state in OUT | PERHAPS or (state == "withdrawn" and key in self._by_person)
                self._expect(known, f"{key} is out, and the store says {state}")
        for key, state in rows.items():
            had = self.networks[key.split("/")[3]].has_had(key)
            self._expect(had or state not in OUT, f"{key} is {state}, and never was out")

    def _expect(self, holds: bool, problem: str) -> None:
        if not holds and problem not in self.problems:
            self.problems.append(problem)
