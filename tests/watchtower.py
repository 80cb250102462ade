"""A campaign that is watched, over a real store, on a clock that a test moves: sources say what a test says."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.clock import ManualClock
from scheduler.errors import ChannelTrouble
from scheduler.model.count import Bin
from scheduler.model.record import Entry
from scheduler.model.surge import KeptSurge
from scheduler.model.watch import Origin, Watch, Watched
from scheduler.service.accepting import Current
from scheduler.service.attending import Attention, standing
from scheduler.service.attention_ports import Source
from scheduler.service.desk import Desk, Transaction
from scheduler.service.watching import Watching
from scheduler.store.database import Database
from tests.make import CAMPAIGN, a_campaign, a_house
from tests.unit.attention.series import HOUR, START

TALK = Watched(id="talk", origin=Origin.URL)


class Topic:
    """Says of each hour what a series says of it, as far as it has come to pass; `trouble` is raised instead."""

    def __init__(self, counts: Sequence[int | None], price: int = 0, width: timedelta = HOUR) -> None:
        self.id = "talk"
        self.price = price
        self.trouble: ChannelTrouble | Exception | None = None
        self.asked: list[tuple[datetime, datetime]] = []
        self.lies: list[Bin] = []
        self._bins = [Bin(START + n * width, count) for n, count in enumerate(counts)]

    def count(self, since: datetime, until: datetime) -> list[Bin]:
        self.asked.append((since, until))
        if self.trouble is not None:
            raise self.trouble
        return [found for found in self._bins if since <= found.at < until and found.count is not None] + self.lies


class Watchtower:
    """`surges` are those that were handed to whoever follows them up."""

    def __init__(self, folder: Path, sources: dict[str, Source], *watched: Watched, **house: Any) -> None:
        self.clock = ManualClock(START)
        self.store = Database(folder / "awareness.db", create=True)
        self.entries: list[Entry] = []
        self.desk = Desk(self.store, self.clock, lambda entry, _: self.entries.append(entry))
        self.campaign = a_campaign(watch=Watch(sources=watched or (TALK,)))
        self.house = a_house(campaigns=(self.campaign,), **house)
        self.sources = sources
        self.surges: list[KeptSurge] = []
        self.watching = self.again()

    def again(self) -> Watching:
        """As after a restart."""
        return Watching(self.desk, self._current, lambda _, source: self.sources.get(source), self._on_surge)

    def set(self, **changes: Any) -> None:
        self.campaign = replace(self.campaign, **changes)
        self.house = replace(self.house, campaigns=(self.campaign,))

    def pass_hours(self, hours: int, step: int = 1, each: Callable[[], object] = lambda: None) -> None:
        """Looks after so many hours each time."""
        for _ in range(hours // step):
            self.clock.advance(step * HOUR)
            self.look()
            each()

    def look(self) -> None:
        for name in self.watching.due():
            self.watching.watch(name)

    def stands(self) -> Attention:
        with self.store.look() as looking:
            return standing(looking, self.campaign, self.clock.now())

    def alerts(self, *, open_only: bool = False) -> list[tuple[str, str]]:
        with self.store.look() as looking:
            return [(alert.kind, alert.text) for alert in looking.alerts(open_only=open_only)]

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.alerts()]

    def counts(self, source: str = "talk") -> list[Bin]:
        with self.store.look() as looking:
            return looking.counts(CAMPAIGN, source, since=START - 500 * HOUR, until=self.clock.now() + HOUR)

    def kept(self) -> list[KeptSurge]:
        with self.store.look() as looking:
            return looking.surges(CAMPAIGN)

    def _current(self) -> Current:
        return Current(number=1, accepted_at=START, digest="d", house=self.house)

    def _on_surge(self, t: Transaction, kept: KeptSurge) -> None:
        assert kept in t.writing.surges(kept.campaign)
        self.surges.append(kept)
