"""A house whose posts are due by the clock of this machine, for commands that are killed, and what became of them."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from pathlib import Path

from scheduler.app import App, build
from scheduler.clock import Clock, ManualClock, SystemClock
from scheduler.engines.once import run_once
from scheduler.model.delivery import SPOKEN, UNFINISHED, Delivery, State
from scheduler.place import Place
from scheduler.store.checking import faults
from tests.crash import SCHEDULE, judge
from tests.elsewhere import Stage

CLOCK = SystemClock()
HOUR = timedelta(hours=1)
BETWEEN_PASSES = timedelta(minutes=4)
SETTLED_WITHIN = 6
"""Passes until every doubt must have ended."""


class Overdue:
    """One folder of its own. What is due is the last whole hour's, planned before that began; each pass from now on
    plans the same hour of tomorrow as well."""

    def __init__(self, folder: Path, stage: Stage, accounts: Sequence[str], minutes: Sequence[int]) -> None:
        self.folder = folder
        self._stage = stage
        self._accounts = accounts
        self.place = Place(folder=folder, data=folder / "data")
        self.feed = self.place.paper / "feed.jsonl"
        hour = CLOCK.now().replace(minute=0, second=0, microsecond=0) - HOUR
        self.wanted = {
            f"camps/daily/{hour:%Y-%m-%dT%H}:{minute:02}/{name}/1" for minute in minutes for name in accounts
        }
        cron = f"{','.join(map(str, minutes))} {hour.hour}"
        files = {**SCHEDULE, "config/accounts.yaml": _on_paper(accounts)}
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text.replace("ACCOUNTS", ", ".join(accounts)).replace("*/6 9", cron))
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
        """Those that were wanted, and all that may be out."""
        with self._app().store.look() as looking:
            return [d for d in looking.deliveries() if str(d.key) in self.wanted or d.state in SPOKEN - {State.PLANNED}]

    def unsaid(self) -> int:
        return sum(row.state in UNFINISHED - {State.HELD} for row in self.rows() if str(row.key) in self.wanted)

    def verdict(self) -> list[str]:
        """What is wrong, by what the world can read and by the store's own checks."""
        app = self._app()
        rows = {str(row.key): row for row in self.rows()}
        said = self.said()
        told = self._told(app, rows.values())
        record = app.recording.verify()
        missed = [key for key in sorted(set(said)) if key in rows and rows[key].state is not State.POSTED]
        return [
            *judge(said, told, self.wanted),
            *(f"{key} was said, and is {rows[key].state}" for key in missed if key not in told),
            *faults(self.place.store),
            *record.faults,
        ]

    def held(self) -> int:
        return sum(row.state is State.HELD for row in self.rows())

    def _told(self, app: App, rows: Collection[Delivery]) -> set[str]:
        """The posts that were let go, or wait for a person, and of which one is told."""
        with app.store.look() as looking:
            texts = [alert.text for alert in looking.alerts()]
        gone = {State.HELD, State.EXPIRED, State.REFUSED}
        return {key for row in rows if row.state in gone for key in [str(row.key)] if any(key in t for t in texts)}

    def _app(self) -> App:
        return build(self.place, clock=ManualClock(CLOCK.now()), makers=self._stage.makers)


def in_a_commit(place: Place) -> bool:
    """Whether the dead left a transaction that whoever looks next takes back."""
    journal = place.store.with_name(f"{place.store.name}-journal")
    return journal.exists() and journal.stat().st_size > 0


def _on_paper(accounts: Sequence[str]) -> str:
    lines = [f"  - {{id: {name}, network: paper, limits: {{gap: 0m, per_day: 20}}}}" for name in accounts]
    return "\n".join(["accounts:", *lines, ""])
