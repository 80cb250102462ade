"""The record's hash chains: seals an entry to the one before it, and finds where a chain was tampered with."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from scheduler.model.record import Entry, Sealed

START = "0" * 64
"""What stands before the first row of every chain."""


def instant_text(at: datetime) -> str:
    """The one way in which an instant is kept: UTC, to the microsecond, always as long. Raises ValueError where it
    is naive."""
    if at.utcoffset() is None:
        raise ValueError(f"{at} has no zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def seal(entry: Entry, seq: int, previous: str) -> Sealed:
    """The entry at its place in its chain; `seq` counts from 1, `previous` is the hash of the row before."""
    sealed = {
        "chain": entry.chain,
        "seq": seq,
        "previous": previous,
        "at": instant_text(entry.at),
        "event": entry.event,
        "who": entry.who,
        "why": entry.why,
        "key": entry.key,
        "before": entry.before,
        "after": entry.after,
        "digest": entry.digest,
        "evidence": dict(entry.evidence),
    }
    canonical = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Sealed(
        seq=seq,
        entry=replace(entry, at=entry.at.astimezone(UTC)),
        previous=previous,
        hash=hashlib.sha256(canonical.encode(errors="replace")).hexdigest(),  # a lone surrogate is kept as `?`
    )


def faults(chain: str, rows: Iterable[Sealed], head: tuple[int, str] | None = None) -> list[str]:
    """What is wrong with a chain, in words; nothing where it can be trusted. `rows` are all of it, in the order in
    which they were written. `head` is the seq and hash that were kept outside the store: rows beyond it are no
    fault, since a crash can come between a commit and that file."""
    found: list[str] = []
    seq, previous, at_head = 0, START, None
    for row in rows:
        if row.seq <= seq:
            found.append(f"{chain}: row {row.seq} was put in: it was written after row {seq}")
            continue
        if row.seq > seq + 1:
            found.append(f"{chain}: {_rows(seq + 1, row.seq - 1)} removed")
        elif row.previous != previous:
            found.append(
                f"{chain}: row {row.seq} does not follow from what stands before it: rows were changed or put in"
            )
        if row.entry.chain != chain:
            found.append(f"{chain}: row {row.seq} belongs to the chain {row.entry.chain}")
        elif row.hash != seal(row.entry, row.seq, row.previous).hash:
            found.append(f"{chain}: row {row.seq} was changed")
        if head and row.seq == head[0]:
            at_head = row.hash
        seq, previous = row.seq, row.hash
    if head and head[0] > seq:
        found.append(f"{chain}: {_rows(seq + 1, head[0])} cut off the end, or an older copy of the store was put back")
    elif head and at_head and at_head != head[1]:
        found.append(f"{chain}: row {head[0]} is not the row that the heads beside the store know: it was written anew")
    return found


def _rows(first: int, last: int) -> str:
    return f"row {first} was" if first == last else f"rows {first} to {last} were"
