"""One nominal instant of one schedule on one account, and the key that names it for ever."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

BY_HAND = "by-hand"
"""Stands in the keys of posts that a person asked for, where others have a schedule."""


@dataclass(frozen=True, slots=True, order=True)
class SlotKey:
    """Derived from the files alone, so that a restart, a restored backup and a second machine arrive at the same
    one. `nominal` is the instant as the schedule writes it: `2026-11-23T09:00` in its zone, or ending in `Z` where
    the schedule counts elapsed time."""

    campaign: str
    schedule: str
    nominal: str
    account: str
    part: int = 1

    def __str__(self) -> str:
        return f"{self.campaign}/{self.schedule}/{self.nominal}/{self.account}/{self.part}"

    @property
    def short(self) -> str:
        """Eight hexadecimal digits by which a person may name the post on the command line."""
        return hashlib.sha256(str(self).encode()).hexdigest()[:8]

    @classmethod
    def parse(cls, text: str) -> "SlotKey":
        """Raises ValueError where the text is no key."""
        campaign, schedule, nominal, account, part = text.split("/")
        return cls(campaign, schedule, nominal, account, int(part))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """`at` is the nominal instant, aware, in UTC; `day` its date in the schedule's zone; `series` says in words
    where it comes from (`the 09:00 of "0 9 * * *"`)."""

    key: SlotKey
    at: datetime
    day: date
    zone: str
    series: str
