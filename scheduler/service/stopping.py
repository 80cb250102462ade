"""Stop is a transaction: after it returned, nothing of its scope is or will be on the wire."""

import threading
from dataclasses import dataclass
from datetime import timedelta

from scheduler.errors import NoSuchThing, NotAllowed
from scheduler.model.delivery import UNFINISHED, Delivery, State
from scheduler.model.house import House
from scheduler.model.record import HOUSE, Scope, Stop
from scheduler.service.desk import Desk
from scheduler.service.store_ports import Looking

GRACE = timedelta(seconds=5)
LOOK_AGAIN = 0.02
"""Seconds between two looks at what is still on the wire."""

UNDER_WAY = frozenset({State.CLAIMED, State.SENDING})
DOUBTFUL = frozenset({State.IN_DOUBT, State.HELD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """`stop` is the one in force; `new` False: it was so already. `on_the_wire` holds the posts of the scope that may
    still be going out: their answers had not come when the waiting ended. `preparing`: those that go out no more, but
    one call may be under way for, such as a picture that goes up. `doubtful`: those that were sent, and that nobody
    knows of whether they are out; none of them is sent again. `served` False: no service runs that would hear the
    answers."""

    stop: Stop
    new: bool
    served: bool = True
    on_the_wire: tuple[Delivery, ...] = ()
    preparing: tuple[Delivery, ...] = ()
    doubtful: tuple[Delivery, ...] = ()


class Stopping:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def stop(self, scope: Scope, subject: str, *, who: str, why: str, deadline: timedelta) -> Stopped:
        """Commit the stop, then wait for requests under way, at most the request deadline and five seconds."""
        stop = Stop(scope=scope, subject=subject, at=self._desk.clock.now(), who=who, why=why)
        with self._desk.transaction(who) as t:
            new = t.writing.stop(stop)
            if new:
                t.note("stop.set", why, chain=_chain(stop), evidence={"scope": scope, "subject": subject})
            stop = _standing(t.writing.stops(), scope, subject) or stop
        found = self._wait(stop, deadline + GRACE)
        return Stopped(
            stop=stop,
            new=new,
            served=self._desk.store.engine_owner() is not None,
            doubtful=tuple(self._rows(stop, DOUBTFUL)),
            on_the_wire=tuple(row for row in found if row.state is State.SENDING),
            preparing=tuple(row for row in found if row.state is State.CLAIMED),
        )

    def resume(self, scope: Scope, subject: str, *, who: str, why: str) -> Stop:
        """Lift exactly this stop. Raises NoSuchThing, naming those in force, where there is none such; NotAllowed where
        the store was put back, and its accounts were not asked what they said."""
        with self._desk.transaction(who) as t:
            stops = t.writing.stops()
            if (stop := _standing(stops, scope, subject)) is not None:
                if stop.waits_for_recover:
                    raise NotAllowed(f"{stop.why}; `awareness recover` settles what may be out, and lifts this stop")
                t.writing.resume(stop)
                t.note("stop.lifted", why, chain=_chain(stop), evidence={"scope": scope, "subject": subject})
                if scope is Scope.ACCOUNT:
                    t.calm("locked", subject)
                return stop
        known = ", ".join(_words(s.scope, s.subject) for s in stops) or "none"
        raise NoSuchThing(f"there is no stop on {_words(scope, subject)}; in force: {known}")

    def _wait(self, stop: Stop, longest: timedelta) -> tuple[Delivery, ...]:
        clock = self._desk.clock
        end = clock.monotonic() + longest.total_seconds()
        # What is claimed connects, signs in or uploads pictures already, although its fence stays closed now.
        while under_way := self._rows(stop, UNDER_WAY):
            if self._desk.store.engine_owner() is None:
                return tuple(row for row in under_way if row.state is State.SENDING)  # the rest ended with its owner
            if clock.monotonic() >= end:
                break
            clock.wait(threading.Event(), LOOK_AGAIN)
        return under_way

    def _rows(self, stop: Stop, states: frozenset[State]) -> tuple[Delivery, ...]:
        with self._desk.store.look() as looking:
            found = looking.deliveries(states=states)
        return tuple(d for d in found if stop.covers(campaign=d.key.campaign, account=d.account, key=str(d.key)))


def known_subject(house: House | None, looking: Looking, scope: Scope, subject: str) -> None:
    """Raises NoSuchThing where neither the files in force nor the outbox know such a campaign or account: what left
    the files may still have posts on their way. Without files everything may be stopped."""
    account, campaign = (subject if scope is one else None for one in (Scope.ACCOUNT, Scope.CAMPAIGN))
    if house is None or scope not in {Scope.ACCOUNT, Scope.CAMPAIGN}:
        return
    if looking.deliveries(states=UNFINISHED, account=account, campaign=campaign, limit=1):
        return
    if scope is Scope.CAMPAIGN:
        house.campaign(subject)
    else:
        house.account(subject)


def _standing(stops: list[Stop], scope: Scope, subject: str) -> Stop | None:
    return next((stop for stop in stops if (stop.scope, stop.subject) == (scope, subject)), None)


def _words(scope: Scope, subject: str) -> str:
    return "everything" if scope is Scope.ALL else f"{scope} {subject}"


def _chain(stop: Stop) -> str:
    return stop.subject if stop.scope is Scope.ACCOUNT else HOUSE
