"""What is watched for a campaign: the sources that count how much is said, and who hears of it besides people."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from scheduler.model.count import HOUR
from scheduler.model.secret import Secret

EVERY = timedelta(minutes=15)
DAY = timedelta(days=1)
SETTLES = timedelta(minutes=1)


class Origin(StrEnum):
    """Where counts come from."""

    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    X = "x"
    WIKIPEDIA = "wikipedia"
    OWN = "own"
    FILE = "file"
    URL = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One source of a campaign. `hashtags` empty: all of the campaign's. `account` is the one whose login is used, and
    whose reading budget pays. `daily`: it counts by days of UTC, not by hours. `token`: what an address wants to see
    before it answers. What its origin does not need is None."""

    id: str
    origin: Origin
    account: str | None = None
    server: str | None = None
    hashtags: tuple[str, ...] = ()
    daily: bool = False
    project: str = ""
    article: str = ""
    file: str = ""
    address: str = ""
    token: Secret | None = None
    every: timedelta | None = None

    @property
    def width(self) -> timedelta:
        return DAY if self.daily else HOUR

    @property
    def counts_hashtags(self) -> bool:
        return self.origin in {Origin.MASTODON, Origin.BLUESKY, Origin.X}

    @property
    def settles(self) -> timedelta:
        """How long after a bin has ended its count can be asked for: X refuses what is not half a minute old, and a
        question that it refuses may be charged, too."""
        return SETTLES if self.origin is Origin.X else timedelta(0)

    @property
    def speaks_of_us(self) -> bool:
        """What becomes of our own posts is no measure of the topic: it begins no surge, or we would follow our own
        echo."""
        return self.origin is Origin.OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """`every`: how soon a source is asked again, where it has not said all that it could know. `tell`: where addresses
    are kept that hear of this campaign's alerts."""

    sources: tuple[Watched, ...] = ()
    every: timedelta = EVERY
    tell: tuple[Secret, ...] = ()

    def pace(self, source: Watched) -> timedelta:
        return source.every or self.every
