"""A campaign folder on disk, and the command in it, on a clock that a test moves."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from json import loads
from pathlib import Path
from textwrap import dedent
from typing import Any

from click.testing import CliRunner

from scheduler.app import App, build
from scheduler.cli.main import awareness
from scheduler.cli.session import Session
from scheduler.clock import ManualClock
from scheduler.engines.once import run_once
from scheduler.model.delivery import Delivery, State
from scheduler.model.visit import Visit
from scheduler.place import Place
from tests.make import utc

MORNING = utc("2026-11-23 08:30")
FILES = {
    "config/awareness.yaml": "reader_zone: Europe/Paris\ngit: ignore\nhorizon: 2d\n",
    "config/accounts.yaml": """\
        accounts:
          - {id: demo, network: paper, limits: {gap: 10m, per_day: 20}}
          - {id: far, network: mastodon, server: "https://mastodon.example", token: {env: AWARENESS_FAR_TOKEN}}
        """,
    "config/campaigns/camps.yaml": """\
        id: camps
        name: "Close the camps"
        hashtags: {en: [CloseTheCamps]}
        counts_from: 2026-01-01
        no_repeat: {template: 1h, action: 1h, text: 1h}
        never_say: [savages]
        actions:
          - {id: sign, kind: petition, ask: Sign it., link: {url: "https://example.org/s", verified: 2026-05-01 by A}}
          - {id: give, kind: donate, ask: Give to it., link: {url: "https://example.org/g", verified: 2026-05-01 by A}}
        schedules:
          - {id: daily, accounts: [demo, far], at: {cron: "0 9,13,18 * * *"}, zone: Europe/London}
        """,
    "templates/camps/plain.txt": "{{ action.ask }} {{ action.link }} {{ hashtags }}\n",
    "templates/camps/day.txt": "Day {{ day }}.\n\n{{ action.ask }} {{ action.link }}\n",
}
ON_THE_WIRE = (State.CLAIMED, State.SENDING)
WAYS = {
    State.CLAIMED: (State.CLAIMED,),
    State.SENDING: ON_THE_WIRE,
    State.POSTED: (*ON_THE_WIRE, State.POSTED),
    State.REFUSED: (*ON_THE_WIRE, State.REFUSED),
    State.HELD: (*ON_THE_WIRE, State.IN_DOUBT, State.HELD),
}


@dataclass(frozen=True)
class Ran:
    """What a call of the command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return loads(self.out)


@dataclass
class Home:
    folder: Path
    clock: ManualClock = field(default_factory=lambda: ManualClock(MORNING))
    visit: Callable[[str], Visit] | None = None

    def __post_init__(self) -> None:
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *arguments: str, stdin: str = "", columns: int | None = None) -> Ran:
        """The whole command, in this process; not on a terminal."""
        session = Session(clock=self.clock, folder=self.folder, visit=self.visit)
        variables = {"COLUMNS": str(columns) if columns else None, "TZ": None, "LOGNAME": "anna", "NO_COLOR": None}
        found = CliRunner().invoke(awareness, list(arguments), input=stdin, obj=session, env=variables)
        return Ran(found.exit_code, found.stdout, found.stderr)

    def app(self) -> App:
        return build(self.place, clock=self.clock, create=True)

    @property
    def place(self) -> Place:
        return Place(folder=self.folder, data=self.folder / "data")

    def work(self) -> None:
        """One pass of the service."""
        app = self.app()
        run_once(app.work, app.store, app.owner)

    def at(self, text: str) -> "Home":
        """Later: at this instant in UTC, with a beat every minute on the way, so that there is no gap."""
        app = self.app()
        with app.store.engine_lock(app.owner):
            app.work.open(app.owner)
            while self.clock.now() < utc(text):
                self.clock.advance(min(timedelta(minutes=1), utc(text) - self.clock.now()))
                app.work.freeze()
                for lane in app.work.lanes():
                    app.work.drain(lane)
        return self

    def rows(self, *states: State) -> list[Delivery]:
        with self.app().store.look() as looking:
            return looking.deliveries(states=states or None)

    def first(self, *states: State) -> Delivery:
        return self.rows(*states)[0]

    def become(self, row: Delivery, **changes: Any) -> Delivery:
        """Bring a queued row to where a network's answer would have brought it."""
        app = self.app()
        for state in WAYS[changes.pop("state")]:
            after = replace(row, state=state, **changes)
            with app.desk.transaction("test") as t:
                assert t.move(row, after, f"delivery.{state}", "the test says so")
            row = replace(after, revision=row.revision + 1)
        return row
