"""Whether the house does what it is there for: what is due went out, or waits for a reason that a person can read."""

from datetime import datetime, timedelta

from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.house import Settings
from scheduler.service.circuit import paused_until
from scheduler.service.fence import stop_over
from scheduler.service.store_ports import Looking
from scheduler.service.tidying import clock_is_back

LATE = timedelta(minutes=2)
"""How much later than it could, beyond two requests that hang to their deadline, something may happen."""

ON_ITS_WAY = frozenset({State.CLAIMED, State.SENDING})


def troubles_of_house(looking: Looking, settings: Settings, now: datetime, *, stop_file: bool) -> list[str]:
    """What goes wrong without a word, one line each. What a person decided (a stop, a STOP file), what a person was
    told (a network in trouble, files refused, a post held) and a clock that is waited for are no troubles here."""
    if clock_is_back(looking, now):
        return []
    long_ago = now - LATE - 2 * settings.deadline
    stuck = [d for d in looking.deliveries(states=ON_ITS_WAY) if d.lease_until is not None and d.lease_until < long_ago]
    troubles = [f"nobody settles {row.key}, which is {row.state} since its lease ended" for row in stuck[:1]]
    overdue = [] if stop_file else _overdue(looking, now, long_ago)
    if overdue:
        first = overdue[0]
        troubles.append(f"{len(overdue)} due and unsent without a reason, the first {first.key}")
    untold = [alert for alert in looking.alerts(unsent_only=True) if alert.at < long_ago]
    if untold:
        troubles.append(f"{len(untold)} alerts could not be told")
    return troubles


def _overdue(looking: Looking, now: datetime, long_ago: datetime) -> list[Delivery]:
    late = [row for row in looking.deliveries(states=AHEAD, until=long_ago) if row.ready_at < long_ago]
    if not late:
        return []
    stops = looking.stops()
    busy = {row.account for row in looking.deliveries(states=ON_ITS_WAY) if row.lease_until and row.lease_until >= now}
    paused = {account: paused_until(looking, account) for account in {row.account for row in late}}

    def has_reason(row: Delivery) -> bool:
        """One post at a time leaves an account; what ended a pause lately has had no time yet."""
        until = paused[row.account]
        pausing = until is not None and until >= long_ago
        return row.account in busy or pausing or stop_over(stops, row) is not None

    return [row for row in late if not has_reason(row)]
