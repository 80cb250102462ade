"""What calls to a network cost, in millionths of a US dollar, so that nothing is lost in adding up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

MILLION = 1_000_000


class Purpose(StrEnum):
    """Each has a budget of its own, so that counting likes never takes what posts need."""

    POSTING = "posting"
    READING = "reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One charge. Below 0: one that was given back, because the call was surely not accepted. `what` names the call;
    `key` the delivery that it was for."""

    account: str
    at: datetime
    purpose: Purpose
    what: str
    millionths: int
    key: str | None = None


Spent = Mapping[tuple[str, str], int]
"""What was booked for one purpose, by account and month."""


def month_of(at: datetime) -> str:
    """The calendar month in UTC, by which networks bill: `2026-11`."""
    return f"{at.astimezone(UTC):%Y-%m}"


def month_bounds(at: datetime) -> tuple[datetime, datetime]:
    """The first instant of the month, and that of the next one."""
    first = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first, following


def dollar_words(millionths: int) -> str:
    """`12.40 US dollars`; what is smaller than a cent is written out."""
    return f"{_number(millionths)} US dollars"


def share_words(spent: int, allowed: int) -> str:
    """`12.40 of 20.00 US dollars`."""
    return f"{_number(spent)} of {dollar_words(allowed)}"


def _number(millionths: int) -> str:
    whole, rest = divmod(abs(millionths), MILLION)
    cents = f"{rest:06}".rstrip("0").ljust(2, "0")
    return f"{'-' if millionths < 0 else ''}{whole:,}.{cents}"
