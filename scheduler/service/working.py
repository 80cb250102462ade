"""The beats and lanes of the house, as the engines ask for them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.model.upkeep import Pulse
from scheduler.service.accepting import Accepting, Current
from scheduler.service.alerting import Alerting
from scheduler.service.desk import Desk
from scheduler.service.planning import FIRST_START, LAST_EDIT, Planning, details, summary
from scheduler.service.publishing import Publishing
from scheduler.service.pulsing import PULSE, Pulsing
from scheduler.service.put_back import recognise, signs
from scheduler.service.retaining import Retaining
from scheduler.service.settling import Settling
from scheduler.service.taking_readings import TakingReadings
from scheduler.service.tidying import clock_is_doubted, tell_expired
from scheduler.service.verifying import Verifying
from scheduler.service.watch_marks import WATCH, name_of
from scheduler.service.watching import SOURCE, Watching

READ_AT_ONCE = 5
"""Posts whose counts are read before a lane is free again: what is due never waits for many."""

LANE = "publish on "
"""Stands before an account where the work in its lane is named as a beat."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A recurring piece of work; its name stands in logs and in the record."""

    name: str
    every: timedelta
    run: Callable[[], object]


class Work:
    """Everything that an engine has to keep going; the engine knows nothing else of the house."""

    def __init__(  # noqa: PLR0913, PLR0917 - every use case that keeps a beat
        self,
        desk: Desk,
        accepting: Accepting,
        planning: Planning,
        publishing: Publishing,
        settling: Settling,
        verifying: Verifying,
        readings: TakingReadings,
        alerting: Alerting,
        pulsing: Pulsing | None = None,
        watching: Watching | None = None,
    ) -> None:
        """`pulsing` None: nobody outside watches. `watching` None: no source is asked."""
        self._desk = desk
        self._accepting = accepting
        self._planning = planning
        self._publishing = publishing
        self._settling = settling
        self._verifying = verifying
        self._readings = readings
        self._alerting = alerting
        self._retaining = Retaining(desk, accepting.house)
        self._pulsing = pulsing or Pulsing(desk, accepting.house)
        self._watching = watching
        self._unapplied: Current | None = None
        """Files that were taken, and that the outbox does not follow yet: a busy store is tried again."""
        self._owner = ""

    def beats(self) -> list[Beat]:
        return [
            Beat("files", timedelta(seconds=2), self.files),
            Beat("plan", timedelta(minutes=15), self.plan),
            Beat("publish", timedelta(seconds=10), self._publishing.tidy),
            Beat("sweep", timedelta(seconds=15), self._settling.sweep),
            Beat("store", timedelta(seconds=10), self._look_at_store),
            Beat("alerts", timedelta(seconds=1), self._alerting.send),
            Beat(WATCH, timedelta(seconds=15), self.sources),
            Beat("keep", timedelta(hours=1), self._retaining.tidy_up),
            Beat(PULSE, timedelta(seconds=10), self._pulsing.feel),
        ]

    def open(self, who: str) -> Current:
        """What comes before the first beat, by the holder of the engine lock. Raises FilesWrong where there is
        nothing to say at all."""
        self._owner = who
        recognise(self._desk, who)
        doubted = self._doubts_clock()
        current = (self._accepting.current() if doubted else None) or self._accepting.take(who)
        first_start = self._note_first_start(who)
        self._settling.adopt()
        self._publishing.tidy()
        # Seen from the first start itself: what a demonstration says a second later must not be past, however long
        # planning takes on this machine.
        if doubted:
            self._unapplied = current
        else:
            self._apply(current, who, now=first_start)
        self._publishing.tidy()
        self._alerting.send()
        return current

    def _look_at_store(self) -> None:
        """Somebody may put another one in its place while the service runs."""
        if signs(self._desk.store):
            recognise(self._desk, self._owner)

    def note(self, who: str, event: str, why: str) -> None:
        """Something about the engine itself, for the house's record."""
        with self._desk.transaction(who) as t:
            t.note(event, why)
        self._alerting.send()

    def begin(self) -> None:
        """The beats start: from now on each of them is expected."""
        self._pulsing.begin([beat for beat in self.beats() if beat.name != PULSE])

    def kept(self, beat: str) -> None:
        self._pulsing.kept(beat)

    def tidy_up(self) -> None:
        self._retaining.tidy_up()

    def pulse(self) -> Pulse:
        return self._pulsing.feel()

    def end(self) -> None:
        """The service ends because somebody wants it to."""
        self._pulsing.end()

    def failed(self, beat: str, error: str) -> None:
        """A beat ended in an error that nobody expected: a person is told once, until it runs well again."""
        with self._desk.transaction(f"beat:{beat}") as t:
            t.alert("beat", beat, f"the {beat} beat fails: {error}; see the log")

    def recovered(self, beat: str) -> None:
        with self._desk.transaction(f"beat:{beat}") as t:
            t.calm("beat", beat)

    def files(self) -> None:
        """Files that were taken at an instant to come would forbid every slot until then."""
        if self._doubts_clock():
            return
        self._unapplied = self._accepting.look() or self._unapplied
        if self._unapplied is not None:
            self._apply(self._unapplied, "beat:files")
            self._unapplied = None
            self._publishing.tidy()

    def _note_first_start(self, who: str) -> datetime | None:
        """The instant, at the first start in the life of the store; None at every later one."""
        with self._desk.transaction(who) as t:
            if t.writing.mark(FIRST_START) is not None:
                return None
            t.writing.set_mark(FIRST_START, t.now.isoformat())
            return t.now

    def _apply(self, current: Current, who: str, *, now: datetime | None = None) -> None:
        """Bring the outbox in line with files just taken, and keep the difference where status shows it."""
        self._forget_gone(current, who)
        found = self._planning.apply(current, who, now=now)
        if found.nothing:
            return
        with self._desk.transaction(who) as t:
            edit = {"version": current.number, "at": t.now.isoformat(), "lines": details(found)}
            t.writing.set_mark(LAST_EDIT, json.dumps(edit))
            t.note("plan.changed", summary(found), evidence={"version": str(current.number)})

    def _forget_gone(self, current: Current, who: str) -> None:
        """What troubled an account or a source that left the files is over: nothing of it will ever run well again."""
        known = {account.id for account in current.house.accounts}
        watched = {name_of(c.id, source.id) for c in current.house.campaigns for source in c.watch.sources}
        with self._desk.store.look() as looking:
            troubles = [(a.kind, a.subject) for a in looking.alerts(open_only=True)]
        gone = [
            (kind, subject)
            for kind, subject in troubles
            if (kind == "trouble" or (kind == "beat" and subject.startswith(LANE)))
            and subject.removeprefix(LANE) not in known
        ]
        gone += [
            (kind, subject)
            for kind, subject in troubles
            if (kind == SOURCE or (kind == "beat" and subject.startswith(f"{WATCH} ")))
            and subject.removeprefix(f"{WATCH} ") not in watched
        ]
        if gone:
            with self._desk.transaction(who) as t:
                for kind, subject in gone:
                    t.calm(kind, subject)

    def plan(self) -> None:
        """Extend the plan. Nobody has edited anything, so what it takes out of the outbox a person must hear of."""
        if self._doubts_clock():
            return
        current = self._accepting.current()
        if current is not None:
            self._planning.apply(current, tell=lambda t, row, why: tell_expired(t, [row], why))

    def _doubts_clock(self) -> bool:
        with self._desk.store.look() as looking:
            return clock_is_doubted(looking, self._desk.clock.now())

    def lanes(self) -> list[str]:
        """The accounts with something to settle, to publish, to verify or to read: whatever asks the network of one
        account happens in its lane, one after another, and waits for no other network."""
        kinds = (self._settling, self._publishing, self._verifying, self._readings)
        return sorted({lane for kind in kinds for lane in kind.lanes()})

    def drain(self, lane: str, ending: Callable[[], bool] = lambda: False) -> int:
        """Settle what is in doubt, publish what is due, look at what is out, and read the counts of a few posts;
        returns how many posts were tried. Once `ending`, no further post is taken up."""
        self._settling.settle(lane, ending)
        tried = self._publishing.drain(lane, ending)
        if not ending():
            self._verifying.verify(lane)
        for _ in range(READ_AT_ONCE):
            if ending() or self._publishing.is_due(lane) or not self._readings.take(lane):
                break
        return tried

    def sources(self) -> list[str]:
        """Those to be asked now how much is said; each may take minutes, and delays nothing but itself."""
        return self._watching.due() if self._watching else []

    def watch(self, source: str, ending: Callable[[], bool] = lambda: False) -> None:
        if self._watching:
            self._watching.watch(source, ending)

    def freeze(self) -> None:
        """What the publish beat does, ahead of its turn: a post is due."""
        self._publishing.tidy()

    def alerts(self) -> int:
        return self._alerting.send()

    def next_due(self) -> datetime | None:
        return self._publishing.next_due()
