"""Counts of hours, from a day on, for the tests of what reads them."""

from collections.abc import Iterable
from datetime import timedelta

from scheduler.model.count import Bin
from tests.make import utc

HOUR = timedelta(hours=1)
START = utc("2026-01-05 00:00")
DAY = (20, 16, 12, 12, 14, 20, 30, 45, 60, 70, 80, 80, 80, 80, 80, 75, 75, 80, 90, 90, 80, 60, 45, 30)
"""What is usual in each hour of a day."""


def hours(counts: Iterable[int | None], start: int = 0) -> list[Bin]:
    return [Bin(START + (start + number) * HOUR, count) for number, count in enumerate(counts)]


def days(number: int, times: float = 1.0) -> list[int | None]:
    return [round(times * count) for _ in range(number) for count in DAY]
