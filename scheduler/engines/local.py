"""The beats on APScheduler in one process; lanes are drained by a few hands, one hand a lane."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from apscheduler.executors.pool import ThreadPoolExecutor as BeatPool
from apscheduler.schedulers.background import BackgroundScheduler

from scheduler.service.ports import Store
from scheduler.service.working import Beat, Work

log = logging.getLogger(__name__)

HANDS = 8
PUBLISH = "publish"


class LocalEngine:
    """Owns no truth: killed at any instant, the next one goes on from the store."""

    def __init__(self, work: Work, store: Store, owner: str) -> None:
        self._work = work
        self._store = store
        self._owner = owner
        self._hands = ThreadPoolExecutor(HANDS, thread_name_prefix="hand")
        self._busy: set[str] = set()
        self._failing: set[str] = set()
        self._guard = threading.Lock()
        self._closing = threading.Event()
        # A missed beat is run late and once, never dropped: APScheduler's default forgets a job missed by a second.
        self._beats = BackgroundScheduler(
            timezone="UTC",
            executors={"default": BeatPool(4)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def run(self, until: threading.Event, opened: Callable[[], None] = lambda: None) -> None:
        """Keep the beats until the event is set, then finish what is on the wire and end. Raises EngineRunning
        where another engine has the store, FilesWrong where there is nothing to say."""
        with self._store.engine_lock(self._owner):
            current = self._work.open(self._owner)
            self._work.note(self._owner, "engine.started", f"it speaks from version {current.number} of the files")
            opened()
            try:
                self._start()
                until.wait()
            finally:
                self._closing.set()
                self._beats.shutdown(wait=True)
                self._hands.shutdown(wait=True)
                self._work.note(self._owner, "engine.stopped", "the service ended; what is planned stays planned")

    def _start(self) -> None:
        for beat in self._work.beats():
            self._beats.add_job(
                self._guarded(beat), "interval", seconds=beat.every.total_seconds(), id=beat.name, name=beat.name
            )
        self._beats.start()
        self._hand_out()

    def _guarded(self, beat: Beat) -> Callable[[], None]:
        def run() -> None:
            try:
                beat.run()
                if beat.name in self._failing:
                    self._work.recovered(beat.name)
                    self._failing.discard(beat.name)
            except Exception as error:
                # One failing beat must not end the others; the log has the trace, a person has an alert.
                log.exception("beat.failed", extra={"about": {"beat": beat.name}})
                self._failing.add(beat.name)
                self._tell(beat.name, type(error).__name__)
            if beat.name == PUBLISH:
                self._hand_out()

        return run

    def _tell(self, beat: str, error: str) -> None:
        try:
            self._work.failed(beat, error)
        except Exception:
            # The store itself may be what fails; status then says so from the age of the last beat.
            log.exception("alert.failed", extra={"about": {"beat": beat}})

    def _hand_out(self) -> None:
        """Give every lane with something due to a hand, and wake again when the next post is due."""
        if self._closing.is_set():
            return
        try:
            for lane in self._work.lanes():
                self._take_up(lane)
            self._wake()
        except Exception:
            log.exception("lanes.failed", extra={"about": {}})

    def _take_up(self, lane: str) -> None:
        with self._guard:
            if lane in self._busy:
                return
            self._busy.add(lane)
        self._hands.submit(self._drain, lane)

    def _drain(self, lane: str) -> None:
        try:
            tried = self._work.drain(lane)
        except Exception as error:
            log.exception("lane.failed", extra={"about": {"account": lane}})
            self._tell(f"publish of {lane}", type(error).__name__)
            tried = 0
        finally:
            with self._guard:
                self._busy.discard(lane)
        if tried and not self._closing.is_set():
            self._wake()

    def _wake(self) -> None:
        due = self._work.next_due()
        if due is not None and not self._closing.is_set():
            self._beats.add_job(self._woken, "date", run_date=due, id="wake", replace_existing=True)

    def _woken(self) -> None:
        self._work.freeze()
        self._hand_out()
