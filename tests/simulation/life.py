"""The service, its networks, its people and its troubles in one world, moved by whoever holds the dice."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.clock import ManualClock
from scheduler.errors import ChannelTrouble, NoSuchThing, NotAllowed, StoreTrouble
from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.record import Scope
from scheduler.model.slot import SlotKey
from scheduler.place import Place
from scheduler.service.circuit import paused_until
from scheduler.service.sending import Sending
from scheduler.store.database import Database
from tests.make import utc
from tests.simulation.fates import Crash, Fate, Moment
from tests.simulation.folder import ACCOUNTS, Written
from tests.simulation.judge import Judge
from tests.simulation.mortality import HANGS, MortalClock, Mortality, PatientClock, TroubledStore
from tests.simulation.network import Network
from tests.simulation.process import Process

START = utc("2026-01-05 06:00")
PERSON = "user:anna"
STEP = timedelta(minutes=8)
"""Between two beats while something waits: far shorter than the shortest gap after which a post is let go."""
DOUBTFUL = timedelta(seconds=40)
MOMENT = 1e-5
"""Seconds that no clock here tells apart."""
SILENCE = timedelta(minutes=58)
"""A longer one the house would note; a beat that keeps no lane ends it."""
AT_HAND = timedelta(minutes=1)
UNDER_WAY = (State.CLAIMED, State.SENDING, State.IN_DOUBT)


class Life:
    """`fate` decides what becomes of a request; `while_it_is` is told where a request stands, and may do anything
    there. `network` makes each network."""

    def __init__(
        self,
        folder: Path,
        *,
        fate: Callable[[str], Fate],
        while_it_is: Callable[[Moment, str], None] = lambda *_: None,
        delay: Callable[[float], float] = lambda longest: longest / 2,
        sending: type[Sending] = Sending,
        network: type[Network] = Network,
        start: datetime = START,
    ) -> None:
        self.clock = ManualClock(start)
        self.place = Place(folder=folder, data=folder / "data")
        self.written = Written()
        self.written.write(folder)
        self.store = TroubledStore(Database(self.place.store, create=True))
        self.mortality = Mortality()
        self.judge = Judge(self.clock, Database(self.place.store))
        self.networks = {
            name: network(name, dialect, self.clock, fate, self._meets, delay, self.judge.was_taken)
            for name, dialect in ACCOUNTS.items()
        }
        self.judge.networks = self.networks
        self._while_it_is = while_it_is
        self._sending = sending
        self._boots = 0
        self._soon: list[datetime] = []
        self.process: Process | None = None
        self.person = Process(
            self.place, PatientClock(self.clock), Database(self.place.store), self.networks, "a person"
        )
        self.boot()
        for name in ACCOUNTS:
            self.let(name)

    # what the machine does

    def boot(self) -> bool:
        """False: it died at once, or the store was in trouble."""
        if self.process is not None:
            return True
        self._boots += 1
        process = self._process(f"boot {self._boots}")
        self.process = process
        try:
            process.open()
        except (Crash, StoreTrouble):
            self.die()
            return False
        return True

    def die(self) -> None:
        if self.process is not None:
            self.judge.problems += self.process.failures
            self.process.end()
            self.process = None
            self.mortality.left = None

    def _process(self, owner: str) -> Process:
        clock = MortalClock(self.clock, self.mortality)
        announce = self.mortality.step
        return Process(self.place, clock, self.store, self.networks, owner, announce=announce, sending=self._sending)

    def beat(self) -> None:
        self._alive(lambda process: process.beat())

    def _alive(self, run: Callable[[Process], None]) -> None:
        """It may die meanwhile."""
        if self.process is None:
            return
        try:
            run(self.process)
        except Crash:
            self.die()
        if self.process is not None:
            self.judge.problems += self.process.failures
            self.process.failures.clear()

    def pass_time(self, time: timedelta) -> None:
        """Ends early where the service dies."""
        end = self.clock.monotonic() + time.total_seconds()
        while self.process is not None and self.clock.monotonic() < end - MOMENT:
            self.step(timedelta(seconds=end - self.clock.monotonic()))

    def step(self, longest: timedelta) -> None:
        """To the next instant at which something is due, and a beat there; no longer than that."""
        step = min(longest, max(self._until_next(), timedelta(seconds=1)))
        if step > SILENCE:
            self.clock.advance(step - AT_HAND)
            self._alive(lambda process: process.tidy())
            step = AT_HAND
        self.clock.advance(step)
        self.beat()

    def _until_next(self) -> timedelta:
        now = self.clock.now()
        self._soon = [instant for instant in self._soon if instant > now]
        waits = [instant - now for instant in self._soon] + [timedelta(hours=6)]
        with self.judge.store.look() as looking:
            ahead = looking.deliveries(states=AHEAD, limit=4)
            begun = looking.deliveries(states=UNDER_WAY)
            paused = {account: paused_until(looking, account) or now for account in ACCOUNTS}
        waits += [max(row.ready_at, paused[row.account], row.due_at) - now for row in ahead]
        waits += [max(row.not_before or now + DOUBTFUL, paused[row.account]) - now for row in begun]
        if begun or any(row.due_at <= now for row in ahead):
            waits.append(STEP)
        return min((wait for wait in waits if wait > timedelta(0)), default=STEP)

    def jump(self, by: timedelta) -> None:
        """Somebody sets the clock of this machine."""
        self.clock.set(self.clock.now() + by)

    # what happens on the wire

    def _meets(self, moment: Moment, key: str) -> None:
        if moment in {Moment.PREPARING, Moment.CONNECTED}:
            self.judge.look()  # before the world changes, by which the steps so far are judged
        if moment is Moment.FENCED:
            self.judge.arrives(key)
            self._soon.append(self.clock.now() + timedelta(seconds=70))
        self._while_it_is(moment, key)

    def hang(self) -> None:
        """The hand that has the request sleeps, while the rest of the service goes on."""
        self.clock.advance(HANGS)
        if self.process is not None:
            self.process.settling.sweep()

    # what people do

    def stop(self, scope: Scope, subject: str) -> None:
        found = self.person.stopping.stop(scope, subject, who=PERSON, why="rest", deadline=timedelta(0))
        self.judge.stopped(scope, subject, {str(row.key) for row in found.on_the_wire})

    def resume(self, scope: Scope, subject: str) -> None:
        with suppress(NoSuchThing):
            self.person.stopping.resume(scope, subject, who=PERSON, why="on")
        self.judge.resumed(scope, subject)

    def stop_file(self, *, there: bool) -> None:
        path = self.place.folder / "STOP"
        if there:
            path.touch()
            at = self.clock.now().timestamp()
            os.utime(path, (at, at))  # the file system's clock is not this world's, and the record tells of the file
        else:
            path.unlink(missing_ok=True)
        self.judge.stop_file = there

    def edit(self, **changes: Any) -> None:
        self.written = replace(self.written, **changes)
        self.written.write(self.place.folder)
        for _ in range(2):
            self._alive(lambda process: process.look_at_files())
            self.clock.advance(timedelta(seconds=2))

    def let(self, account: str) -> None:
        current = self.person.accepting.current()
        if current is not None:
            self.person.going_live.let(current, account, who=PERSON)
            self.judge.live.add(account)

    def take_back(self, account: str) -> None:
        self.judge.live.discard(account)
        self.person.going_live.take_back(account, who=PERSON)

    def resolve(self, row: Delivery) -> None:
        """By somebody who looks at the account first, and is not wrong."""
        network = self.networks[row.account]
        network.catch_up()
        standing = network.standing(str(row.key))
        self.judge.person(str(row.key))
        with suppress(NotAllowed):
            if standing:
                self.person.resolving.posted(row.key, f"https://example.org/{row.account}/{standing[0].id}", who=PERSON)
            elif any(key == str(row.key) for _, _, key in network.coming):
                return
            else:
                self.person.resolving.send(row.key, who=PERSON, late=timedelta(hours=1))

    def let_go(self, row: Delivery) -> None:
        self.judge.person(str(row.key))
        with suppress(NotAllowed):
            self.person.resolving.withdraw(row.key, who=PERSON)

    def delete(self, key: SlotKey) -> None:
        self.judge.person(str(key))
        with suppress(NotAllowed, ChannelTrouble):
            self.person.taking_down.delete(key, who=PERSON, why="it was wrong")

    def skip(self, key: SlotKey) -> None:
        self.judge.person(str(key))
        with suppress(NotAllowed):
            self.person.steering.skip(key, who=PERSON, why="not this one")

    def move(self, key: SlotKey, by: timedelta) -> None:
        current = self.person.accepting.current()
        with suppress(NotAllowed, NoSuchThing):
            assert current is not None
            self.person.steering.move(current, key, self.clock.now() + by, who=PERSON)

    def rows(self, *states: State) -> list[Delivery]:
        with self.judge.store.look() as looking:
            return looking.deliveries(states=states or None)
