"""Asks a monitor outside for its page while the house is useful; it raises the alarm once nobody asks any more."""

import logging
import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.clock import Clock
from scheduler.errors import SchedulerError
from scheduler.model.upkeep import Pulse

log = logging.getLogger(__name__)

DEADLINE = 10.0
"""Seconds for one request, from its beginning to the last byte of its answer."""

LARGEST = 64 * 1024
LATEST = timedelta(days=1)
"""A note of the last request is not believed beyond this: somebody moved the clock."""

Target = tuple[Callable[[], str], timedelta]
"""What gives the address, and how often it is asked at most. The first raises FilesWrong."""


class Monitor:
    """In a thread of its own, one at a time: a monitor that hangs delays nothing but the next request to it. `target`
    None: the files name none. `note` keeps when it was last asked, also for the next start."""

    def __init__(self, target: Callable[[], Target | None], clock: Clock, note: Path) -> None:
        self._target = target
        self._clock = clock
        self._note = note
        self._asking: threading.Thread | None = None
        self._trouble = ""

    def tell(self, pulse: Pulse) -> None:
        """Raises OSError where its last request cannot be noted: it is then not asked too often, but not at all."""
        if not pulse.useful or self._is_asking() or (target := self._target()) is None:
            return
        address, every = target
        now = self._clock.now()
        last = self._last()
        if last is not None and timedelta(0) <= now - last < min(every, LATEST):
            return
        self._keep(now)
        self._asking = threading.Thread(target=self._ask, args=(address,), name="ping", daemon=True)
        self._asking.start()

    def end(self) -> None:
        """A request under way is waited for, as long as one may take."""
        if self._asking is not None:
            self._asking.join(DEADLINE)

    def _is_asking(self) -> bool:
        return self._asking is not None and self._asking.is_alive()

    def _ask(self, address: Callable[[], str]) -> None:
        # What speaks HTTP costs those alone who have a monitor.
        from scheduler.wire.door import Door, Wire  # noqa: PLC0415

        try:
            url = address()
            door = Door(Wire(deadline=DEADLINE, largest=LARGEST, cut=True))
            status = door.ask(lambda: door.session.get(url)).status_code
            trouble = "" if status < 400 else f"it answered {status}"
        except SchedulerError as error:
            trouble = str(error) or type(error).__name__
        except Exception as error:  # noqa: BLE001 - nothing of a monitor's may end anything of ours
            trouble = type(error).__name__
        if trouble and trouble != self._trouble:
            log.warning("ping.failed", extra={"about": {"why": trouble}})
        self._trouble = trouble

    def _last(self) -> datetime | None:
        try:
            found = datetime.fromisoformat(self._note.read_text("ascii"))
        except (OSError, ValueError):
            return None
        return found if found.tzinfo is not None else None

    def _keep(self, now: datetime) -> None:
        self._note.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(now.isoformat())
