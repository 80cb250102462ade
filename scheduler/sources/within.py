"""The whole bins of a series within a stretch of time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from scheduler.attention.bins import bin_of, binned
from scheduler.model.count import Bin


def bins_within(rows: Iterable[tuple[datetime, int]], width: timedelta, since: datetime, until: datetime) -> list[Bin]:
    """`rows` are in order of time; counts of one bin are added up, and what no row speaks of is left out."""
    inside = [(at, number) for at, number in rows if since <= bin_of(at, width) < until]
    return [found for found in binned(inside, width) if found.count is not None]
