"""Reads what became of each post, at seven instants after it went out; and whether it is still there."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from scheduler.errors import ChannelBusy, ChannelLocked, ChannelTrouble
from scheduler.model.account import Account
from scheduler.model.delivery import READABLE, Delivery
from scheduler.model.instants import INSTANTS, OVER, due_reading, reached
from scheduler.model.receipt import Absent, Reading, Receipt
from scheduler.service.accepting import Current
from scheduler.service.circuit import Calls, note_trouble, note_well, paused_until, troubles_of
from scheduler.service.desk import Desk, Transaction
from scheduler.service.fence import is_live, is_silenced
from scheduler.service.outcomes import lock, record_vanished
from scheduler.service.ports import Channel, Channels, Files
from scheduler.service.rationing import leave_out, take_one, wanted
from scheduler.service.store_ports import Looking
from scheduler.service.tidying import clock_is_doubted

log = logging.getLogger(__name__)

WHO = "beat:read"

USED_UP = timedelta(minutes=15)
"""Until it is looked again whether there is anything to ask with."""

CHOICE = 10
"""Posts from which one is chosen: after trouble another comes first, so that an odd one keeps none from being read."""


class TakingReadings:
    """Remembers only whose day is used up; a restart looks once more."""

    def __init__(self, desk: Desk, current: Callable[[], Current | None], channels: Channels, files: Files) -> None:
        self._desk = desk
        self._current = current
        self._channels = channels
        self._files = files
        self._again: dict[str, datetime] = {}

    def lanes(self) -> list[str]:
        """The accounts with a post to read now."""
        return [account.id for account in self._accounts() if self._next(account) is not None]

    def take(self, lane: str) -> bool:
        """Read one post of this account; False: there is none to read now, or its network had trouble."""
        account = next((a for a in self._accounts() if a.id == lane), None)
        found = self._next(account) if account else None
        if account is None or found is None:
            return False
        row, channel = found
        with self._desk.transaction(WHO) as t:
            booked = self._book(t, account, row, channel)
        return booked is not None and self._read(row, *booked, channel)

    def _accounts(self) -> tuple[Account, ...]:
        current = self._current()
        return current.house.accounts if current else ()

    def _next(self, account: Account) -> tuple[Delivery, Channel] | None:
        now = self._desk.clock.now()
        if self._again.get(account.id, now) > now or self._files.stop_file():
            return None
        with self._desk.store.look() as looking:
            due = [] if _is_quiet(looking, account.id, now) else _due(looking, account.id, now, CHOICE)
        # Asked with no look open, and only where it is needed: a channel loads its library when it is made.
        channel = self._channels(account.id) if due else None
        if channel is None or not channel.capabilities.reads or not wanted(account, _price(channel)):
            return None
        with self._desk.store.look() as looking:
            if not is_live(looking, channel, account):
                return None
            return due[troubles_of(looking, account.id, Calls.READING) % len(due)], channel

    def _book(self, t: Transaction, account: Account, row: Delivery, channel: Channel) -> tuple[Receipt, int] | None:
        """Which of its readings is asked for now; None: none may be."""
        fresh = t.writing.delivery(row.key)
        if fresh is None or fresh.state not in READABLE or fresh.receipt is None:
            return None
        if _is_quiet(t.writing, row.account, t.now):
            return None
        nth = due_reading(fresh.receipt.at, t.now)
        if nth is None or nth in t.writing.readings(row.key):
            return None
        if take_one(t, account, row, _price(channel)):
            return fresh.receipt, nth
        leave_out(t, account.id, [_since(d, t.now) for d in _due(t.writing, account.id, t.now)])
        self._again[account.id] = t.now + USED_UP
        return None

    def _read(self, row: Delivery, receipt: Receipt, nth: int, channel: Channel) -> bool:
        try:
            seen = channel.read(receipt)
        except ChannelLocked as locked:
            with self._desk.transaction(WHO) as t:
                lock(t, row.account, str(locked))
            return False
        except ChannelTrouble as trouble:
            return self._wait(row.account, str(trouble), trouble.when if isinstance(trouble, ChannelBusy) else None)
        except Exception as bug:
            log.exception("channel.defect", extra={"about": {"key": str(row.key)}})
            return self._wait(row.account, f"the channel failed: {type(bug).__name__}", None)
        self._keep(row, nth, seen)
        return True

    def _keep(self, row: Delivery, nth: int, seen: Reading | Absent) -> None:
        with self._desk.transaction(WHO) as t:
            note_well(t, row.account, Calls.READING)
            if isinstance(seen, Reading):
                t.writing.add_reading(row.key, nth, seen)
                return
            fresh = t.writing.delivery(row.key)
            if fresh is not None and fresh.state in READABLE:
                record_vanished(t, fresh, seen.evidence)

    def _wait(self, account: str, reason: str, asked: datetime | None) -> bool:
        with self._desk.transaction(WHO) as t:
            note_trouble(t, account, reason, asked, Calls.READING)
        return False


def _due(looking: Looking, account: str, now: datetime, limit: int | None = None) -> list[Delivery]:
    """A post from before an account went live may have gone out elsewhere, and is not there to be read."""
    since = max(now - OVER, looking.live().get(account, now - OVER))
    return looking.readings_due(account, since=since, reached=reached(now), limit=limit)


def _is_quiet(looking: Looking, account: str, now: datetime) -> bool:
    """Whether its network is left alone: whoever stops a whole account, perhaps because it was taken over, wants
    silence; a stop of a campaign or a post only forbids sending."""
    if clock_is_doubted(looking, now) or is_silenced(looking.stops(), account):
        return True
    return any(now < (paused_until(looking, account, calls) or now) for calls in Calls)


def _since(row: Delivery, now: datetime) -> datetime:
    """Since when its reading has been due."""
    out_at = row.receipt.at if row.receipt else now
    return out_at + INSTANTS[due_reading(out_at, now) or 0]


def _price(channel: Channel) -> int:
    prices = channel.limits.prices
    return prices.read if prices else 0
