"""Empties the outbox of alerts; one that could not be told stays in it."""

import logging
from collections.abc import Sequence

from scheduler.model.record import Alert
from scheduler.service.allies import AllySink, cross_out, is_old, owed
from scheduler.service.desk import Desk
from scheduler.service.ports import AlertSink

log = logging.getLogger(__name__)


class Outlet:
    """A sink, and what it was told of the alerts that are still in the outbox."""

    def __init__(self, sink: AlertSink) -> None:
        self.told: set[int] = set()
        self._sink = sink
        self._sound = True

    def tell(self, waiting: Sequence[Alert]) -> None:
        self.told.intersection_update(alert.id for alert in waiting)
        untold = [alert for alert in waiting if alert.id not in self.told]
        try:
            if untold:
                self._sink.tell(untold)
        except BlockingIOError:
            return  # it is being told, and is asked again
        except OSError as error:
            if self._sound:
                about = {"sink": type(self._sink).__name__, "error": type(error).__name__}
                log.warning("alerts.untold", extra={"about": about})
            self._sound = False
        else:
            self._sound = True
            self.told.update(alert.id for alert in untold)


class Alerting:
    def __init__(self, desk: Desk, sinks: Sequence[AlertSink], allies: AllySink | None = None) -> None:
        """`allies` None: only people are told."""
        self._desk = desk
        self._allies = allies
        self._outlets = [Outlet(sink) for sink in sinks]

    def send(self) -> int:
        """Tell every sink what is in the outbox; returns how many alerts left it. One that some sink could not be told
        stays, for that sink alone; after a restart it is told to all again: twice is better than never."""
        with self._desk.store.look() as looking:
            waiting = looking.alerts(unsent_only=True)
        for outlet in self._outlets:
            outlet.tell(waiting)
        done = [alert.id for alert in waiting if all(alert.id in outlet.told for outlet in self._outlets)]
        if done:
            with self._desk.transaction("beat:alerts") as t:
                for number in done:
                    t.writing.alert_sent(number, t.now)
        if self._allies is not None:
            self._tell(self._allies)
        return len(done)

    def _tell(self, allies: AllySink) -> None:
        """What an ally heard is crossed out for good: neither a restart nor the next pass tells it again."""
        now = self._desk.clock.now()
        with self._desk.store.look() as looking:
            waiting = owed(looking)
        if not waiting:
            return
        heard = allies.tell([one for one in waiting if not is_old(one, now)])
        if heard or any(is_old(one, now) for one in waiting):
            with self._desk.transaction("beat:alerts") as t:
                cross_out(t, heard)
