"""Asks sources in threads of their own, apart from the hands that post: one that hangs delays nothing."""

import threading
from collections.abc import Callable

from scheduler.service.watch_marks import WATCH
from scheduler.service.working import Work

MOST = 16
"""Sources asked at a time; others wait for the next turn of the beat."""

Keep = Callable[[str, Callable[[], object]], None]
"""Runs something by its name, and logs and tells where it fails."""


class Watches:
    """The threads are left behind where they do not end: they then write nothing any more."""

    def __init__(self, work: Work, keep: Keep) -> None:
        self._work = work
        self._keep = keep
        self._busy: dict[str, threading.Thread] = {}
        self._guard = threading.Lock()
        self._closing = threading.Event()

    def take_up(self) -> None:
        """Begin to ask the sources that are due, but for those that are being asked still."""
        for name in self._work.sources():
            with self._guard:
                self._busy = {busy: thread for busy, thread in self._busy.items() if thread.is_alive()}
                if self._closing.is_set() or name in self._busy or len(self._busy) >= MOST:
                    continue
                thread = threading.Thread(target=self._ask, args=(name,), name=f"{WATCH} {name}", daemon=True)
                self._busy[name] = thread
                thread.start()

    def wait(self, seconds: float) -> None:
        """Until all have ended, or for so long, in real time."""
        waiting = threading.Thread(target=self._join, name="watches", daemon=True)
        waiting.start()
        waiting.join(seconds)

    def end(self, seconds: float) -> None:
        """Ask nothing more, and wait a moment for those that are about to write."""
        self._closing.set()
        self.wait(seconds)

    def _join(self) -> None:
        with self._guard:
            threads = list(self._busy.values())
        for thread in threads:
            thread.join()

    def _ask(self, name: str) -> None:
        self._keep(f"{WATCH} {name}", lambda: self._work.watch(name, self._closing.is_set))
