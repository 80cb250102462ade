"""A house whose posts are due by the clock of this machine, for commands that are killed, and what became of them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.app import App, build
from scheduler.clock import Clock, ManualClock, SystemClock
from scheduler.engines.once import run_once
from scheduler.model.delivery import UNFINISHED, Delivery, State
from scheduler.place import Place
from scheduler.store.checking import faults
from tests.elsewhere import Stage
from tests.morning import SCHEDULE
from tests.toll import judge

CLOCK = SystemClock()
HOUR = timedelta(hours=1)
BETWEEN_PASSES = timedelta(minutes=4)
OUT = {State.POSTED, State.VERIFIED}
SETTLED_WITHIN = 6
"""Passes until every doubt must have ended."""


class Overdue:
    """One folder of its own. What is due is the last whole hour's, planned before that began; each pass from now on
    plans the same hour of tomorrow as well. One that was never `planned` has no store yet, and nothing is due."""

    def __init__(
        self, folder: Path, stage: Stage, accounts: Sequence[str], minutes: Sequence[int], *, planned: bool = True
    ) -> None:
        self.folder = folder
        self._stage = stage
        self._accounts = accounts
        self.place = Place(folder=folder, data=folder / "data")
        self.feed = self.place.paper / "feed.jsonl"
        hour = CLOCK.now().replace(minute=0, second=0, microsecond=0) - HOUR
        self.wanted = set(_keys(hour, accounts, minutes)) if planned else set()
        self.ahead = set(_keys(hour + timedelta(days=1), accounts, minutes))
        cron = f"{','.join(map(str, minutes))} {hour.hour}"
        files = {**SCHEDULE, "config/accounts.yaml": _on_paper(accounts)}
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text.replace("ACCOUNTS", ", ".join(accounts)).replace("*/6 9", cron))
        if planned:
            self.live_through(ManualClock(hour - timedelta(minutes=1)))

    def live_through(self, clock: Clock) -> None:
        """A pass that nothing disturbs, in this process."""
        app = build(self.place, clock=clock, create=True, makers=self._stage.makers)
        run_once(app.work, app.store, app.owner)

    def settle(self) -> None:
        """Passes at growing distances, until nothing that was due is open."""
        for number in range(SETTLED_WITHIN):
            self.live_through(ManualClock(CLOCK.now() + number * BETWEEN_PASSES))
            if not self.unsaid():
                return

    def said(self) -> list[str]:
        return self._stage.said(self.feed, self._accounts)

    def rows(self) -> list[Delivery]:
        with self._app().store.look() as looking:
            return looking.deliveries()

    def unsaid(self) -> int:
        return sum(row.state in UNFINISHED - {State.HELD} for row in self.rows() if str(row.key) in self.wanted)

    def verdict(self) -> list[str]:
        """What is wrong, by what the world can read and by the store's own checks."""
        app = self._app()
        rows = {str(row.key): row for row in self.rows()}
        said = self.said()
        told = self._told(app, rows.values())
        unplanned = sorted(key for key in self.ahead if key not in rows or rows[key].state is not State.PLANNED)
        record = app.recording.verify()
        missed = [key for key in sorted(set(said)) if key in rows and rows[key].state not in OUT]
        return [
            *judge(said, told, self.wanted),
            *(f"{key} was said, and is {rows[key].state}" for key in missed if key not in told),
            *(f"{key} was not planned" for key in unplanned),
            *faults(self.place.store),
            *record.faults,
        ]

    def held(self) -> int:
        return sum(row.state is State.HELD for row in self.rows())

    def _told(self, app: App, rows: Collection[Delivery]) -> set[str]:
        """The posts that wait for a person, who was told. There is time for all of them, and nothing is refused."""
        with app.store.look() as looking:
            texts = [alert.text for alert in looking.alerts()]
        held = [str(row.key) for row in rows if row.state is State.HELD]
        return {key for key in held if any(key in text for text in texts)}

    def _app(self) -> App:
        return build(self.place, clock=ManualClock(CLOCK.now()), makers=self._stage.makers)


def in_a_commit(place: Place) -> bool:
    """Whether the dead left a transaction that whoever looks next takes back."""
    journal = place.store.with_name(f"{place.store.name}-journal")
    return journal.exists() and journal.stat().st_size > 0


def _keys(hour: datetime, accounts: Sequence[str], minutes: Sequence[int]) -> Iterator[str]:
    """By hand, from the schedule."""
    for minute in minutes:
        yield from (f"camps/daily/{hour:%Y-%m-%dT%H}:{minute:02}/{name}/1" for name in accounts)


def _on_paper(accounts: Sequence[str]) -> str:
    lines = [f"  - {{id: {name}, network: paper, limits: {{gap: 0m, per_day: 20}}}}" for name in accounts]
    return "\n".join(["accounts:", *lines, ""])
