"""Tells allies' addresses of what happens to attention, in a thread of its own, so that none of them delays a thing."""

import json
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from scheduler.clock import Clock
from scheduler.errors import SchedulerError
from scheduler.model.sealing import instant_text
from scheduler.service.allies import Heard, Owed

log = logging.getLogger(__name__)

DEADLINE = 10.0
"""Seconds for one request, from its beginning to the last byte of its answer."""

LARGEST = 64 * 1024
PAUSE = timedelta(minutes=1)
"""Between one try and the next, while an ally cannot be reached."""

Address = Callable[[], str]
"""Gives where it is, of which nothing is ever said. Raises FilesWrong."""

Allies = Callable[[], Mapping[str, Sequence[Address]]]
"""By campaign."""


class WebhookSink:
    """`patience`: seconds that `tell` waits for what is under way; with 0 it tells of it when it is asked again."""

    def __init__(self, allies: Allies, clock: Clock, patience: float = 0.0) -> None:
        self._allies = allies
        self._clock = clock
        self._patience = patience
        self._heard: set[Heard] = set()
        self._telling: threading.Thread | None = None
        self._next: datetime | None = None
        self._sound = True

    def tell(self, owed: Sequence[Owed]) -> list[Heard]:
        """Who left the files meanwhile is crossed out, too."""
        allies = self._allies()
        wanted = [(one, number) for one in owed for number in one.allies]
        gone = [(one, number) for one, number in wanted if number >= len(allies.get(one.campaign, ()))]
        if not self._is_telling():  # which adds to them
            self._heard &= set(wanted)
        missing = [one for one in wanted if one not in self._heard and one not in gone]
        if missing and not self._is_telling() and (self._next is None or self._clock.now() >= self._next):
            tasks = [(one, number, allies[one.campaign][number]) for one, number in missing]
            self._telling = threading.Thread(target=self._tell, args=(tasks,), name="allies", daemon=True)
            self._telling.start()
        if self._telling is not None:
            self._telling.join(self._patience)
        return [*gone, *(one for one in wanted if one in self._heard)]

    def _is_telling(self) -> bool:
        return self._telling is not None and self._telling.is_alive()

    def _tell(self, missing: Sequence[tuple[Owed, int, Address]]) -> None:
        """One ally's trouble is not another's."""
        unreached: set[tuple[str, int]] = set()
        for owed, number, address in missing:
            if (owed.campaign, number) in unreached:
                continue
            trouble = _post(owed, address)
            if not trouble:
                self._heard.add((owed, number))
                continue
            unreached.add((owed.campaign, number))
            if self._sound:
                about = {"campaign": owed.campaign, "ally": str(number + 1), "why": trouble}
                log.warning("ally.untold", extra={"about": about})
        self._sound = not unreached
        self._next = self._clock.now() + PAUSE if unreached else None


def _post(owed: Owed, address: Address) -> str:
    """What went wrong; empty: it was told."""
    # What speaks HTTP costs those alone who have allies.
    from scheduler.wire.door import Door, Wire  # noqa: PLC0415

    body = {"at": instant_text(owed.at), "campaign": owed.campaign, "kind": owed.kind, "text": owed.text}
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
