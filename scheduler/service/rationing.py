"""How often, and for how much money, the counts of an account's posts may still be asked for."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from scheduler.model.account import Account
from scheduler.model.delivery import Delivery
from scheduler.model.money import Purpose
from scheduler.service.desk import Transaction
from scheduler.service.spending import book, left_for
from scheduler.service.store_ports import Looking

READINGS = "readings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ration:
    """One day of UTC: calls that were made or were about to be, and readings that came due when no more could be
    made. `weighed_until`: readings due by then are counted among these already, on this day or another."""

    day: date
    asked: int = 0
    left_out: int = 0
    weighed_until: datetime | None = None


def wanted(account: Account, price: int) -> bool:
    """Whether the files set anything aside for readings; `price` of one, in millionths of a dollar."""
    monthly = account.budget.reading if account.budget else 0
    return account.limits.readings_per_day > 0 and price <= monthly


def ration(looking: Looking, account: str, now: datetime) -> Ration:
    kept = _kept(looking, account)
    today = now.date()
    if kept is None or kept.day != today:
        return Ration(day=today, weighed_until=kept.weighed_until if kept else None)
    return kept


def take_one(t: Transaction, account: Account, row: Delivery, price: int) -> bool:
    """Book a call before it is made: one whose answer is lost counts as well. False, and nothing is booked, where the
    day or the month has none left."""
    today = _turn(t, account.id)
    too_dear = price > 0 and price > left_for(t.writing, account, Purpose.READING, t.now)
    if too_dear or today.asked >= account.limits.readings_per_day:
        return False
    _keep(t, account.id, replace(today, asked=today.asked + 1))
    book(t, row, Purpose.READING, "read", price)
    return True


def leave_out(t: Transaction, account: str, due: Iterable[datetime]) -> None:
    """These readings have been due since these instants, and nothing is left to ask with."""
    today = _turn(t, account)
    fresh = sum(today.weighed_until is None or at > today.weighed_until for at in due)
    _keep(t, account, replace(today, left_out=today.left_out + fresh, weighed_until=t.now))


def _turn(t: Transaction, account: str) -> Ration:
    """Today's, once the record has what a day before this one left out."""
    kept, today = _kept(t.writing, account), ration(t.writing, account, t.now)
    if kept is not None and kept.day != today.day and kept.left_out:
        number = f"{kept.left_out} reading{'s' if kept.left_out > 1 else ''}"
        why = f"{number} came due on {kept.day} when the day's calls or the month's money were used up"
        t.note("readings.left out", why, chain=account, evidence={"day": str(kept.day), "n": str(kept.left_out)})
    return today


def _kept(looking: Looking, account: str) -> Ration | None:
    mark = looking.mark(_name(account))
    if mark is None:
        return None
    found: dict[str, Any] = json.loads(mark)
    until = found["weighed_until"]
    return Ration(
        day=date.fromisoformat(found["day"]),
        asked=found["asked"],
        left_out=found["left_out"],
        weighed_until=datetime.fromisoformat(until) if until else None,
    )


def _keep(t: Transaction, account: str, today: Ration) -> None:
    until = today.weighed_until.isoformat() if today.weighed_until else None
    row = {"day": str(today.day), "asked": today.asked, "left_out": today.left_out, "weighed_until": until}
    t.writing.set_mark(_name(account), json.dumps(row))


def _name(account: str) -> str:
    return f"{READINGS} {account}"
