"""The beats on APScheduler in one process; lanes are drained by a few hands, one hand a lane."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from apscheduler.executors.pool import ThreadPoolExecutor as BeatPool
from apscheduler.schedulers.background import BackgroundScheduler

from scheduler.engines.failing import log_failure
from scheduler.engines.watches import Watches
from scheduler.service.pulsing import PULSE
from scheduler.service.store_ports import Store
from scheduler.service.watch_marks import WATCH
from scheduler.service.working import LANE, Work

log = logging.getLogger(__name__)

HANDS = 8
PUBLISH = "publish"
WAKE = "wake"
WAKES = 3
"""At once: while one wakes the lanes, the next post may come due, and a wake that finds no room is lost."""

LAST_WORDS = 0.5
"""Seconds that a source has at the end to write what it was told; the next start asks it again."""


class LocalEngine:
    """Owns no truth: killed at any instant, the next one goes on from the store."""

    def __init__(self, work: Work, store: Store, owner: str) -> None:
        self._work = work
        self._store = store
        self._owner = owner
        self._hands = ThreadPoolExecutor(HANDS, thread_name_prefix="hand")
        self._busy: set[str] = set()
        self._again: set[str] = set()
        self._sound: set[str] = set()
        self._guard = threading.Lock()
        self._closing = threading.Event()
        self._watches = Watches(work, self._keep)
        self._beats = BackgroundScheduler(
            timezone="UTC",
            # A thread for each beat, and some for waking: a beat that waits for a network delays no other.
            executors={"default": BeatPool(len(work.beats()) + WAKES)},
            # A missed beat is run late and once, never dropped: APScheduler's default forgets a job missed by a second.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def run(self, until: threading.Event, opened: Callable[[], None] = lambda: None) -> None:
        """Keep the beats until the event is set, then finish what is on the wire and end. Raises EngineRunning
        where another engine has the store, FilesWrong where there is nothing to say."""
        with self._store.engine_lock(self._owner):
            current = self._work.open(self._owner)
            self._work.note(self._owner, "engine.started", f"it speaks from version {current.number} of the files")
            opened()
            self._start()
            try:
                until.wait()
            finally:
                self._work.end()
                with self._guard:
                    self._closing.set()
                self._watches.end(LAST_WORDS)
                self._beats.shutdown(wait=True)
                self._hands.shutdown(wait=True)
                self._work.note(self._owner, "engine.stopped", "the service ended; what is planned stays planned")

    def _start(self) -> None:
        self._work.begin()
        for beat in self._work.beats():
            run = {PUBLISH: self._publish, WATCH: self._watches.take_up}.get(beat.name, beat.run)
            seconds = beat.every.total_seconds()
            self._beats.add_job(self._keep, "interval", (beat.name, run), seconds=seconds, id=beat.name, name=beat.name)
        self._beats.start()
        self._keep(PUBLISH, self._publish)
        self._keep(WATCH, self._watches.take_up)
        self._keep(PULSE, self._work.pulse)

    def _keep(self, name: str, run: Callable[[], object]) -> None:
        """One failing beat or lane must not end the others: the log has the trace, a person has an alert, until it
        runs well again. What an engine before this one told of is over with the first good run, too."""
        try:
            run()
            self._work.kept(name)
            if name not in self._sound:
                self._work.recovered(name)
                self._sound.add(name)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and told
            self._sound.discard(name)
            self._tell(name, log_failure(name, error))

    def _tell(self, name: str, error: str) -> None:
        try:
            self._work.failed(name, error)
        except Exception:
            # The store itself may be what fails; status then says so from the age of the last beat.
            log.exception("alert.failed", extra={"about": {"beat": name}})

    def _publish(self) -> None:
        """Give every lane with something due a hand, and wake again when the next post is due."""
        self._work.freeze()
        for lane in self._work.lanes():
            self._take_up(lane)
        self._wake()

    def _take_up(self, lane: str) -> None:
        with self._guard:
            if self._closing.is_set():
                return
            if lane in self._busy:
                self._again.add(lane)  # its hand may have looked already at what is due
                return
            self._busy.add(lane)
        self._hands.submit(self._drain, lane)

    def _drain(self, lane: str) -> None:
        def run() -> None:
            self._work.drain(lane, self._closing.is_set)
            self._wake()  # for what a rule or a network put off

        try:
            self._keep(f"{LANE}{lane}", run)
        finally:
            with self._guard:
                self._busy.discard(lane)
                again = lane in self._again
                self._again.discard(lane)
            if again:
                self._take_up(lane)

    def _wake(self) -> None:
        due = self._work.next_due()
        # Within the guard, because APScheduler waits for its beats while it holds what `add_job` asks for: a beat that
        # came here once the closing began would never end.
        with self._guard:
            if due is not None and not self._closing.is_set():
                self._beats.add_job(
                    self._keep,
                    "date",
                    (PUBLISH, self._publish),
                    run_date=due,
                    id=WAKE,
                    replace_existing=True,
                    max_instances=WAKES,
                )
