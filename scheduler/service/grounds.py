"""What is known of a post that is held: when it was sent, as which bytes, and what its network showed of it since."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.model.delivery import Delivery
from scheduler.model.record import Entry

SHOWN = "shown"
"""Names, in the record, what a network showed when a post was looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """`sent`: each time that bytes may have gone out. `size` and `digest` (SHA-256) are those of the bytes; None where
    none are kept. `looks`: when its network was asked, and what it showed."""

    sent: tuple[datetime, ...]
    size: int | None
    digest: str | None
    looks: tuple[tuple[datetime, str], ...]


def grounds(row: Delivery, history: Sequence[Entry]) -> Grounds:
    """Since it was given back last: what went before was surely not accepted."""
    begun = max((i for i, e in enumerate(history) if e.event == "delivery.claimed"), default=0)
    tried = history[begun:]
    return Grounds(
        sent=tuple(e.at for e in tried if e.event == "delivery.sending"),
        size=len(row.wire) if row.wire is not None else None,
        digest=hashlib.sha256(row.wire).hexdigest() if row.wire is not None else None,
        looks=tuple((e.at, e.evidence[SHOWN]) for e in tried if SHOWN in e.evidence),
    )
