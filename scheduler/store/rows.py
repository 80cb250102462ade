"""How a delivery, and an entry of the record, lie in their rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from scheduler.model.delivery import Delivery, State
from scheduler.model.post import Attachment, Entity, Post
from scheduler.model.receipt import Receipt
from scheduler.model.record import Entry, Scope, Sealed, Stop
from scheduler.model.slot import SlotKey
from scheduler.store.columns import Unreadable

KEY = ("campaign", "schedule", "nominal", "account", "part")
SAME = (
    "zone",
    "due_at",
    "send_by",
    "action",
    "template",
    "fact",
    "language",
    "version",
    "revision",
    "attempt",
    "owner",
    "lease_until",
    "not_before",
    "first_sent",
    "wire",
    "moved_by",
    "slot_at",
)
"""Fields of a delivery that are columns as they are."""
MEASURED = ("digest", "length", "limit", "variant", "dropped", "tagged", "cost", "warning", "visibility")
"""Fields of its post that are columns as they are; the text lies apart, by its digest."""
STOPPED = ("scope", "subject", "at", "who", "why")
NOTED = ("chain", "event", "at", "who", "why", "key", "before", "after", "digest", "evidence")
"""Fields of an entry that are columns as they are."""


def delivery_row(delivery: Delivery) -> dict[str, object]:
    key, post, receipt = delivery.key, delivery.post, delivery.receipt
    return {
        "key": str(key),
        "short": key.short,
        "state": delivery.state.value,
        "why": delivery.why,
        "entities": [asdict(entity) for entity in post.entities],
        "pictures": [asdict(picture) for picture in post.pictures],
        "remote_id": receipt.remote_id if receipt else None,
        "url": receipt.url if receipt else None,
        "posted_at": receipt.at if receipt else None,
        **{name: getattr(key, name) for name in KEY},
        **{name: getattr(delivery, name) for name in SAME},
        **{name: getattr(post, name) for name in MEASURED},
    }


def delivery_of(row: RowMapping) -> Delivery:
    """From a row of the deliveries joined with its text; the text is empty where it was redacted."""
    with as_written(row["key"]):
        return Delivery(
            key=SlotKey(**_taken(row, KEY)),
            state=State(row["state"]),
            why=tuple(row["why"]),
            post=_post(row),
            receipt=Receipt(remote_id=row["remote_id"], url=row["url"], at=row["posted_at"])
            if row["posted_at"]
            else None,
            **_taken(row, SAME),
        )


def sealed_row(sealed: Sealed) -> dict[str, object]:
    entry = {name: getattr(sealed.entry, name) for name in NOTED}
    return entry | {
        "evidence": dict(sealed.entry.evidence),
        "seq": sealed.seq,
        "previous": sealed.previous,
        "hash": sealed.hash,
    }


def sealed_of(row: RowMapping) -> Sealed:
    return Sealed(seq=row["seq"], previous=row["previous"], hash=row["hash"], entry=Entry(**_taken(row, NOTED)))


def stop_of(row: RowMapping) -> Stop:
    with as_written(f"the stop of {row['subject'] or 'all'}"):
        return Stop(**_taken(row, STOPPED) | {"scope": Scope(row["scope"])})


def _taken(row: RowMapping, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _post(row: RowMapping) -> Post:
    return Post(
        text=row["text"] or "",
        entities=tuple(Entity(**entity) for entity in row["entities"]),
        pictures=tuple(Attachment(**picture) for picture in row["pictures"]),
        **_taken(row, MEASURED) | {name: tuple(row[name]) for name in ("dropped", "tagged")},
    )


@contextmanager
def as_written(name: str) -> Iterator[None]:
    try:
        yield
    except (TypeError, ValueError) as error:
        raise Unreadable(f"the row of {name}: {error}") from error
