"""After a gap nothing floods: which of the overdue posts are let go, and which of the ready ones goes first."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from scheduler.model.delivery import Delivery
from scheduler.model.schedule import Late, LatePolicy
from scheduler.model.slot import BY_HAND
from scheduler.model.wording import duration_words

SHORT = timedelta(minutes=2)
"""A gap up to this long is none."""


def catch_up(
    overdue: Sequence[Delivery], *, now: datetime, gap_began: datetime, late: Callable[[Delivery], Late]
) -> list[tuple[Delivery, str]]:
    """Those to expire, each with the reason, series by series. What has missed its `send_by` is not this
    function's matter, and what a person asked for stands for itself."""
    gap = now - gap_began
    series: dict[tuple[str, ...], list[Delivery]] = defaultdict(list)
    for delivery in sorted(overdue, key=lambda d: (d.due_at, d.key)):
        if delivery.key.schedule != BY_HAND:
            series[delivery.key.campaign, delivery.key.schedule, delivery.account].append(delivery)
    silence = f"the service was silent for {duration_words(gap)}"
    return [
        (old, f"{silence}, and only the newest of schedule {old.key.schedule} is still said")
        for deliveries in series.values()
        for old in deliveries[:-1]
        if _is_long(gap, late(old))
    ]


def _is_long(gap: timedelta, late: Late) -> bool:
    return gap > SHORT if late.policy is LatePolicy.NEWEST else gap >= late.limit


def next_up(ready: Sequence[Delivery]) -> Delivery | None:
    """The one whose time runs out first."""
    return min(ready, key=lambda delivery: (delivery.send_by, delivery.key), default=None)
