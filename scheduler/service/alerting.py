"""Empties the outbox of alerts; one that could not be told stays in it."""

from collections.abc import Sequence

from scheduler.service.desk import Desk
from scheduler.service.ports import AlertSink


class Alerting:
    def __init__(self, desk: Desk, sinks: Sequence[AlertSink]) -> None:
        self._desk = desk
        self._sinks = sinks

    def send(self) -> int:
        """Tell every sink what is in the outbox; returns how many alerts left it. An alert is told again to all
        when one sink failed: twice is better than never."""
        with self._desk.store.look() as looking:
            waiting = looking.alerts(unsent_only=True)
        if not waiting:
            return 0
        try:
            for sink in self._sinks:
                sink.tell(waiting)
        except OSError:
            return 0
        with self._desk.transaction("beat:alerts") as t:
            for alert in waiting:
                t.writing.alert_sent(alert.id, t.now)
        return len(waiting)
