"""What is told of one campaign to those who answer for it: how attention went, what was said, and what was not."""

from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.attention.evidence import Card
from scheduler.attention.meter import Measure
from scheduler.attention.retelling import Course
from scheduler.attention.surges import Standing
from scheduler.attention.weighing import Judged
from scheduler.model.account import Limits
from scheduler.model.campaign import Campaign
from scheduler.model.delivery import Delivery
from scheduler.model.money import Purpose
from scheduler.model.record import Stop
from scheduler.model.surge import Followed
from scheduler.service.learning import Learnt


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One source, by the hours of the period. `newest` is the last hour that was counted, `standing` the day that ends
    with it; both may be older than the period, and None where nothing was ever counted. `by_day`: the source counts
    whole days, and each hour holds its part of one. `echo`: it counts what becomes of our own posts, which is shown and
    says nothing of the topic. `heard`: it is watched, and has told something of late."""

    source: str
    measures: tuple[Measure, ...]
    newest: Measure | None
    standing: Standing | None
    by_day: bool = False
    echo: bool = False
    heard: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Surged:
    """One surge of the campaign, seen in `source`; `whys`: its posts beyond the schedules, a line each, in order. `who`
    decided on them, and `out` of them went out: a rule may have had none of it."""

    source: str
    course: Course
    followed: Followed
    who: str
    whys: tuple[str, ...]
    out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A post that is out, or may be. `extra`: a surge added it to the schedules. `engagement` is what it had drawn a
    day after it went out, `ratio` that against the usual for its hour; None: it was not read then."""

    delivery: Delivery
    network: str
    at: datetime
    extra: bool
    engagement: int | None
    ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One entry of the record that a committee asks about: `what` is its event, `about` the post's short key or what a
    stop is of, `account` '' where it is of none."""

    at: datetime
    what: str
    about: str
    account: str
    why: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one account has said, for all its campaigns, today and this week by its schedules' clock, of what it may."""

    account: str
    limits: Limits
    today: int
    this_week: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What was booked on one account, for all its campaigns, in one calendar month of UTC, in millionths of a US
    dollar."""

    account: str
    month: str
    purpose: Purpose
    millionths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """From `since` (included) to `at` (excluded). `watched`: the loudest first. `surges`: all that are known, the
    latest last. `learnt` of all posts of each account on which it speaks. `card` None: no coin was tossed. `stops` are
    those that stand."""

    campaign: Campaign
    since: datetime
    at: datetime
    watched: tuple[Watched, ...]
    surges: tuple[Surged, ...]
    said: tuple[Said, ...]
    learnt: tuple[tuple[str, Learnt], ...]
    card: Card | None
    allowances: tuple[Allowance, ...]
    matters: tuple[Matter, ...]
    changes: tuple[Matter, ...]
    stopping: tuple[Matter, ...]
    stops: tuple[Stop, ...]
    costs: tuple[Cost, ...]

    @property
    def judged(self) -> tuple[tuple[str, Judged], ...]:
        """Its own templates, by account."""
        own = f"{self.campaign.id}/"
        return tuple(
            (account, replace(found, template=found.template.removeprefix(own)))
            for account, learnt in self.learnt
            for found in learnt.templates
            if found.template.startswith(own)
        )

    @property
    def loudest(self) -> Measure | None:
        return next((one.newest for one in self.watched if not one.echo), None)

    @property
    def latest(self) -> Surged | None:
        return self.surges[-1] if self.surges else None

    @property
    def earlier(self) -> tuple[Surged, ...]:
        """The class that the latest is held against."""
        return self.surges[:-1]


def loudness(watched: Watched) -> tuple[bool, bool, float]:
    """By which the loudest source comes last, as in `awareness attention`: that with the most times the usual. One that
    is silent, or no longer watched, is heard only where no other is; one that cannot say yet what is usual is the last
    to be heard."""
    found = None if watched.echo else watched.newest
    if found is None:
        return False, False, -1.0
    return True, watched.heard, -1.0 if found.times_usual is None else found.times_usual
