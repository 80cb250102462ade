"""One login on one channel, and the limits under which it speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from scheduler.model.campaign import Language, Network
from scheduler.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Wall-clock hours, in the schedule's zone, when nothing is said; `end` before `start` crosses midnight."""

    start: time
    end: time

    def covers(self, wall: time) -> bool:
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps count posts of this account by local date and by ISO week, in the schedule's zone. `characters`
    replaces the network's own limit (a server with a larger one); None: the network's. `readings_per_day`: how often
    the counts of its posts may be asked for in a day of UTC."""

    per_day: int = 6
    per_week: int = 42
    gap: timedelta = timedelta(hours=1)
    quiet: Quiet | None = None
    characters: int | None = None
    readings_per_day: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedRisk:
    """A person's decision to pass over a rule that protects the account."""

    rule: str
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What an account may spend in one calendar month of UTC, in millionths of a US dollar: `posting` on posts and on
    settling what became of them, `reading` on everything else."""

    posting: int
    reading: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a network says of an account, as it said it at an instant. `scopes`: what its token may do; `expires`: when
    that ends (None: not known to end). `automated`: whether readers are told that nobody types there (None: the network
    does not say). `limits` bounds one post, `left` says how often the network may still be asked, and `rules` are the
    server's own."""

    at: datetime
    remote_id: str
    handle: str
    url: str
    scopes: tuple[str, ...] = ()
    expires: datetime | None = None
    automated: bool | None = None
    software: str = ""
    version: str = ""
    limits: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What a login came to: the token, and what must be remembered so that it can be taken back (empty: nothing)."""

    token: str = field(repr=False)
    remembered: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`like` names the network whose lengths and manners a paper account imitates (None: paper's own). `handle` is
    its name at its network, without @ (None: whoever the token belongs to). `proxy` carries everything that it sends
    (None: straight out). `visibility` and `warning` are Mastodon's: who sees its posts, and what stands before them."""

    id: str
    network: Network
    like: Network | None = None
    handle: str | None = None
    server: str | None = None
    proxy: str | None = None
    token: Secret | None = None
    language: Language = "en"
    limits: Limits = Limits()
    budget: Budget | None = None
    visibility: str = "public"
    warning: str = ""
    accepted: tuple[AcceptedRisk, ...] = ()

    @property
    def manners(self) -> Network:
        """The network whose text rules its posts keep."""
        return self.like or self.network

    def accepts(self, rule: str) -> bool:
        return any(risk.rule == rule for risk in self.accepted)
