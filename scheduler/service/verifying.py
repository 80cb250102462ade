"""Looks once at every post after it went out: whether people can see it, or whether it has vanished."""

from datetime import timedelta

from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Absent, Found
from scheduler.service.desk import Desk
from scheduler.service.ports import Channels
from scheduler.service.sending import prepared_of

SETTLED = timedelta(minutes=1)
"""How long a network may take to show a post that it accepted."""

PATIENCE = timedelta(days=1)
"""A post that the network could not be asked about for this long stays as posted."""

A_BEAT = 20


class Verifying:
    def __init__(self, desk: Desk, channels: Channels) -> None:
        self._desk = desk
        self._channels = channels

    def verify(self) -> int:
        """Look at the posts that have not been looked at; returns at how many."""
        now = self._desk.clock.now()
        with self._desk.store.look() as looking:
            posted = looking.deliveries(states={State.POSTED}, since=now - 2 * PATIENCE, until=now)
        fresh = [row for row in posted if row.wire and row.receipt and SETTLED <= now - row.receipt.at <= PATIENCE]
        for row in fresh[:A_BEAT]:
            self._look_at(row)
        return len(fresh[:A_BEAT])

    def _look_at(self, row: Delivery) -> None:
        channel = self._channels(row.account)
        finding = channel.find(prepared_of(row)) if channel else None
        with self._desk.transaction("beat:verify") as t:
            if isinstance(finding, Found):
                t.move(row, row.to(State.VERIFIED), "delivery.verified", "it is there", {"found": finding.evidence})
            elif isinstance(finding, Absent):
                t.move(row, row.to(State.VANISHED), "delivery.vanished", finding.evidence)
                t.alert(
                    "vanished",
                    str(row.key),
                    f"{row.key} was posted and is no longer there: {finding.evidence}; "
                    "the network or somebody with access to the account took it away",
                    stands=False,
                )
