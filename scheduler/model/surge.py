"""A surge of attention: when it began, how it went, and what is said beyond the schedules in the days after."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """`onset`: the end of the first 24 hours that were three times the usual, in UTC. `usual`: the mentions of 24
    hours that were usual then. `peak`: the most in 24 hours, which ended at `peak_at`. `half`, `quarter`, `tenth`: how
    long after the peak no more than that share of what was beyond the usual was left; None: not yet."""

    onset: datetime
    usual: float
    peak: int
    peak_at: datetime
    half: timedelta | None = None
    quarter: timedelta | None = None
    tenth: timedelta | None = None


class Followed(StrEnum):
    """What became of the extra posts of a surge. SUGGESTED: a person has not decided yet; TAKEN: they are in the plan;
    DECLINED: a person said no; NONE: there were none to add."""

    SUGGESTED = "suggested"
    TAKEN = "taken"
    DECLINED = "declined"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """One post beyond the schedules, fixed when the surge began, so that no reading makes it flap. `ordinal` counts
    from 1 per account; `schedule` is the one whose kinds and templates it takes; `wall` is naive, in the schedule's
    zone."""

    ordinal: int
    account: str
    schedule: str
    wall: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSurge:
    """A surge as the store keeps it: seen in one `source` of a campaign. `who` decided on its extra posts."""

    campaign: str
    source: str
    surge: Surge
    extras: tuple[Extra, ...] = ()
    followed: Followed = Followed.NONE
    who: str = ""

    @property
    def id(self) -> str:
        """Part of the keys of its extra posts."""
        return f"surge-{self.surge.onset:%Y-%m-%d}"


def names_a_surge(schedule: str) -> bool:
    """Whether this part of a key is that of a surge's extra posts."""
    return re.fullmatch(r"surge-\d{4}-\d{2}-\d{2}", schedule) is not None
