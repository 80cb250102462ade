"""What --json prints of a delivery, a slot, an entry of the record. Keys stay; new ones may come."""

from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from scheduler.model.delivery import Delivery
from scheduler.model.money import MILLION
from scheduler.model.plan import Change, Planned
from scheduler.model.post import Post
from scheduler.model.receipt import Receipt
from scheduler.model.record import Sealed, Stop, StopFile
from scheduler.model.slot import SlotKey

Document = dict[str, object]


def instant(at: datetime | None) -> str | None:
    """`2026-11-23T09:00:00Z`, with fractions only where there are any."""
    return None if at is None else at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def local(at: datetime, zone: str) -> str:
    """`2026-11-23T09:00:00+00:00` on the wall clock of the zone."""
    return at.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def key(named: SlotKey) -> Document:
    return {
        "key": str(named),
        "short": named.short,
        "campaign": named.campaign,
        "schedule": named.schedule,
        "account": named.account,
    }


def post(made: Post) -> Document:
    return {
        "text": None if made.redacted else made.text,
        "digest": made.digest,
        "length": made.length,
        "limit": made.limit,
        "variant": made.variant,
        "dropped": list(made.dropped),
        "links": list(made.links),
        "cost": made.cost / MILLION,
        "pictures": [asdict(picture) for picture in made.pictures],
        "warning": made.warning,
        "visibility": made.visibility or "public",
    }


def receipt(given: Receipt | None) -> Document | None:
    return None if given is None else {"remote_id": given.remote_id, "url": given.url, "at": instant(given.at)}


def delivery(row: Delivery) -> Document:
    return {
        **key(row.key),
        "state": str(row.state),
        "due_at": instant(row.due_at),
        "due_local": local(row.due_at, row.zone),
        "zone": row.zone,
        "send_by": instant(row.send_by),
        "not_before": instant(row.not_before),
        "action": row.action,
        "template": row.template,
        "fact": row.fact,
        "language": row.language,
        **post(row.post),
        "why": list(row.why),
        "version": row.version,
        "attempt": row.attempt,
        "moved_by": row.moved_by,
        "first_sent": instant(row.first_sent),
        "receipt": receipt(row.receipt),
    }


def planned(found: Planned) -> Document:
    choice = found.choice
    said: Document = (
        {"action": None, "template": None, "fact": None, "text": None}
        if choice is None
        else {
            "action": choice.action,
            "template": choice.template,
            "fact": choice.fact,
            "language": choice.language,
            "send_by": instant(choice.send_by),
            **post(choice.post),
        }
    )
    return {
        **key(found.slot.key),
        "due_at": instant(found.due_at),
        "due_local": local(found.due_at, found.slot.zone),
        "zone": found.slot.zone,
        "empty": choice is None,
        "state": str(found.kept.state) if found.kept else None,
        **said,
        "why": list(found.why),
    }


def change(found: Change) -> Document:
    return {"why": found.why, "before": delivery(found.before), "after": delivery(found.after)}


def sealed(row: Sealed) -> Document:
    entry = row.entry
    return {
        "chain": entry.chain,
        "seq": row.seq,
        "at": instant(entry.at),
        "event": entry.event,
        "who": entry.who,
        "why": entry.why,
        "key": entry.key,
        "before": entry.before,
        "after": entry.after,
        "digest": entry.digest,
        "evidence": dict(entry.evidence),
        "previous": row.previous,
        "hash": row.hash,
    }


def stop(found: Stop) -> Document:
    return {
        "scope": str(found.scope),
        "subject": found.subject,
        "at": instant(found.at),
        "who": found.who,
        "why": found.why,
    }


def stop_file(found: StopFile) -> Document:
    return {"path": found.path, "since": instant(found.since), "who": found.who, "why": found.why}
