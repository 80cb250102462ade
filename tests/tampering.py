"""A whole house whose files are spoiled while it speaks, and the judge of what it then plans and says."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import process_time

from click.testing import CliRunner

from scheduler.app import App, build, rehearse
from scheduler.cli.main import awareness
from scheduler.cli.session import Session
from scheduler.clock import ManualClock
from scheduler.errors import FilesWrong, Problem
from scheduler.model.delivery import AHEAD, OUT, Delivery
from scheduler.place import Place, understand
from scheduler.service.accepting import REFUSED, Accepting
from scheduler.service.alerting import Alerting
from scheduler.service.taking_readings import TakingReadings
from scheduler.service.verifying import Verifying
from scheduler.service.working import Work
from tests.dying import draw
from tests.make import utc
from tests.mutations import Mutation, restore
from tests.outbox import Outbox, after, difference, words_of

MONDAY = utc("2026-11-23 09:00")
LOOKS = timedelta(seconds=2)
STEP = timedelta(hours=1)
"""A silence of the beats shorter than the late limit, after which everything is still said."""

SPEAKS, RESTARTS, ASKS = 0.15, 0.05, 0.1
"""The share of mutations under which the house lives on to its next post, begins anew, or is asked by the command."""


@dataclass
class Tally:
    mutations: int = 0
    refused: int = 0
    taken: int = 0
    unnoticed: int = 0
    posts: int = 0
    slowest: float = 0.0
    slowest_was: str = ""
    problems: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class Tampered:
    """`good` are its files. The clock is moved here alone; every beat is kept here, so that an error in one is seen."""

    def __init__(
        self,
        folder: Path,
        good: Mapping[str, bytes],
        clock: ManualClock | None = None,
        kind: type[Accepting] = Accepting,
    ) -> None:
        self.place = Place(folder=folder, data=folder / "data")
        self.clock = clock or ManualClock(MONDAY)
        self.tally = Tally()
        self._good = dict(good)
        self._kind = kind
        self._heard = 0
        self._allowed: Outbox = {}
        restore(folder, self._good)
        self.begin()

    def begin(self) -> None:
        """As after a restart."""
        self.app: App = build(self.place, clock=self.clock, create=True)
        self.accepting = self._kind(self.app.desk, self.app.files, understand)
        self.work = Work(
            self.app.desk,
            self.accepting,
            self.app.planning,
            self.app.publishing,
            self.app.settling,
            Verifying(self.app.desk, self.app.channels, self.app.files),
            TakingReadings(self.app.desk, self.accepting.current, self.app.channels, self.app.files),
            Alerting(self.app.desk, []),
        )
        self.work.open("user:anna")
        self._allowed |= self.outbox()

    def suffer(self, mutations: Iterable[Mutation]) -> Tally:
        for mutation in mutations:
            began = process_time()
            try:
                self._suffer(mutation)
            except Exception as error:  # noqa: BLE001 - whatever a beat raises is what is looked for
                self._fault(mutation, f"a beat ended in {error!r}")
                restore(self.place.folder, self._good)
                self.begin()
            self.tally.mutations += 1
            took = process_time() - began
            if took > self.tally.slowest:
                self.tally.slowest, self.tally.slowest_was = took, str(mutation)
        self._listen("at the end")
        return self.tally

    def _suffer(self, mutation: Mutation) -> None:
        before, version = self.outbox(), self.version()
        self._listen(str(mutation))
        self._allowed = dict(before)
        mutation.do(self.place.folder)
        self.beats()
        if self.version() != version:
            self._fault(mutation, "taken at the first look")
        self.clock.advance(LOOKS)
        restarts = draw(f"{mutation}/restarts") < RESTARTS
        if restarts:
            self.work.plan()  # as a start does it, from the files in force
        before = self.outbox()
        wanted, problems = self.rehearsed()
        if restarts:
            self.begin()
        else:
            self.beats()
        self._judge(mutation, before, wanted, problems, taken=self.version() != version)
        if draw(f"{mutation}/speaks") < SPEAKS:
            self._live_to_next(mutation)
        self._mend(mutation)

    def _judge(
        self, mutation: Mutation, before: Outbox, wanted: Outbox | None, problems: list[Problem], *, taken: bool
    ) -> None:
        now = self.outbox()
        before, wanted = self._unsaid(before), self._unsaid(wanted) if wanted is not None else None
        if wanted is None:
            self.tally.refused += 1
            self.tally.problems.update([problems[0].what] if problems else [])
            if taken or now != before:
                self._fault(mutation, f"check refuses it, and it was taken: {difference(before, now)}")
            self._judgewords_of(mutation, problems)
            return
        self._allowed |= now
        self.tally.taken += taken
        self.tally.unnoticed += not taken
        if now != wanted:
            self._fault(mutation, f"planned otherwise than rehearsed: {difference(wanted, now)}")
        if self._refusals():
            self._fault(mutation, "it was taken, and is still said to be refused")

    def _judgewords_of(self, mutation: Mutation, problems: list[Problem]) -> None:
        told = self._refusals()
        if sorted(told) != sorted({str(problem) for problem in problems}):
            self._fault(mutation, f"told {told}, where check says {[str(problem) for problem in problems]}")
        if draw(f"{mutation}/asks") < ASKS and (said := self.checked()) != sorted(told):
            self._fault(mutation, f"the command says {said}, and the house was told {told}")
        for problem in problems:
            self._judge_place(mutation, problem)
        with self.app.store.look() as looking:
            alerts = [alert for alert in looking.alerts(open_only=True) if alert.kind == "files"]
        if len(alerts) != 1 or not any(line in alerts[0].text for line in told):
            self._fault(mutation, f"nobody is told: {alerts}")

    def _judge_place(self, mutation: Mutation, problem: Problem) -> None:
        path = self.place.folder / problem.file
        readable = path.is_file() and not path.is_symlink() and problem.file.startswith(("config/", "templates/"))
        if problem.line == 0:
            whole = not readable or path.stat().st_size == 0 or path.stat().st_size > 2**20
            if not whole:
                self._fault(mutation, f"no line is named: {problem}")
        elif not readable or not 1 <= problem.line <= lines(path.read_bytes()) or problem.column < 1:
            self._fault(mutation, f"there is no such line: {problem}")

    def _live_to_next(self, mutation: Mutation) -> None:
        """To the next post, which the plan in force says and its rules let out."""
        due = self.work.next_due()
        if due is None:
            return
        first = min(self.ahead(), key=lambda row: row.due_at)
        while self.clock.now() < due:
            self.clock.advance(min(STEP, due - self.clock.now()))
            self.beats()
        self.work.plan()
        with self.app.store.look() as looking:
            row = looking.delivery(first.key)
        if self.app.files.stop_file() is not None:  # a folder of files that is gone counts as a stop
            if row is None or row.state in OUT:
                self._fault(
                    mutation, f"{first.key} is {row.state if row else 'gone'}, where no folder says that it may be"
                )
        elif row is None or (row.state not in OUT and row.not_before is None):
            self._fault(mutation, f"{first.key} was due and is {row.state if row else 'gone'}")

    def _mend(self, mutation: Mutation) -> None:
        self._listen(str(mutation))
        before, version = self.outbox(), self.version()
        restore(self.place.folder, self._good)
        self.beats()
        self.clock.advance(LOOKS)
        wanted, problems = self.rehearsed()
        self.beats()
        wanted = self._unsaid(before if self.version() == version else wanted or {})
        if problems or self.outbox() != wanted:
            self._fault(mutation, f"the good files do not come back: {difference(wanted, self.outbox())}")
        if self._refusals():
            self._fault(mutation, "it was mended, and is still said to be refused")

    def beats(self) -> None:
        """Every beat that an engine keeps, but planning, which comes with files that are taken."""
        for beat in self.work.beats():
            if beat.name != "plan":
                beat.run()
        for lane in self.app.publishing.lanes():
            self.work.drain(lane)

    def version(self) -> int:
        with self.app.store.look() as looking:
            return looking.newest() or 0

    def ahead(self) -> list[Delivery]:
        with self.app.store.look() as looking:
            return looking.deliveries(states=AHEAD)

    def outbox(self) -> Outbox:
        return {str(row.key): words_of(row) for row in self.ahead()}

    def _unsaid(self, ahead: Outbox) -> Outbox:
        """Without what went out meanwhile."""
        with self.app.store.look() as looking:
            out = {str(row.key) for row in looking.deliveries(states=OUT, since=self.clock.now() - STEP)}
        return {key: words for key, words in ahead.items() if key not in out}

    def rehearsed(self) -> tuple[Outbox | None, list[Problem]]:
        """What `plan` and `check` say of the same bytes at the same instant; None: what the problems are."""
        try:
            with rehearse(self.place, clock=self.clock) as rehearsal:
                found = rehearsal.planning.look(rehearsal.current)
        except FilesWrong as wrong:
            return None, [problem for problem in wrong.problems if problem.severity != "warning"]
        return after(found.changes), []

    def checked(self) -> list[str]:
        """What the command says of them."""
        session = Session(clock=self.clock, folder=self.place.folder)
        ran = CliRunner().invoke(awareness, ["--json", "check"], obj=session)
        said = json.loads(ran.stdout or ran.stderr)
        found = [Problem(**problem) for problem in said.get("error", said)["problems"]]
        return sorted(str(problem) for problem in found if problem.severity != "warning")

    def _refusals(self) -> list[str]:
        with self.app.store.look() as looking:
            mark = looking.mark(REFUSED)
        return list(json.loads(mark)["problems"]) if mark else []

    def _listen(self, when: str) -> None:
        """To what came out since it was listened to last."""
        feed = self.place.paper / "feed.jsonl"
        said = [json.loads(line)["post"] for line in feed.read_text("utf-8").splitlines()] if feed.exists() else []
        for post in said[self._heard :]:
            words = self._allowed.get(post["key"])
            if words is None or post["text"] not in words:
                self.tally.faults.append(f"{when}: said, and not planned: {post}")
        twice = [key for key, times in Counter(post["key"] for post in said).items() if times > 1]
        if twice:
            self.tally.faults.append(f"{when}: said twice: {twice}")
        self.tally.posts += len(said) - self._heard
        self._heard = len(said)

    def _fault(self, mutation: Mutation, what: str) -> None:
        self.tally.faults.append(f"{mutation}: {what}")


def lines(content: bytes) -> int:
    """As editors count them, with the empty one behind the last line end."""
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
