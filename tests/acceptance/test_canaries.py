"""A house at a server that says back all secrets: none of them is in anything that it prints, logs or keeps."""

import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from pathlib import Path
from shutil import rmtree

import pytest
from click.testing import CliRunner

from scheduler.alerts.file import FileSink
from scheduler.alerts.terminal import TerminalSink
from scheduler.app import build
from scheduler.channels.registry import CHANNELS
from scheduler.cli.logs import configure, log_entry
from scheduler.cli.main import awareness
from scheduler.cli.session import Session
from scheduler.clock import ManualClock
from scheduler.errors import NoSuchThing
from scheduler.model.delivery import State
from scheduler.model.receipt import Outcome, Outgoing, Prepared
from scheduler.model.record import Scope
from scheduler.model.visit import Visit
from scheduler.service.ports import AlertSink, Fence
from tests.abroad import NINE, Abroad
from tests.canaries import Search
from tests.parrots import PARROTED, Parroted
from tests.reality import CREATES, Real, Voice
from tests.scripted import Scripted
from tests.servers.parrot import Parrot, Row, parroting

CREATE = {**{network: path for network, (_, path) in CREATES.items()}, "x": "POST /2/tweets"}
VERBS = (
    ("accounts",),
    ("accounts", "--json"),
    ("accounts", "--offline"),
    ("live", "one", "--off"),
    ("live", "one", "--yes"),
    ("status", "--json"),
    ("held", "--json"),
    ("held",),
    ("queue", "--json"),
    ("queue",),
    ("readings", "--json"),
    ("record", "--json", "--texts"),
    ("record",),
    ("record", "verify"),
    ("plan", "--why", "--json"),
    ("check",),
    ("links",),
    ("db", "check", "--json"),
    ("login", "one", "--paste"),
)


@dataclass
class Caged:
    """A house on one network. `printed` is all that its verbs have shown, `logged` all that was logged."""

    here: Parroted
    parrot: Parrot
    house: Abroad
    printed: list[str] = field(default_factory=list)
    logged: StringIO = field(default_factory=StringIO)

    def rebuild(self) -> None:
        """As `awareness run` builds it, with everything that tells a person something."""
        place = self.house.app.place
        sinks: list[AlertSink] = [FileSink(place.alerts), TerminalSink(self.logged)]
        self.house.app = build(place, clock=self.house.clock, announce=log_entry, sinks=sinks)

    def run(self, *words: str, stdin: str = "") -> str:
        session = Session(clock=self.house.clock, folder=self.house.folder, visit=self.visit)
        found = CliRunner().invoke(awareness, list(words), input=stdin, obj=session)
        self.printed += [found.stdout, found.stderr]
        return found.stdout + found.stderr

    def visit(self, url: str) -> Visit:
        raise AssertionError(f"{url} is a link of a test")

    def lift(self) -> None:
        with suppress(NoSuchThing):
            self.house.app.stopping.resume(Scope.ACCOUNT, "one", who="user:anna", why="for the next row")

    def said(self, row: Row | None, at: str) -> State:
        """What becomes of a post that meets this row there, with the beats of three hours after it."""
        self.lift()
        self.parrot.row = None
        post = self.house.say()
        self.parrot.row, self.parrot.at = row, at
        self.house.work()
        for _ in range(2):
            self.house.clock.advance(timedelta(minutes=90))
            self.house.app.work.freeze()
            self.house.work()
        return self.house.state(post)

    def everything(self) -> list[str]:
        return [*self.printed, self.logged.getvalue()]


@contextmanager
def caged(name: str, folder: Path) -> Iterator[Caged]:
    here = PARROTED[name]()
    handle = here.handle if name == "bluesky" else ""
    with parroting(here.answer, here.noise) as parrot:
        voice = Voice(id="one", secret=here.token, reads="", handle=handle)
        real = Real(network=name, server=parrot.address, world="", voices=(voice,))
        cage = Caged(here, parrot, Abroad(folder, real, ManualClock(NINE), picture=True))
        cage.rebuild()
        loud(cage.logged)
        yield cage


def loud(stream: StringIO) -> None:
    """As `run -v` logs, with each logger that there is at debug level besides."""
    configure(verbose=True, stream=stream)
    for name in (None, *logging.root.manager.loggerDict):
        logging.getLogger(name).setLevel(logging.DEBUG)


def without_statements() -> None:
    """Those of the store are many, all alike, and logged without what is in them."""
    for name in logging.root.manager.loggerDict:
        if name.startswith("sqlalchemy"):
            logging.getLogger(name).setLevel(logging.WARNING)


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    names = [None, *logging.root.manager.loggerDict]
    handlers, levels = logging.root.handlers, [logging.getLogger(name).level for name in names]
    yield
    logging.root.handlers = handlers
    for name, level in zip(names, levels, strict=True):
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize("name", PARROTED)
def test_a_house_keeps_its_secrets_from_whoever_looks(name: str, tmp_path: Path) -> None:
    with caged(name, tmp_path) as cage:
        for call in VERBS[-3:]:
            cage.run(*call)
        without_statements()
        assert cage.said(None, "") in {State.POSTED, State.VERIFIED, State.VANISHED, State.IN_DOUBT}
        states = {cage.said(row, CREATE[name]) for row in cage.here.rows if not row.again}
        cage.said(cage.here.rows[0], "")
        for words in VERBS:
            cage.parrot.row = None
            cage.run(*words)
            if words[0] in {"accounts", "live", "login"}:
                cage.parrot.row, cage.parrot.at = cage.here.rows[len(cage.printed) % len(cage.here.rows)], ""
                cage.run(*words)

        assert {State.REFUSED, State.HELD} <= states or {State.REFUSED, State.POSTED} <= states
        search = Search(cage.here.secrets.values())
        for text in cage.everything():
            assert search.within(text) == []
        assert len(cage.logged.getvalue()) > 10_000
        assert search.among(tmp_path, but=[tmp_path / "data" / "sessions" / "one.json"]) == []
        assert "[…]" in "".join(cage.printed)


class Crashing(Scripted):
    """A channel with a defect, whose errors hold all it knows."""

    secrets: tuple[str, ...] = ()

    def __init__(self, *_: object) -> None:
        super().__init__(at=NINE, public=True, reads=True)

    def crash(self) -> None:
        try:
            dict[object, str]()[self.secrets]  # a KeyError that holds its key
        except KeyError as cause:
            bug = RuntimeError(f"POST {{'Authorization': 'Bearer {self.secrets[0]}'}} {self.secrets}")
            bug.add_note(f"with {self.secrets[-1]}")
            raise bug from cause

    def prepare(self, post: Outgoing) -> Prepared:
        if "1" in post.key:
            self.crash()
        return super().prepare(post)

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        fence()
        self.crash()
        raise AssertionError

    def introduce(self):  # type: ignore[no-untyped-def]
        self.crash()


@pytest.mark.parametrize("name", PARROTED)
def test_what_breaks_with_a_secret_in_its_hands_does_not_show_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caged(name, tmp_path) as cage:
        secrets = tuple(cage.here.secrets.values())
        monkeypatch.setattr(Crashing, "secrets", secrets)
        monkeypatch.setitem(CHANNELS, cage.here.name, Crashing)
        cage.rebuild()
        cage.said(None, "")
        shown = cage.run("accounts")
        cage.run("live", "one", "--off")
        cage.run("live", "one", "--yes")
        assert "a defect of this program (RuntimeError)" in shown
        reports = sorted((tmp_path / "data" / "defects").iterdir())
        assert len(reports) >= 1
        assert "in crash" in reports[0].read_text()
        assert "channel.defect" in cage.logged.getvalue()
        search = Search(secrets)
        for text in cage.everything():
            assert search.within(text) == []
        assert search.among(tmp_path, but=[tmp_path / "data" / "sessions" / "one.json"]) == []


def test_nobody_else_can_write_what_we_write_or_read_what_is_secret_whatever_the_umask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = os.umask(0)
    try:
        with caged("bluesky", tmp_path) as cage:
            data = tmp_path / "data"
            rmtree(data)
            for words in ("once", "accounts"):
                os.umask(0)
                cage.run(words)
            monkeypatch.setitem(CHANNELS, "bluesky", Crashing)
            cage.run("accounts")
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (data, *data.rglob("*"))}
    secret = {
        name: mode for name, mode in modes.items() if name.startswith(("sess", "one.json", "defect", "awareness-"))
    }
    assert sorted(secret.values()) == [0o600, 0o600, 0o700, 0o700]
    assert {name for name, mode in modes.items() if mode & stat.S_IWOTH} == set()
