"""What the append-only history holds, and the alerts and stops that stand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

HOUSE = "house"
"""The chain of everything that belongs to no account."""

RESTORE = "restore"
"""Who stops a store that was put back or copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened. `chain` is an account's id or HOUSE; `event` a fixed name (`delivery.posted`,
    `files.accepted`); `who` a person (`user:anna`, `git:Anna`) or a beat (`beat:publish`); `evidence` never holds
    a text or a token. `digest` names the text it speaks of, kept apart so that it can be redacted."""

    chain: str
    event: str
    at: datetime
    who: str
    why: str = ""
    key: str | None = None
    before: str | None = None
    after: str | None = None
    digest: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """An entry as kept: its place in its chain, and a hash over itself and the one before it."""

    seq: int
    entry: Entry
    previous: str
    hash: str


class Scope(StrEnum):
    ALL = "all"
    CAMPAIGN = "campaign"
    ACCOUNT = "account"
    POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Nothing in its scope is sent until a person resumes it; `subject` is '' for ALL, else an id or a key."""

    scope: Scope
    subject: str
    at: datetime
    who: str
    why: str

    @property
    def waits_for_recover(self) -> bool:
        """Whether only `awareness recover` lifts it: what it covers may be out, whatever the store says."""
        return self.who == RESTORE

    def covers(self, *, campaign: str, account: str, key: str) -> bool:
        return self.scope is Scope.ALL or self.subject == {
            Scope.CAMPAIGN: campaign,
            Scope.ACCOUNT: account,
            Scope.POST: key,
        }.get(self.scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFile:
    """A file named STOP: a stop of everything that needs no store. Each but `path` is empty where nobody can tell:
    `since` is when the file was last written, `who` its owner, `why` its first line."""

    path: str
    since: datetime | None = None
    who: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something a person must be told. `subject` and `kind` together are its identity while it is open: the same
    trouble is told once. `id` 0: not stored yet. `sent_at` None: still in the outbox; `closed_at` None: the trouble
    stands."""

    kind: str
    subject: str
    text: str
    at: datetime
    id: int = 0
    sent_at: datetime | None = None
    closed_at: datetime | None = None
