"""Counts put into bins of equal width; a bin of which nothing is known is a gap, never nought."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from scheduler.model.count import Bin

EPOCH = datetime(2000, 1, 3, tzinfo=UTC)
"""A Monday at midnight: bins of hours, days and weeks begin where people begin them."""


def bin_of(instant: datetime, width: timedelta) -> datetime:
    """Where the bin of an aware instant begins."""
    return EPOCH + (instant - EPOCH) // width * width


def binned(seen: Iterable[tuple[datetime, int]], width: timedelta) -> Iterator[Bin]:
    """Counts of one bin are added up, and bins between two of which nothing was seen are gaps. Raises ValueError where
    an instant lies in a bin before the one that was last seen."""
    at: datetime | None = None
    total = 0
    for instant, count in seen:
        found = bin_of(instant, width)
        if at is None or found > at:
            if at is not None:
                yield Bin(at, total)
                yield from gaps(at + width, found, width)
            at, total = found, 0
        elif found < at:
            raise ValueError(
                f"{instant:%Y-%m-%d %H:%M} comes after {at:%Y-%m-%d %H:%M}: counts must be in order of time"
            )
        total += count
    if at is not None:
        yield Bin(at, total)


def gaps(start: datetime, end: datetime, width: timedelta) -> Iterator[Bin]:
    """From `start` (included) to `end` (excluded)."""
    while start < end:
        yield Bin(start, None)
        start += width
