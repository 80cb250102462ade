"""One pass over every beat, for cron; the next pass finds in the store what this one left."""

from scheduler.errors import EngineRunning
from scheduler.service.ports import Store
from scheduler.service.working import Work


def run_once(work: Work, store: Store, owner: str) -> int | None:
    """How many posts were tried; None: an engine is running on this store and does the work itself. Raises
    FilesWrong where there is nothing to say at all."""
    try:
        with store.engine_lock(owner):
            work.open(owner)
            work.settle()
            tried = sum(work.drain(lane) for lane in work.lanes())
            work.settle()
            work.alerts()
            return tried
    except EngineRunning:
        return None
