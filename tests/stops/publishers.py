"""Who publishes while it is stopped: our own parts, and two that are put together badly on purpose."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from scheduler.channels.kit import Kit
from scheduler.rendering.networks import rule_for
from scheduler.service.accepting import Accepting, Understood
from scheduler.service.alerting import Alerting
from scheduler.service.desk import Desk
from scheduler.service.fence import is_silenced
from scheduler.service.planning import Planning
from scheduler.service.ports import Channel
from scheduler.service.publishing import Publishing
from scheduler.service.sending import Sending
from scheduler.service.settling import Settling
from scheduler.service.store_ports import Store
from scheduler.service.taking_readings import TakingReadings
from scheduler.service.verifying import Verifying
from scheduler.service.working import Work
from scheduler.store.database import Database
from scheduler.store.writing import Write
from tests.sinks.channel import Where
from tests.stops.ground import CLOCK, DEADLINE, Ground, house
from tests.stops.wire import Timed


@dataclass(frozen=True)
class Unstopped:
    """A transaction in which no stop is ever seen."""

    writing: Write

    def __getattr__(self, name: str) -> Any:
        return getattr(self.writing, name)

    def stops(self) -> list[Any]:
        return []


class Blind(Database):
    """Reads no stops where it counts: within its transactions."""

    @contextmanager
    def write(self) -> Iterator[Write]:
        with super().write() as writing:
            yield cast("Write", Unstopped(writing))


class ChecksFirst(Publishing):
    """Looks whether its account is stopped, and then sends what is due."""

    def drain(self, lane: str, ending: Callable[[], bool] = lambda: False) -> int:
        with self._desk.store.look() as looking:
            stopped = is_silenced(looking.stops(), lane)
        return 0 if stopped else super().drain(lane, ending)


def ours(ground: Ground, where: Where, owner: str) -> Work:
    desk = _desk(ground, Database(ground.path))
    return _work(ground, where, owner, claims=desk, fences=desk)


def fence_without_stops(ground: Ground, where: Where, owner: str) -> Work:
    """The claim reads the stops, and the fence does not."""
    blind = _desk(ground, Blind(ground.path))
    return _work(ground, where, owner, claims=_desk(ground, Database(ground.path)), fences=blind)


def check_then_send(ground: Ground, where: Where, owner: str) -> Work:
    blind = _desk(ground, Blind(ground.path))
    return _work(ground, where, owner, claims=blind, fences=blind, publishing=ChecksFirst)


PUBLISHERS: dict[str, Callable[[Ground, Where, str], Work]] = {
    "ours": ours,
    "fence without stops": fence_without_stops,
    "check, then send": check_then_send,
}


def _desk(ground: Ground, store: Store) -> Desk:
    return Desk(store, CLOCK, ground.desk.announce)


def _work(
    ground: Ground, where: Where, owner: str, *, claims: Desk, fences: Desk, publishing: type[Publishing] = Publishing
) -> Work:
    found = house()
    accepting = Accepting(claims, ground.files, lambda _, __: Understood(house=found))
    made: dict[str, Channel] = {
        account.id: Timed(
            account,
            Kit(
                folder=ground.folder,
                limits=rule_for(account.network),
                clock=CLOCK,
                token=str,
                profile=lambda: None,
                deadline=DEADLINE,
            ),
            where,
        )
        for account in found.accounts
    }
    sending = Sending(fences, ground.files, owner)
    return Work(
        claims,
        accepting,
        Planning(claims, made.get),
        publishing(claims, accepting.house, made.get, ground.files, sending),
        Settling(claims, accepting.house, made.get, ground.files, sending),
        Verifying(claims, made.get, ground.files),
        TakingReadings(claims, accepting.current, made.get, ground.files),
        Alerting(claims, []),
    )
