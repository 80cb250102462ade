"""How much was said of a topic in one stretch of time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
"""The width of the bins that the store keeps."""


@dataclass(frozen=True, slots=True)
class Bin:
    """`at` is where it begins, in UTC; `count` None: nothing is known of it."""

    at: datetime
    count: int | None
