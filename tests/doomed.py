"""A house that is killed again and again while it plans and publishes, until all that is due was said, or may have
been."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from scheduler.app import App, build
from scheduler.clock import ManualClock
from scheduler.engines.once import run_once
from scheduler.model.delivery import OUT, UNFINISHED, Delivery, State
from scheduler.model.record import Scope
from scheduler.place import Place
from scheduler.store.checking import faults
from tests.dying import CLOCK, GoOn, Ready, draw, interrupt_in_a_child, run_in_a_child
from tests.morning import BETWEEN_PASSES, DUE, PLANNING, settle_in, wanted
from tests.toll import Toll, judge, said_twice
from tests.worlds import Tell, World

PLANNING_PASSES = 4
REACH = 1
"""Kills fall within so many times what a pass takes, here and now, that has nothing to send: a few posts."""
SHORTLY = 0.006
"""Seconds within which a kill follows a step at which it is aimed: about what a request and its outcome take."""


@dataclass(frozen=True)
class Aim:
    """From which word of the pass on the kill's delay counts ("": from its beginning), and how many times that word
    must be said."""

    word: str
    times: int = 1

    @classmethod
    def drawn(cls, seed: str) -> "Aim":
        word = WORDS[int(draw(f"{seed}/word") * len(WORDS))]
        return cls(word, 1 + int(3 * draw(f"{seed}/times") ** 2) if word in STEPS else 1)

    def counting(self, ready: Ready) -> Tell:
        """Threads tell at the same moment, and none is to be lost."""
        said = count(1)

        def tell(word: str) -> None:
            if word == self.word and next(said) == self.times:
                ready()

        return tell


STEPS = ("claimed", "fenced")
WORDS = ("",) * 5 + ("open",) * 5 + ("claimed",) * 2 + ("fenced",) * 8
"""How the kills are shared out."""


def tell_nobody(_: str) -> None:
    """Nobody listens."""


class Doomed:
    """One folder of its own. `stops`: the share of its passes that meet a stop of everything in the place of a kill."""

    def __init__(self, folder: Path, seed: str, world: World, *, stops: float = 0.0) -> None:
        self.toll = Toll(houses=1)
        self._seed = seed
        self._world = world
        self._stops = stops
        self._passes = 0
        self._known: list[Delivery] | None = None
        self._place = Place(folder=folder, data=folder / "data")
        self._wanted = wanted(world.names)
        settle_in(folder, world.names, world.accounts(), world.deadline)
        self._clock = ManualClock(PLANNING)
        self._app = self._built(self._clock, tell_nobody)
        self._stopped: tuple[float, set[str]] = (0.0, set())
        world.let_live(self._app)

    def die_until_done(self, kills: int) -> Toll:
        """After so many deaths it is left alone; the first thing that is wrong ends everything."""
        for _ in range(min(PLANNING_PASSES, kills)):
            self._kill(PLANNING, Aim(""), within=0.5)
        began = CLOCK.monotonic()
        self._pass_unhurt(PLANNING)
        opening = CLOCK.monotonic() - began
        while self._unsaid() and not self._gone_wrong():
            seed = f"{self._seed}/{self._passes}"
            if draw(f"{seed}/stop") < self._stops:
                self._stop(DUE)
            elif self.toll.kills < kills:
                aim = Aim.drawn(seed)
                self._kill(DUE, aim, within=SHORTLY if aim.word in STEPS else REACH * opening)
            else:
                self._pass_unhurt(DUE)
        self._judge()
        return self.toll

    def live(self) -> Toll:
        """Unhurt and in this very process, so that every copy of it knows already how all of it is done."""
        self._pass(self._next_pass(PLANNING), tell_nobody, 0)
        while self._unsaid() and not self._gone_wrong():
            self._pass(self._next_pass(DUE), tell_nobody, 0)
        self._judge()
        return self.toll

    def _gone_wrong(self) -> bool:
        return bool(self.toll.faults) or (self._world.counts and bool(said_twice(self._world.said())))

    def _next_pass(self, at: datetime) -> datetime:
        self._passes += 1
        self._known = None
        return at + self._passes * BETWEEN_PASSES

    def _kill(self, at: datetime, aim: Aim, within: float) -> None:
        """One more pass, killed within so many seconds."""
        unsaid, calls = self._unsaid(), self._world.calls()
        now, seed = self._next_pass(at), f"{self._seed}/{self._passes}"
        hands = int(4 * draw(f"{seed}/hands"))

        def work(ready: Ready) -> None:
            self._pass(now, aim.counting(ready), max(hands, 1) if aim.word == "open" else hands)

        child, ended = run_in_a_child(work, kill_after=within * draw(seed), once_ready=aim.word != "")
        if not ended:
            self.toll.death(*self._was_doing(child, unsaid, calls))

    def _pass_unhurt(self, at: datetime) -> None:
        now = self._next_pass(at)
        run_in_a_child(lambda _: self._pass(now, tell_nobody, 0), kill_after=None, once_ready=False)

    def _stop(self, at: datetime) -> None:
        """One more pass, and a stop of everything when its first request is about to begin."""
        now = self._next_pass(at)
        self._clock.set(now)

        def work(ready: Ready, go_on: GoOn) -> None:
            def interrupted(word: str) -> None:
                if word == "connected":
                    ready()
                    go_on()

            self._pass(now, interrupted, 0)

        if interrupt_in_a_child(work, self._stop_everything):
            instant, on_the_wire = self._stopped
            self.toll.stops += 1
            self._world.look()
            late = [key for key in self._world.said_since(instant) if key not in on_the_wire]
            self.toll.faults += [f"{key} went out after the stop had returned" for key in late]
            self._app.stopping.resume(Scope.ALL, "", who="user:anna", why="go on")

    def _stop_everything(self) -> None:
        deadline = self._app.accepting.house().settings.deadline
        stopped = self._app.stopping.stop(Scope.ALL, "", who="user:anna", why="an end", deadline=deadline)
        self._stopped = CLOCK.monotonic(), {str(row.key) for row in stopped.on_the_wire}

    def _pass(self, at: datetime, tell: Tell, hands: int) -> None:
        """With as many hands as that; 0: one after the other, as cron has it."""
        app = self._built(ManualClock(at), tell)
        if hands == 0:
            run_once(app.work, app.store, app.owner)
            return
        with app.store.engine_lock(app.owner):
            app.work.open(app.owner)
            tell("open")
            with ThreadPoolExecutor(hands) as pool:
                list(pool.map(app.work.drain, app.work.lanes()))

    def _built(self, clock: ManualClock, tell: Tell) -> App:
        return build(self._place, clock=clock, create=True, makers=self._world.makers(tell))

    def _rows(self) -> list[Delivery]:
        """What is due on the day of the test, as the last pass left it, and with it what the world counted."""
        if self._known is None:
            self._world.look()
            with self._app.store.look() as looking:
                self._known = looking.deliveries(until=DUE)
        return self._known

    def _unsaid(self) -> int:
        rows = self._rows()
        return sum(row.state in UNFINISHED - {State.HELD} for row in rows) if rows else len(self._wanted)

    def _was_doing(self, child: int, unsaid: int, calls: Counter[str]) -> tuple[str, int]:
        """The farthest step to which the dead had brought any post, and how many it had beyond their fence; of a step
        that was not durable nothing is left."""
        journal = self._place.store.with_name(f"{self._place.store.name}-journal")
        committing = ", in a commit" if journal.exists() and journal.stat().st_size else ""
        mine = [row for row in self._rows() if row.owner and row.owner.endswith(f"process {child}")]
        sending = {str(row.key) for row in mine if row.state is State.SENDING}
        if sending:
            return self._how_far(sending, calls) + committing, len(sending)
        if mine:
            return f"claimed{committing}", 0
        return f"{'between two posts' if self._unsaid() < unsaid else 'opening, planning'}{committing}", 0

    def _how_far(self, sending: set[str], calls: Counter[str]) -> str:
        if sending & set(self._world.said()):
            return "taken, not yet recorded"
        if not self._world.counts:
            return "fenced, not yet taken"
        came = self._world.calls() - calls
        return "on the wire" if sending & set(came) else "fenced, not yet on the wire"

    def _judge(self) -> None:
        rows = self._rows()
        open_still = {str(row.key) for row in rows if row.state in UNFINISHED}  # held, or its house ended early
        self.toll.posts, self.toll.held = len(self._wanted), sum(row.state is State.HELD for row in rows)
        self.toll.expired = sum(row.state is State.EXPIRED for row in rows)
        self.toll.otherwise = sum(row.state not in OUT | UNFINISHED | {State.EXPIRED} for row in rows)
        self._world.rest()
        record = self._app.recording.verify()
        self.toll.faults += [
            *judge(self._world.said(), open_still, self._wanted),
            *faults(self._place.store),
            *record.faults,
        ]
        self._world.tell(self.toll)
