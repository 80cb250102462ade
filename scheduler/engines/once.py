"""One pass over every beat, for cron; the next pass finds in the store what this one left."""

from collections.abc import Callable

from scheduler.engines.failing import log_failure
from scheduler.engines.watches import Watches
from scheduler.errors import EngineRunning, StoreTrouble
from scheduler.service.store_ports import Store
from scheduler.service.working import LANE, Work

WATCHED = 20.0
"""Seconds that all sources together have, once every post had its turn: the next pass may have posts to send."""


def run_once(work: Work, store: Store, owner: str) -> int | None:
    """How many posts were tried; None: an engine is running on this store and does the work itself. Raises
    FilesWrong where there is nothing to say at all, and once every lane had its turn the StoreTrouble that ended
    one."""
    troubles: list[StoreTrouble] = []
    try:
        with store.engine_lock(owner):
            work.open(owner)
            tried = sum(_drained(work, lane, troubles) for lane in work.lanes())
            work.alerts()
            _ask_sources(work)
            work.alerts()
            work.tidy_up()
            work.pulse()
            work.end()
    except EngineRunning:
        return None
    for trouble in troubles:
        raise trouble
    return tried


def _drained(work: Work, lane: str, troubles: list[StoreTrouble]) -> int:
    """One failing lane must not keep the others from speaking: the log has the trace, a person has an alert, until it
    runs well again."""
    name = f"{LANE}{lane}"
    try:
        tried = work.drain(lane)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and told
        told = log_failure(name, error)
        if isinstance(error, StoreTrouble):
            troubles.append(error)
        work.failed(name, told)
        return 0
    work.recovered(name)
    return tried


def _ask_sources(work: Work) -> None:
    def keep(name: str, run: Callable[[], object]) -> None:
        try:
            run()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and told
            work.failed(name, log_failure(name, error))
        else:
            work.recovered(name)

    watches = Watches(work, keep)
    watches.take_up()
    watches.wait(WATCHED)
    watches.end(0)
