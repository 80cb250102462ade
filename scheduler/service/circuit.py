"""One account's pause after trouble with its network: growing, jittered by hash, ended by the first success."""

import hashlib
import json
from datetime import datetime, timedelta

from scheduler.service.desk import Transaction
from scheduler.service.ports import Looking

FIRST = timedelta(seconds=30)
LONGEST = timedelta(minutes=30)
LONGEST_ASKED = timedelta(hours=24)
"""A network that asks for a longer pause than this is not believed; `send_by` ends the waiting anyway."""

TELL_AFTER = 3
"""Troubles in a row after which a person is told."""


def pause(account: str, troubles: int, asked: datetime | None, now: datetime) -> datetime:
    """When to try again: what the network asked for, if that is ahead and believable, otherwise a doubling pause
    with up to a quarter added, drawn from the account and the count."""
    if asked is not None and now < asked <= now + LONGEST_ASKED:
        return asked
    doubled = min(FIRST * (1 << min(troubles - 1, 10)), LONGEST)
    draw = hashlib.sha256(f"{account} {troubles}".encode()).digest()[0] / 256
    return now + doubled * (1 + draw / 4)


def paused_until(looking: Looking, account: str) -> datetime | None:
    """Until when this account waits; None: it does not."""
    mark = looking.mark(_name(account))
    return datetime.fromisoformat(json.loads(mark)["until"]) if mark else None


def note_trouble(t: Transaction, account: str, reason: str, asked: datetime | None) -> None:
    mark = t.writing.mark(_name(account))
    troubles = (json.loads(mark)["troubles"] if mark else 0) + 1
    until = pause(account, troubles, asked, t.now)
    t.writing.set_mark(_name(account), json.dumps({"troubles": troubles, "until": until.isoformat()}))
    if troubles == TELL_AFTER:
        t.alert("trouble", account, f"{account}: {troubles} tries in a row failed, the last because {reason}")


def note_well(t: Transaction, account: str) -> None:
    if t.writing.mark(_name(account)) is not None:
        t.writing.set_mark(_name(account), None)
        t.calm("trouble", account)


def _name(account: str) -> str:
    return f"circuit {account}"
