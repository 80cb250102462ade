"""An account's pauses after trouble with its network, each growing, jittered by hash, ended by the first success."""

import hashlib
import json
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.service.desk import Transaction
from scheduler.service.store_ports import Looking

FIRST = timedelta(seconds=30)
LONGEST = timedelta(minutes=30)
LONGEST_ASKED = timedelta(hours=24)
"""A network that asks for a longer pause than this is not believed; `send_by` ends the waiting anyway."""

TELL_AFTER = 3
"""Troubles in a row after which a person is told, or the record where it is about readings alone."""


class Calls(StrEnum):
    """What waits. A network counts its calls by kind: one that answers no more questions may still take posts."""

    POSTING = "circuit"
    READING = "reading pause"


def pause(account: str, troubles: int, asked: datetime | None, now: datetime) -> datetime:
    """When to try again: what the network asked for, if that is ahead and believable, otherwise a doubling pause
    with up to a quarter added, drawn from the account and the count."""
    if asked is not None and now < asked <= now + LONGEST_ASKED:
        return asked
    doubled = min(FIRST * (1 << min(troubles - 1, 10)), LONGEST)
    draw = hashlib.sha256(f"{account} {troubles}".encode()).digest()[0] / 256
    return now + doubled * (1 + draw / 4)


def paused_until(looking: Looking, account: str, calls: Calls = Calls.POSTING) -> datetime | None:
    """Until when this account waits; None: it does not."""
    mark = looking.mark(_name(account, calls))
    return datetime.fromisoformat(json.loads(mark)["until"]) if mark else None


def troubles_of(looking: Looking, account: str, calls: Calls = Calls.POSTING) -> int:
    """How many tries in a row have failed."""
    mark = looking.mark(_name(account, calls))
    return int(json.loads(mark)["troubles"]) if mark else 0


def note_trouble(
    t: Transaction, account: str, reason: str, asked: datetime | None, calls: Calls = Calls.POSTING
) -> None:
    troubles = troubles_of(t.writing, account, calls) + 1
    until = pause(account, troubles, asked, t.now)
    t.writing.set_mark(_name(account, calls), json.dumps({"troubles": troubles, "until": until.isoformat()}))
    if troubles != TELL_AFTER:
        return
    if calls is Calls.POSTING:
        t.alert("trouble", account, f"{account}: {troubles} tries in a row failed, the last because {reason}")
    else:
        t.note("readings.failed", f"{troubles} in a row, the last because {reason}", chain=account)


def note_well(t: Transaction, account: str, calls: Calls = Calls.POSTING) -> None:
    if t.writing.mark(_name(account, calls)) is not None:
        t.writing.set_mark(_name(account, calls), None)
        if calls is Calls.POSTING:
            t.calm("trouble", account)


def _name(account: str, calls: Calls) -> str:
    return f"{calls} {account}"
