"""A cause as configured: what readers can do, whom to address, what is known, and what may not be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from scheduler.model.sustain import Sustain
from scheduler.model.watch import Watch

Language = str
Network = str
Words = Mapping[Language, str]


class Kind(StrEnum):
    """What kind of thing an action asks of a reader."""

    PETITION = "petition"
    DONATE = "donate"
    EMBASSY = "embassy"
    REPRESENTATIVE = "representative"
    UN = "un"
    COMPANY = "company"
    RALLY = "rally"
    SUPPORT = "support"
    SHARE = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Who looked at a link, and on which day."""

    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`verified` None: no person has looked at it, and no public network may carry it."""

    url: str
    verified: Verification | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    phone: str | None = None
    email: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An official or body to address; `on` gives the handle, without @, per network."""

    id: str
    name: Words
    on: Mapping[Network, str] = field(default_factory=dict)
    contact: Contact = Contact()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`file` is its path in the folder, `digest` the SHA-256 of what that file held, in hexadecimal; `alt` says what
    it shows to those who do not see it."""

    id: str
    file: str
    digest: str
    alt: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something a reader can do. `opens` and `until` bound when it may be said: from `opens` on, before `until`,
    both aware instants. `pictures` are shown with it, in this order, by their ids. `share` weighs it against other
    actions (2: twice as often)."""

    id: str
    kind: Kind
    ask: Words
    name: Words = field(default_factory=dict)
    link: Link | None = None
    place: Words = field(default_factory=dict)
    when: datetime | None = None
    opens: datetime | None = None
    until: datetime | None = None
    amount: Words = field(default_factory=dict)
    contact: Contact = Contact()
    targets: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    share: int = 1
    was: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A statement with its source and day; not said once `stale_after` has passed since that day (None: never
    stale)."""

    id: str
    text: Words
    source: str
    date: date
    stale_after: timedelta | None = None

    @property
    def stale_at(self) -> datetime | None:
        """The first instant at which it is no longer said, counted from its day's midnight in UTC."""
        return None if self.stale_after is None else datetime.combine(self.date, time(), UTC) + self.stale_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """How long the same thing is not said again by one account."""

    template: timedelta = timedelta(hours=48)
    action: timedelta = timedelta(hours=20)
    text: timedelta = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """`counts_from` is the day that `{{ day }}` counts from, as day 1; None: the template may not use it.
    `hashtags` are written without #, per language. `never_say` holds words that no post may contain."""

    id: str
    name: Words
    language: Language = "en"
    hashtags: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    counts_from: date | None = None
    targets: tuple[Target, ...] = ()
    actions: tuple[Action, ...] = ()
    facts: tuple[Fact, ...] = ()
    pictures: tuple[Picture, ...] = ()
    never_say: tuple[str, ...] = ()
    no_repeat: Windows = Windows()
    sustain: Sustain = field(default_factory=Sustain)
    watch: Watch = field(default_factory=Watch)
    paused: bool = False
