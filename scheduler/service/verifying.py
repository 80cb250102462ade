"""Looks once at every post after it went out: whether people can see it, or whether it has vanished."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.errors import ChannelTrouble
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Absent, CannotTell, Finding, Found, Receipt
from scheduler.model.slot import SlotKey
from scheduler.service.desk import Desk
from scheduler.service.evidence import look_up
from scheduler.service.fence import is_silenced
from scheduler.service.outcomes import record_vanished
from scheduler.service.ports import Channel, Channels, Files
from scheduler.service.spending import book_look_up, book_read

log = logging.getLogger(__name__)

SETTLED = timedelta(minutes=1)
"""How long a network may take to show a post that it accepted."""

PATIENCE = timedelta(days=1)
"""A post that the network could not be asked about for this long stays as posted."""


class Verifying:
    """Remembers only whom it asked in vain; a restart asks once more. A stop of everything or of an account is
    silence: nothing is asked."""

    def __init__(self, desk: Desk, channels: Channels, files: Files) -> None:
        self._desk = desk
        self._files = files
        self._channels = channels
        self._again: dict[SlotKey, datetime] = {}

    def lanes(self) -> list[str]:
        """The accounts with a post to look at now."""
        return sorted({row.account for row in self._fresh()})

    def verify(self, lane: str) -> bool:
        """Look at one post of this account, so that what is due never waits for many; False: there was none."""
        fresh = self._fresh(lane)
        if fresh:
            self._look_at(fresh[0])
        return bool(fresh)

    def _fresh(self, lane: str | None = None) -> list[Delivery]:
        now = self._desk.clock.now()
        if self._files.stop_file() is not None:
            return []
        with self._desk.store.look() as looking:
            stops = looking.stops()
            posted = looking.deliveries(states={State.POSTED}, account=lane, since=now - 2 * PATIENCE, until=now)
        return [
            row
            for row in posted
            if row.wire
            and row.receipt
            and not is_silenced(stops, row.account)
            and SETTLED <= now - row.receipt.at <= PATIENCE
            and self._again.get(row.key, now) <= now
        ]

    def _look_at(self, row: Delivery) -> None:
        channel = self._channels(row.account)
        finding = look_up(row, channel) if channel else CannotTell(reason="there is no channel")
        if isinstance(finding, Absent) and channel is not None and row.receipt and channel.capabilities.reads:
            finding = self._by_name(row, row.receipt, channel, finding)
        if channel is not None and finding.looked_at:
            with self._desk.transaction("beat:verify") as t:
                book_look_up(t, row, channel, finding.looked_at)
        if isinstance(finding, CannotTell):
            self._ask_again(row)
            return
        self._again.pop(row.key, None)
        with self._desk.transaction("beat:verify") as t:
            if isinstance(finding, Found):
                t.move(row, row.to(State.VERIFIED), "delivery.verified", "it is there", {"found": finding.evidence})
            else:
                record_vanished(t, row, finding.evidence)

    def _by_name(self, row: Delivery, receipt: Receipt, channel: Channel, missing: Absent) -> Finding:
        """A timeline may lag, and its instants are of a clock that may differ from ours: a post has vanished only where
        the network does not know its name either."""
        with self._desk.transaction("beat:verify") as t:
            book_read(t, row, channel)
        try:
            seen = channel.read(receipt)
        except ChannelTrouble as trouble:
            return CannotTell(reason=str(trouble), looked_at=missing.looked_at)
        except Exception as bug:
            log.exception("channel.defect", extra={"about": {"key": str(row.key)}})
            return CannotTell(reason=f"the channel failed: {type(bug).__name__}", looked_at=missing.looked_at)
        if isinstance(seen, Absent):
            return replace(missing, evidence=seen.evidence)
        return Found(receipt=receipt, evidence="the network knows it by its name", looked_at=missing.looked_at)

    def _ask_again(self, row: Delivery) -> None:
        """When it is twice as old as now: a network in trouble is not asked every few seconds for a day."""
        now = self._desk.clock.now()
        out_at = row.receipt.at if row.receipt else now
        for key in [key for key, at in list(self._again.items()) if at <= now]:
            self._again.pop(key, None)
        self._again[row.key] = now + max(SETTLED, now - out_at)
