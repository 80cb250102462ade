"""One pass over every beat, for cron; the next pass finds in the store what this one left."""

import logging

from scheduler.errors import EngineRunning
from scheduler.service.ports import Store
from scheduler.service.working import LANE, Work

log = logging.getLogger(__name__)


def run_once(work: Work, store: Store, owner: str) -> int | None:
    """How many posts were tried; None: an engine is running on this store and does the work itself. Raises
    FilesWrong where there is nothing to say at all."""
    try:
        with store.engine_lock(owner):
            work.open(owner)
            tried = sum(_drained(work, lane) for lane in work.lanes())
            work.alerts()
            work.tidy_up()
            work.pulse()
            work.end()
            return tried
    except EngineRunning:
        return None


def _drained(work: Work, lane: str) -> int:
    """One failing lane must not keep the others from speaking: the log has the trace, a person has an alert, until it
    runs well again."""
    name = f"{LANE}{lane}"
    try:
        tried = work.drain(lane)
    except Exception as error:
        log.exception("beat.failed", extra={"about": {"beat": name}})
        work.failed(name, type(error).__name__)
        return 0
    work.recovered(name)
    return tried
