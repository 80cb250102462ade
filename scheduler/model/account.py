"""One login on one channel, and the limits under which it speaks."""

from dataclasses import dataclass
from datetime import time, timedelta

from scheduler.model.campaign import Language, Network


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
    replaces the network's own limit (a server with a larger one); None: the network's."""

    per_day: int = 6
    per_week: int = 42
    gap: timedelta = timedelta(hours=1)
    quiet: Quiet | None = None
    characters: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Where a token is kept: exactly one of an environment variable's name or a file's path; never the token."""

    env: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedRisk:
    """A person's decision to pass over a rule that protects the account."""

    rule: str
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`like` names the network whose lengths and manners a paper account imitates (None: paper's own)."""

    id: str
    network: Network
    like: Network | None = None
    server: str | None = None
    token: Secret | None = None
    language: Language = "en"
    limits: Limits = Limits()
    accepted: tuple[AcceptedRisk, ...] = ()

    @property
    def manners(self) -> Network:
        """The network whose text rules its posts keep."""
        return self.like or self.network

    def accepts(self, rule: str) -> bool:
        return any(risk.rule == rule for risk in self.accepted)
