"""The service of tests/data/2019 driven through simulated time, and an oracle of when it must speak that knows no
planner."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.alerts.file import FileSink
from scheduler.app import build, silent
from scheduler.clock import ManualClock
from scheduler.model.delivery import Delivery
from scheduler.place import Place
from scheduler.service.desk import Announce

FILES = Path(__file__).parent / "data" / "2019"
ZONES = {"london": "Europe/London", "new-york": "America/New_York", "moscow": "Europe/Moscow"}
WALLS = {
    "half-past-one": (time(1, 30),),
    "half-past-two": (time(2, 30),),
    "day": (time(9), time(13), time(18)),
}
"""What the files ask of every account, each in its own zone."""

DAY = timedelta(days=1)
WINDOWS = {"text": timedelta(days=7), "template": timedelta(hours=24), "action": timedelta(hours=10)}
"""How long the files forbid to say the same again."""


@dataclass(frozen=True, slots=True, order=True)
class Said:
    at: datetime
    account: str
    schedule: str
    nominal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An ask with an end, as its words give it; `opens` included, `ends` excluded."""

    action: str
    opens: datetime
    ends: datetime


def _in_london(*wall: int) -> datetime:
    return datetime(*wall, tzinfo=ZoneInfo("Europe/London"))  # type: ignore[arg-type,misc]  # year, month, day, hour


def _in_utc(*wall: int) -> datetime:
    return datetime(*wall, tzinfo=UTC)  # type: ignore[arg-type,misc]  # year, month, day


ASKS = (
    Ask(action="davos-petition", opens=_in_london(2019, 1, 15), ends=_in_london(2019, 1, 22)),
    Ask(action="london-rally", opens=_in_london(2019, 1, 20, 9), ends=_in_london(2019, 1, 27, 14)),
    Ask(action="day-against-homophobia", opens=_in_utc(2019, 5, 10), ends=_in_utc(2019, 5, 18)),
)


class Service:
    """All of the house but its engine, whose beats the simulated time drives."""

    def __init__(self, data: Path, start: datetime, announce: Announce = silent) -> None:
        self.clock = ManualClock(start)
        sinks = [FileSink(data / "alerts.jsonl")]
        self.app = build(Place(folder=FILES, data=data), clock=self.clock, announce=announce, sinks=sinks, create=True)
        self.app.work.open("user:anna")

    def run_until(self, end: datetime) -> None:
        """From due to due, and every beat once a day."""
        work, plan_at = self.app.work, self.clock.now() + DAY
        while self.clock.now() < end:
            to = min(instant for instant in (work.next_due(), plan_at, end) if instant is not None)
            self.clock.advance(to - self.clock.now())
            work.freeze()
            for lane in work.lanes():
                work.drain(lane)
            if to == plan_at:
                for beat in work.beats():
                    beat.run()
                plan_at += DAY

    def feed(self) -> list[Said]:
        """What stands in the paper feed, as the network took it."""
        lines = (self.app.place.paper / "feed.jsonl").read_text("utf-8").splitlines()
        return [_said(json.loads(line)) for line in lines]

    def posted(self) -> list[Delivery]:
        with self.app.store.look() as looking:
            return [row for row in looking.deliveries() if row.receipt is not None]


def _said(line: dict[str, object]) -> Said:
    key = line["post"]["key"]  # type: ignore[index]  # as docs/ of the paper channel give it
    _, schedule, nominal, account, _ = key.split("/")
    return Said(datetime.fromisoformat(str(line["at"])), account, schedule, nominal)


def due(start: datetime, end: datetime) -> Iterator[Said]:
    """What must be said after `start` up to `end`: each wall time of each day, at the first instant at which a clock on
    the wall shows it or has passed it. So a skipped time comes with the end of the gap, a repeated one once."""
    for account, zone in ZONES.items():
        wall_clock = ZoneInfo(zone)
        for name, walls in WALLS.items():
            ahead = _nominals((start - 2 * DAY).date(), (end + 2 * DAY).date(), walls)
            nominal = next(ahead)
            instant = start - 2 * DAY
            while instant <= end:
                shown = instant.astimezone(wall_clock).replace(tzinfo=None)
                while nominal <= shown:
                    if instant > start and nominal.date() >= (start - DAY).date():
                        yield Said(instant, account, f"{account}-{name}", f"{nominal:%Y-%m-%dT%H:%M}")
                    nominal = next(ahead)
                instant += timedelta(minutes=30)


def _nominals(first: date, last: date, walls: tuple[time, ...]) -> Iterator[datetime]:
    while first <= last:
        yield from (datetime.combine(first, wall) for wall in walls)
        first += DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Everything that can be wrong with what was said; all empty: nothing is. `asks` counts how often each ask with an
    end was said, which shows that it was tried."""

    expected: int
    asks: dict[str, int]
    missing: tuple[Said, ...] = ()
    extra: tuple[Said, ...] = ()
    twice: tuple[str, ...] = ()
    too_soon: tuple[str, ...] = ()
    out_of_time: tuple[str, ...] = ()


def audit(service: Service, start: datetime, end: datetime) -> Audit:
    said, rows = service.feed(), service.posted()
    expected = set(due(start, end))
    times = Counter((said.account, said.schedule, said.nominal) for said in said)
    return Audit(
        expected=len(expected),
        asks={ask.action: sum(row.action == ask.action for row in rows) for ask in ASKS},
        missing=tuple(sorted(expected - set(said))),
        extra=tuple(sorted(set(said) - expected)),
        twice=tuple("/".join(slot) for slot, count in times.items() if count > 1),
        too_soon=tuple(_too_soon(rows)),
        out_of_time=tuple(_out_of_time(rows)),
    )


def _too_soon(rows: Iterable[Delivery]) -> Iterator[str]:
    """What was said again within its window."""
    uses: dict[tuple[str, str, str], list[datetime]] = defaultdict(list)
    for row in rows:
        for what, name in (("text", row.post.text), ("template", row.template), ("action", row.action)):
            uses[row.account, what, name].append(_out_at(row))
    for (account, what, name), instants in uses.items():
        for before, after in pairwise(sorted(instants)):
            if after - before < WINDOWS[what]:
                yield f"{account} at {after:%Y-%m-%d %H:%M}: {what} {name}"


def _out_of_time(rows: Iterable[Delivery]) -> Iterator[str]:
    asks = {ask.action: ask for ask in ASKS}
    for row in rows:
        ask = asks.get(row.action)
        if ask is not None and not ask.opens <= _out_at(row) < ask.ends:
            yield f"{row.key}: {row.action} at {_out_at(row):%Y-%m-%d %H:%M}"


def _out_at(row: Delivery) -> datetime:
    assert row.receipt is not None
    return row.receipt.at
