"""The slots of a horizon, each with its choice and the reason for it, and what that changes in the outbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.model.delivery import Delivery
from scheduler.model.ledger import Ledger
from scheduler.model.post import Candidate, Post, Verdict
from scheduler.model.slot import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a slot will say. `send_by` is the last instant at which that may still begin."""

    action: str
    template: str
    fact: str | None
    language: str
    post: Post
    send_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """`choice` None: the slot is empty. `why` holds the reasons in words, either way. `kept` is the delivery that
    has this slot's key already: one ahead that stays, moves or changes, or one withdrawn that comes back (None:
    there is none)."""

    slot: Slot
    due_at: datetime
    choice: Choice | None
    why: tuple[str, ...]
    kept: Delivery | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`slots` are in order of `due_at`, then key; `dropped` are deliveries ahead that no slot stands for now, each
    with the reason."""

    made_at: datetime
    until: datetime
    slots: tuple[Planned, ...]
    dropped: tuple[tuple[Delivery, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`before` and `after` are one delivery; `why` says what made the difference."""

    before: Delivery
    after: Delivery
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What applying a plan does to the outbox. `add` also revives deliveries that an earlier edit withdrew."""

    add: tuple[Planned, ...] = ()
    keep: tuple[Delivery, ...] = ()
    move: tuple[Change, ...] = ()
    rewrite: tuple[Change, ...] = ()
    withdraw: tuple[Change, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.add or self.move or self.rewrite or self.withdraw)


Defer = Callable[[Slot], tuple[timedelta, str]]
"""How much later than at its own instant a slot is due, and who says so; the reason is empty where nobody does."""

Admit = Callable[[Slot, datetime, Candidate | None, Ledger], Verdict]
"""Rules and rendering as one question: may this slot, due then, say this? With no candidate: may it say anything?"""
