"""A stretch of the service's life in which all that happens is drawn from one seed."""

import hashlib
import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.model.delivery import AHEAD, State
from scheduler.model.record import Scope
from scheduler.service.sending import Sending
from tests.simulation.chance import Dice
from tests.simulation.fates import FAIR, Crash, Fate, Moment
from tests.simulation.folder import ACCOUNTS
from tests.simulation.life import MOMENT, Life
from tests.simulation.network import Network
from tests.simulation.often import A_DAY, MEANWHILE
from tests.simulation.reckoning import Reckoning, Trouble

DAY = timedelta(days=1)
PATIENCE = timedelta(minutes=25)
"""How old a doubt is before a person answers for it: by then nothing can still be under way."""


class Fortune:
    """`problems` after `live`: every promise that was broken. `trace` is the same for the same seed."""

    def __init__(
        self, folder: Path, seed: str, *, sending: type[Sending] = Sending, network: type[Network] = Network
    ) -> None:
        self._dice = Dice(seed)
        self._calm = True
        self._trace = hashlib.sha256()
        self._later: list[tuple[float, int, str, Callable[[], object]]] = []
        self._number = 0
        self._boot_at: float | None = None
        self.troubles: list[Trouble] = []
        self.happened: dict[str, int] = {}
        self.life = Life(
            folder,
            fate=self._fate,
            while_it_is=self._meanwhile,
            delay=lambda longest: longest * self._dice.one(),
            sending=sending,
            network=network,
        )
        self.reckoning = Reckoning(self.life, self.troubles)

    @property
    def problems(self) -> list[str]:
        return self.life.judge.problems

    @property
    def trace(self) -> str:
        return self._trace.hexdigest()

    def live(self, days: int) -> None:
        """Ends early where a promise is broken."""
        self._calm = False
        for day in range(days):
            self._draw_a_day()
            self._until(self._now() + DAY.total_seconds())
            if day % 7 == 6:
                self.life.judge.accounts_for_the_world()
            if self.problems:
                return
        self._calm_down()
        self._until(self._now() + DAY.total_seconds())
        self._person()
        self._until(self._now() + timedelta(hours=3).total_seconds())
        self.reckoning.reckon()
        for chain, (seq, digest) in sorted(self.life.store.heads().items()):
            self._note(f"{chain} {seq} {digest}")

    def _draw_a_day(self) -> None:
        for name, often in A_DAY.items():
            at = self._dice.about(DAY / often)
            while at < DAY:
                self._in(at, name, getattr(self, f"_{name}"))
                at += self._dice.about(DAY / often)

    def _until(self, end: float) -> None:
        while self._now() < end - MOMENT and not self.problems:
            to = min(end, self._later[0][0]) if self._later else end
            if self.life.process is None:
                self._wait_for_boot(to)
            elif to > self._now() + MOMENT:
                self.life.step(timedelta(seconds=to - self._now()))
            while self._later and self._later[0][0] <= self._now() + MOMENT:
                _, _, name, happen = heapq.heappop(self._later)
                self._happens(name, happen)
            self.life.judge.look()

    def _wait_for_boot(self, to: float) -> None:
        if self._boot_at is None:
            away = self._dice.about(timedelta(hours=3) if self._dice.happens(0.1) else timedelta(minutes=2))
            self._boot_at = self._now() + away.total_seconds()
            self._troubled(away + timedelta(minutes=5))
        at = min(self._boot_at, to)
        self.life.clock.advance(timedelta(seconds=max(at - self._now(), 0)))
        if self._now() >= self._boot_at - MOMENT:
            self._boot_at = None
            self._happens("boot", self.life.boot)

    def _happens(self, name: str, happen: Callable[[], object]) -> None:
        self._note(f"{self._now():.3f} {self.life.clock.now().isoformat()} {name}")
        self.happened[name] = self.happened.get(name, 0) + 1
        happen()

    def _note(self, line: str) -> None:
        self._trace.update(f"{line}\n".encode())

    def _now(self) -> float:
        return self.life.clock.monotonic()

    def _in(self, time: timedelta, name: str, happen: Callable[[], object]) -> None:
        self._number += 1
        heapq.heappush(self._later, (self._now() + time.total_seconds(), self._number, name, happen))

    def _troubled(self, time: timedelta, account: str = "") -> None:
        now: datetime = self.life.clock.now()
        self.troubles.append(Trouble(now - timedelta(minutes=5), now + time + timedelta(minutes=35), account))

    # on the wire

    def _fate(self, key: str) -> Fate:
        fate = Fate.TAKEN if self._calm else self._dice.weighed(FAIR)
        if fate is not Fate.TAKEN:
            self._troubled(DAY if fate is Fate.LOCKED else timedelta(0), key.split("/")[3])
        self._note(f"{key} {fate}")
        return fate

    def _meanwhile(self, moment: Moment, key: str) -> None:
        if self._calm:
            return
        thrown = self._dice.one()
        for name, share in MEANWHILE[moment].items():
            thrown -= share
            if thrown < 0:
                self._note(f"{moment} {name}")
                self.happened[f"{moment}: {name}"] = self.happened.get(f"{moment}: {name}", 0) + 1
                self._troubled(timedelta(0), key.split("/")[3])
                self._interrupt(name)
                return

    def _interrupt(self, name: str) -> None:
        match name:
            case "crash":
                raise Crash
            case "stop":
                self._stop()
            case "edit":
                self._edit()
            case "hang":
                self.life.hang()
            case "unwritten":
                self.life.store.unwritten = self._dice.number(1, 6)
            case _:
                self.life.store.unconfirmed = 1

    # what happens in a day

    def _crash(self) -> None:
        self.life.mortality.left = self._dice.number(0, 120)

    def _outage(self) -> None:
        network = self.life.networks[self._dice.among(list(ACCOUNTS))]
        away = self._dice.about(timedelta(hours=4) if self._dice.happens(0.2) else timedelta(minutes=20))
        network.down = True
        self._troubled(away, network.account)
        self._in(away, "up", lambda: setattr(network, "down", False))

    def _stop(self) -> None:
        with self.life.judge.store.look() as looking:
            ahead = [str(row.key) for row in looking.deliveries(states=AHEAD, limit=3)]
        scope, subject = self._dice.among(
            [
                (Scope.ALL, ""),
                (Scope.CAMPAIGN, self._dice.among(["steady", "lively"])),
                (Scope.ACCOUNT, self._dice.among(list(ACCOUNTS))),
                (Scope.POST, self._dice.among(ahead) if ahead else "none"),
            ]
        )
        rest = self._dice.about(timedelta(hours=1))
        self.life.stop(scope, subject)
        self._troubled(rest)
        self._in(rest, "resume", lambda: self.life.resume(scope, subject))

    def _stop_file(self) -> None:
        rest = self._dice.about(timedelta(minutes=40))
        self._troubled(rest)
        self.life.stop_file(there=True)
        self._in(rest, "stop file gone", lambda: self.life.stop_file(there=False))

    def _edit(self) -> None:
        dice = self._dice
        ways: dict[str, Callable[[], object]] = {
            "hours": lambda: tuple(sorted({dice.number(0, 23) for _ in range(dice.number(1, 2))})),
            "minute": lambda: dice.among([0, 10, 30, 45]),
            "paused": lambda: dice.happens(0.3),
            "actions": lambda: dice.among([("sign", "share"), ("share",), ("sign",)]),
            "wording": lambda: dice.number(0, 9),
            "link": lambda: dice.number(0, 9),
            "broken": lambda: dice.happens(0.4),
        }
        what = dice.among(list(ways))
        change = ways[what]()
        self._troubled(timedelta(0))
        self.life.edit(**{what: change})

    def _jump(self) -> None:
        far = timedelta(minutes=self._dice.number(1, 180)) * self._dice.among([1, -1])
        self._troubled(timedelta(hours=6))
        self.life.jump(far)
        self._troubled(timedelta(hours=6))

    def _skip(self) -> None:
        if rows := self.life.rows(*sorted(AHEAD)):
            self.life.skip(self._dice.among(rows).key)

    def _move(self) -> None:
        if rows := self.life.rows(*sorted(AHEAD)):
            self.life.move(self._dice.among(rows).key, timedelta(minutes=self._dice.number(1, 600)))

    def _delete(self) -> None:
        with self.life.judge.store.look() as looking:
            out = looking.deliveries(states={State.POSTED, State.VERIFIED}, limit=10, newest_first=True)
        if out:
            self.life.delete(self._dice.among(out).key)

    def _vanish(self) -> None:
        with self.life.judge.store.look() as looking:
            out = looking.deliveries(states={State.POSTED, State.VERIFIED}, limit=10, newest_first=True)
        if out and (row := self._dice.among(out)).receipt:
            self.life.networks[row.account].take_away(row.receipt.remote_id)

    def _store(self) -> None:
        kind = self._dice.among(["unwritten", "unconfirmed", "unread"])
        setattr(self.life.store, kind, 1 if kind == "unconfirmed" else self._dice.number(1, 5))
        self._troubled(timedelta(minutes=10))

    def _silence(self) -> None:
        account, rest = self._dice.among(list(ACCOUNTS)), self._dice.about(timedelta(hours=5))
        self._troubled(rest + timedelta(days=2), account)
        self.life.take_back(account)
        self._in(rest, "live again", lambda: self.life.let(account))

    def _skew(self) -> None:
        network = self.life.networks[self._dice.among(list(ACCOUNTS))]
        network.skew = timedelta(minutes=self._dice.number(-15, 15))

    def _person(self) -> None:
        """Answers for what is held, and mends what is locked."""
        for row in self.life.rows(State.HELD):
            if row.first_sent is None or self.life.clock.now() - row.first_sent >= PATIENCE:
                (self.life.let_go if self._dice.happens(0.1) else self.life.resolve)(row)
        with self.life.judge.store.look() as looking:
            locked = [stop.subject for stop in looking.stops() if stop.why.startswith("locked")]
        for account in locked:
            self.life.resume(Scope.ACCOUNT, account)

    def _settle_up(self) -> None:
        self.life.judge.accounts_for_the_world()

    def _calm_down(self) -> None:
        """Everything is mended, and the service left alone."""
        self._calm = True
        while self._later:
            _, _, name, happen = heapq.heappop(self._later)
            if name not in A_DAY:
                self._happens(name, happen)
        self.life.store.calm()
        self.life.mortality.left = None
        self._person()
        self.life.edit(broken=False, paused=False)
        if self.life.process is None:
            self.life.boot()
            self._boot_at = None
