"""One stop after the other while posts go out, and what came of each: by the sink's own instants of arrival."""

import threading
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from scheduler.model.delivery import State
from scheduler.model.record import Scope
from scheduler.model.slot import SlotKey
from scheduler.service.stopping import GRACE, Stopping
from tests.dying import draw
from tests.sinks.dialects import Taken
from tests.sinks.running import Sink
from tests.stops.ground import CAMPAIGNS, CLOCK, DEADLINE, DOUBTING, SPEAKING, Ground
from tests.stops.wire import Request, under_way

FILE = "file"
SCOPES = (*Scope, FILE)
QUIET = 0.015
"""Seconds for which it is watched that nothing goes out any more."""
QUIET_UNSEEN = 0.04
"""The same where nobody saw what was under way, so that it may still be at its beginning."""
IMPATIENT = 1 / 3
"""The share of trials in which nobody waits for answers; all but what is named then stands still at once."""
HANGS = 0.01
"""The share of trials in which the network answers nothing until the deadline."""
CAUGHT = 2 / 3
"""The share of trials for which the stop waits until a request is seen to be under way."""
LONGEST_WAIT = 0.5
LONGEST_DRAWN = 0.02


@dataclass(frozen=True, kw_only=True)
class Trial:
    """`called`, `returned` and `resumed` are of the machine's monotonic clock. `late`: what the record says of fences
    that came after a STOP file. `named`: what it said may still come. `waited` False: nobody waited for answers."""

    scope: str
    subject: str
    called: float
    returned: float
    resumed: float
    hung: bool = False
    waited: bool = True
    named: frozenset[str] = frozenset()
    late: tuple[str, ...] = ()

    def covers(self, key: str) -> bool:
        campaign, _, _, account, _ = key.split("/")
        found = {Scope.CAMPAIGN: campaign, Scope.ACCOUNT: account, Scope.POST: key}
        return self.scope in {Scope.ALL, FILE} or found[Scope(self.scope)] == self.subject

    def leaks(self, taken: list[Taken]) -> list[str]:
        """What was accepted although it had returned. A STOP file does not return: what passed its fence before may
        still arrive."""
        if self.scope == FILE:
            return list(self.late)
        after = [p for p in taken if self.returned < p.at < self.resumed and self.covers(p.key)]
        after = [p for p in after if p.key not in self.named]
        words = partial("{0.key} came {1:.4f} s after the stop of {2} {3} had returned".format)
        return [words(p, p.at - self.returned, self.scope, self.subject) for p in after]

    def was_on_the_wire(self, requests: list[Request]) -> bool:
        """Whether one of its scope had passed its fence, and was not answered, when it was called."""
        return any(r.began < self.called < (r.ended or self.called + 1) and self.covers(r.key) for r in requests)


def a_trial(ground: Ground, sink: Sink, seed: str) -> Trial:
    scope = SCOPES[int(len(SCOPES) * draw(f"{seed}/scope"))]
    hung = scope != FILE and draw(f"{seed}/hang") < HANGS
    if hung:
        sink.lose("hang")
    if sink.dialect != "none":
        ground.put(DOUBTING, 2, State.IN_DOUBT)
    CLOCK.wait(threading.Event(), LONGEST_DRAWN * draw(f"{seed}/instant"))
    key = _seen_under_way(ground) if hung or draw(f"{seed}/caught") < CAUGHT else None
    if scope == FILE:
        return _by_file(ground)
    subject = _subject(ground, Scope(scope), key, seed)
    stopping = Stopping(ground.desk)
    waited = hung or draw(f"{seed}/impatient") >= IMPATIENT
    called = CLOCK.monotonic()
    found = stopping.stop(
        Scope(scope), subject, who="user:anna", why="a trial", deadline=DEADLINE if waited else -GRACE
    )
    returned = CLOCK.monotonic()
    CLOCK.wait(threading.Event(), QUIET if key and waited else QUIET_UNSEEN)
    resumed = CLOCK.monotonic()
    stopping.resume(Scope(scope), subject, who="user:anna", why="the trial is over")
    return Trial(
        scope=scope,
        subject=subject,
        called=called,
        returned=returned,
        resumed=resumed,
        hung=hung,
        waited=waited,
        named=frozenset(str(row.key) for row in found.on_the_wire),
    )


def _by_file(ground: Ground) -> Trial:
    called = CLOCK.monotonic()
    ground.stop_file.touch()
    there, returned = CLOCK.now(), CLOCK.monotonic()
    CLOCK.wait(threading.Event(), QUIET)
    resumed, gone = CLOCK.monotonic(), CLOCK.now()
    ground.stop_file.unlink()
    late = _fences(ground, there, gone)
    return Trial(scope=FILE, subject="", called=called, returned=returned, resumed=resumed, late=late)


def _fences(ground: Ground, since: datetime, until: datetime) -> tuple[str, ...]:
    with ground.store.look() as looking:
        found = looking.sealed(since=since, until=until, events={"delivery.sending"})
    return tuple(f"{entry.entry.key} passed its fence while a STOP file lay there" for _, entry in found)


def _seen_under_way(ground: Ground) -> str | None:
    end = CLOCK.monotonic() + LONGEST_WAIT
    while (key := under_way(ground.folder)) is None and CLOCK.monotonic() < end:
        CLOCK.wait(threading.Event(), 0.001)
    return key


def _subject(ground: Ground, scope: Scope, key: str | None, seed: str) -> str:
    """Of what is under way, where something was seen to be."""
    if scope is Scope.ALL:
        return ""
    drawn = draw(f"{seed}/subject")
    if scope is Scope.POST:
        return key or list(ground.rows)[int(len(ground.rows) * drawn)]
    if scope is Scope.CAMPAIGN:
        return SlotKey.parse(key).campaign if key else CAMPAIGNS[int(2 * drawn)]
    return SlotKey.parse(key).account if key else (SPEAKING + DOUBTING)[int(4 * drawn)]
