"""The durable outbox row that carries a post to its channel."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from scheduler.model.post import Post
from scheduler.model.receipt import Receipt
from scheduler.model.slot import SlotKey


class State(StrEnum):
    """Where a delivery is in its life; docs/life-of-a-delivery.md draws it."""

    PLANNED = "planned"  # chosen and rendered; an edit may still rewrite it
    QUEUED = "queued"  # frozen, waiting for its time
    CLAIMED = "claimed"  # a hand has it; nothing was sent, safe to give back
    SENDING = "sending"  # the fence is committed: bytes may be on the wire
    IN_DOUBT = "in doubt"  # perhaps accepted; evidence is being gathered
    HELD = "held"  # only a person can say
    POSTED = "posted"
    VERIFIED = "verified"  # seen at the network after posting
    VANISHED = "vanished"  # was posted, and is no longer there
    DELETED = "deleted"  # taken down by us; nothing sends it again
    REFUSED = "refused"  # the network said no to this text
    SKIPPED = "skipped"  # a person said: not this one
    WITHDRAWN = "withdrawn"  # an edit, a stop of this post or a refused link took it out
    EXPIRED = "expired"  # its time passed


TRANSITIONS: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.QUEUED, State.SKIPPED, State.WITHDRAWN, State.EXPIRED}),
    State.QUEUED: frozenset({State.CLAIMED, State.SKIPPED, State.WITHDRAWN, State.EXPIRED, State.HELD}),
    State.CLAIMED: frozenset({State.SENDING, State.QUEUED, State.REFUSED}),
    State.SENDING: frozenset({State.POSTED, State.REFUSED, State.QUEUED, State.IN_DOUBT}),
    State.IN_DOUBT: frozenset({State.SENDING, State.POSTED, State.REFUSED, State.QUEUED, State.HELD}),
    State.HELD: frozenset({State.POSTED, State.QUEUED, State.WITHDRAWN}),
    State.POSTED: frozenset({State.VERIFIED, State.VANISHED, State.DELETED}),
    State.VERIFIED: frozenset({State.VANISHED, State.DELETED}),
    State.VANISHED: frozenset({State.DELETED}),
    State.WITHDRAWN: frozenset({State.PLANNED, State.QUEUED}),
    State.REFUSED: frozenset(),
    State.SKIPPED: frozenset(),
    State.DELETED: frozenset(),
    State.EXPIRED: frozenset(),
}

AHEAD = frozenset({State.PLANNED, State.QUEUED})
"""Not begun: an edit, a person or a deadline may still take it out."""

OUT = frozenset({State.POSTED, State.VERIFIED, State.VANISHED, State.DELETED})
"""The network had it: counts as said for ever."""

READABLE = frozenset({State.POSTED, State.VERIFIED})
"""People may be looking at it: its counts are read."""

PERHAPS_OUT = frozenset({State.SENDING, State.IN_DOUBT, State.HELD})
"""The network may have it: counts as said until evidence says otherwise."""

UNFINISHED = AHEAD | PERHAPS_OUT | {State.CLAIMED}

SPOKEN = OUT | PERHAPS_OUT | AHEAD | {State.CLAIMED}
"""What counts for gaps, caps and repeats: said, perhaps said, or about to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the outbox. `due_at` is what spacing and people move; the key never changes. `send_by`: no fence
    after it. `revision` grows with every change and guards each one. `attempt` counts claims. `first_sent` is the
    instant of the first fence; `not_before` delays the next try; `owner` is the boot that holds a claim. `why`
    explains the choice, a line each. `version` is the files' version it was chosen under. `moved_by` is the person
    who set `due_at` by hand, where it then stays (None: nobody). `slot_at` is the instant of the slot for which an
    edit of the schedule made it stand (None: the one in its key)."""

    key: SlotKey
    state: State
    zone: str
    due_at: datetime
    send_by: datetime
    action: str
    template: str
    fact: str | None
    language: str
    post: Post
    why: tuple[str, ...]
    version: int
    revision: int = 0
    attempt: int = 0
    owner: str | None = None
    lease_until: datetime | None = None
    not_before: datetime | None = None
    first_sent: datetime | None = None
    wire: bytes | None = None
    receipt: Receipt | None = None
    moved_by: str | None = None
    slot_at: datetime | None = None

    def to(self, state: State, **changed: object) -> "Delivery":
        """The same delivery in another state; raises ValueError where its life has no such step."""
        if state not in TRANSITIONS[self.state]:
            raise ValueError(f"a delivery does not go from {self.state} to {state}")
        return replace(self, state=state, **changed)  # type: ignore[arg-type]

    @property
    def account(self) -> str:
        return self.key.account

    @property
    def out_at(self) -> datetime:
        """When it went out; where nobody knows, when that was first tried, or else when it is due."""
        return self.receipt.at if self.receipt else self.first_sent or self.due_at

    @property
    def ready_at(self) -> datetime:
        """The earliest instant at which it may be claimed."""
        return max(self.due_at, self.not_before) if self.not_before else self.due_at
