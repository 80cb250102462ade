"""Tells allies' addresses of what happens to attention, in a thread of its own, so that none of them delays a thing."""

import json
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from scheduler.clock import Clock
from scheduler.errors import SchedulerError
from scheduler.model.record import Alert
from scheduler.model.sealing import instant_text
from scheduler.service.noticing import KINDS

log = logging.getLogger(__name__)

DEADLINE = 10.0
"""Seconds for one request, from its beginning to the last byte of its answer."""

LARGEST = 64 * 1024
PAUSE = timedelta(minutes=1)
"""Between one try and the next, while an ally cannot be reached."""

LONGEST = timedelta(days=1)
"""After which an ally no longer hears of something: it is old news, and the outbox must not fill up for it."""

Address = Callable[[], str]
"""Gives where it is, of which nothing is ever said. Raises FilesWrong."""

Allies = Callable[[], Mapping[str, Sequence[Address]]]
"""By campaign."""


class WebhookSink:
    """`patience`: seconds that `tell` waits for what is under way; with 0 it raises BlockingIOError, and is asked again
    a moment later."""

    def __init__(self, allies: Allies, clock: Clock, patience: float = 0.0) -> None:
        self._allies = allies
        self._clock = clock
        self._patience = patience
        self._told: set[tuple[int, int]] = set()
        """By the alert's number and that of the address among its campaign's."""
        self._telling: threading.Thread | None = None
        self._next: datetime | None = None
        self._sound = True

    def tell(self, alerts: Sequence[Alert]) -> None:
        allies = self._allies()
        self._told = {told for told in self._told if told[0] in {alert.id for alert in alerts}}
        if not (missing := self._missing(alerts, allies)):
            return
        if self._telling is None or not self._telling.is_alive():
            now = self._clock.now()
            if self._next is not None and now < self._next:
                raise BlockingIOError("an ally could not be reached")
            self._telling = threading.Thread(target=self._tell, args=(missing,), name="allies", daemon=True)
            self._telling.start()
        self._telling.join(self._patience)
        if self._missing(alerts, allies):
            raise BlockingIOError("allies are being told")

    def _missing(
        self, alerts: Sequence[Alert], allies: Mapping[str, Sequence[Address]]
    ) -> list[tuple[Alert, int, Address]]:
        oldest = self._clock.now() - LONGEST
        return [
            (alert, number, address)
            for alert in alerts
            if alert.kind in KINDS and alert.at >= oldest
            for number, address in enumerate(allies.get(alert.subject, ()))
            if (alert.id, number) not in self._told
        ]

    def _tell(self, missing: Sequence[tuple[Alert, int, Address]]) -> None:
        """One ally's trouble is not another's."""
        unreached: set[tuple[str, int]] = set()
        for alert, number, address in missing:
            if (alert.subject, number) in unreached:
                continue
            trouble = _post(alert, address)
            if not trouble:
                self._told.add((alert.id, number))
                continue
            unreached.add((alert.subject, number))
            if self._sound:
                about = {"campaign": alert.subject, "ally": str(number + 1), "why": trouble}
                log.warning("ally.untold", extra={"about": about})
        self._sound = not unreached
        self._next = self._clock.now() + PAUSE if unreached else None


def _post(alert: Alert, address: Address) -> str:
    """What went wrong; empty: it was told."""
    # What speaks HTTP costs those alone who have allies.
    from scheduler.wire.door import Door, Wire  # noqa: PLC0415

    body = {"at": instant_text(alert.at), "campaign": alert.subject, "kind": alert.kind, "text": alert.text}
    try:
        url = address()
        public = urlsplit(url).scheme == "https"
        door = Door(Wire(deadline=DEADLINE, largest=LARGEST, cut=True, public_only=public))
        data, headers = json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"}
        status = door.ask(lambda: door.session.post(url, data=data, headers=headers)).status_code
    except SchedulerError as error:
        return str(error) or type(error).__name__
    except Exception as error:  # noqa: BLE001 - nothing of an ally's may end anything of ours
        return type(error).__name__
    return "" if status < 400 else f"it answered {status}"
