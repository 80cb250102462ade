"""What allies are still to hear of: an outbox of its own, so that one who cannot be reached troubles nobody else."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from scheduler.model.campaign import Campaign
from scheduler.service.desk import Transaction
from scheduler.service.store_ports import Looking

OWED = "allies owed"
LONGEST = timedelta(days=1)
"""After which an ally no longer hears of something: it is old news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An alert about a campaign's attention; `allies` are the places in its `tell` of those who have not heard it."""

    at: datetime
    campaign: str
    kind: str
    text: str
    allies: tuple[int, ...]


Heard = tuple[Owed, int]
"""What was told, and to which of them."""


class AllySink(Protocol):
    def tell(self, owed: Sequence[Owed]) -> list[Heard]:
        """Those of them that are told by now, in bounded time; what could not be told is asked for again. Raises
        nothing."""
        ...


def owe(t: Transaction, campaign: Campaign, kind: str, text: str) -> None:
    """In the transaction in which people are told."""
    if campaign.watch.tell:
        allies = tuple(range(len(campaign.watch.tell)))
        _keep(t, [*owed(t.writing), Owed(at=t.now, campaign=campaign.id, kind=kind, text=text, allies=allies)])


def owed(looking: Looking) -> list[Owed]:
    """Empty, too, where this version cannot read what was kept."""
    try:
        found = json.loads(looking.mark(OWED) or "[]")
        return [
            Owed(**one | {"at": datetime.fromisoformat(one["at"]), "allies": tuple(one["allies"])}) for one in found
        ]
    except (TypeError, ValueError, KeyError):
        return []


def cross_out(t: Transaction, heard: Collection[Heard]) -> None:
    """What was heard, and what is old news."""
    left = [
        replace(one, allies=tuple(ally for ally in one.allies if (one, ally) not in heard)) for one in owed(t.writing)
    ]
    _keep(t, [one for one in left if one.allies and not is_old(one, t.now)])


def is_old(one: Owed, now: datetime) -> bool:
    return now - one.at > LONGEST


def _keep(t: Transaction, left: Sequence[Owed]) -> None:
    written = json.dumps([asdict(one) for one in left], default=datetime.isoformat, ensure_ascii=False)
    t.writing.set_mark(OWED, written if left else None)
