"""Ends every doubt by evidence: given back, repeated where that is safe, looked up, or held for a person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.model.delivery import Delivery, State
from scheduler.model.house import House
from scheduler.model.receipt import Absent, CannotTell, Found, Refused, Unknown
from scheduler.service.circuit import note_well, paused_until
from scheduler.service.desk import Desk, Transaction
from scheduler.service.evidence import look_up, may_repeat, shown, why_open
from scheduler.service.fence import is_live, stop_over
from scheduler.service.grounds import SHOWN
from scheduler.service.outcomes import given_back, hold, out, released
from scheduler.service.ports import Channel, Channels, Files
from scheduler.service.sending import Sending
from scheduler.service.spending import book_look_up
from scheduler.service.tidying import clock_is_doubted

AGAIN = timedelta(seconds=30)
"""The least time between two looks for a post that is not there yet."""

STOPPED = timedelta(minutes=5)
"""Between two looks while a stop is in force, each of which a network may count, and charge for."""


class Settling:
    def __init__(
        self, desk: Desk, house: Callable[[], House], channels: Channels, files: Files, sending: Sending
    ) -> None:
        self._desk = desk
        self._house = house
        self._channels = channels
        self._files = files
        self._sending = sending

    def adopt(self) -> None:
        """Called by the holder of the engine lock before its first beat: every other owner is dead."""
        self._release(lambda row: row.owner != self._sending.owner, "its owner is gone")

    def sweep(self) -> None:
        """Take back what a hand held for too long, and tell a person: its network hangs, or there is a defect."""
        now = self._desk.clock.now()
        self._release(
            lambda d: d.lease_until is not None and d.lease_until < now, "its lease ran out", _tell_of_hanging
        )

    def lanes(self) -> list[str]:
        """The accounts with something in doubt."""
        with self._desk.store.look() as looking:
            return sorted({row.account for row in looking.deliveries(states={State.IN_DOUBT})})

    def settle(self, lane: str, ending: Callable[[], bool] = lambda: False) -> None:
        """One try at every delivery of an account that is in doubt, until its network has trouble, or `ending`."""
        with self._desk.store.look() as looking:
            doubtful = looking.deliveries(states={State.IN_DOUBT}, account=lane)
        channel = self._channels(lane)
        for row in doubtful:
            if ending() or self._must_wait(row):
                return
            if row.not_before is not None and self._desk.clock.now() < row.not_before:
                continue
            if channel is None:
                self._hold(row, "this version has no channel to look at its network")
            else:
                self._settle(row, channel)

    def _must_wait(self, row: Delivery) -> bool:
        """A network keeps a key for some time only, and a clock that was set back cannot tell how long that was."""
        now = self._desk.clock.now()
        with self._desk.store.look() as looking:
            paused = paused_until(looking, row.account)
            back = clock_is_doubted(looking, now) or (row.first_sent is not None and now < row.first_sent)
        return back or (paused is not None and now < paused)

    def _settle(self, row: Delivery, channel: Channel) -> None:
        now = self._desk.clock.now()
        with self._desk.store.look() as looking:
            stopped = self._files.stop_file() is not None or stop_over(looking.stops(), row) is not None
            live = is_live(looking, channel, self._house().account(row.account))
        in_time = now <= row.send_by
        if in_time and live and not stopped and may_repeat(row, channel, now):
            outcome = self._sending.repeat(row, channel, self._house())
            if not isinstance(outcome, Refused | Unknown):
                return
            with self._desk.store.look() as looking:
                row = looking.delivery(row.key) or row
            if isinstance(outcome, Unknown):
                # Some answer to every repeat as if they had failed.
                self._look_up(row, channel, holds=False, stopped=False)
                return
        self._look_up(row, channel, holds=not (stopped and in_time), stopped=stopped)

    def _look_up(self, row: Delivery, channel: Channel, *, holds: bool, stopped: bool) -> None:
        """`holds`: what is not found is a person's to settle, once it can no longer appear."""
        finding = look_up(row, channel)
        if finding.looked_at:
            with self._desk.transaction("beat:settle") as t:
                book_look_up(t, row, channel, finding.looked_at)
        if isinstance(finding, Found):
            with self._desk.transaction("beat:settle") as t:
                after = out(row, finding.receipt, t.now)
                t.move(row, after, "delivery.posted", "found at the network", {"found": finding.evidence})
                note_well(t, row.account)
        elif holds and not self._looks_again(row, channel, finding):
            self._hold(row, why_open(finding), finding)
        elif not holds and stopped:
            again = self._desk.clock.now() + STOPPED
            self._look_at(row, again, "not there, and a stop keeps it from being repeated", finding)

    def _looks_again(self, row: Delivery, channel: Channel, finding: Absent | CannotTell) -> bool:
        """When the try is twice as old as now, while the post may still appear; False: it no longer may."""
        now, first = self._desk.clock.now(), row.first_sent
        if first is None or now >= first + channel.capabilities.appears_within:
            return False
        again = min(now + max(AGAIN, now - first), first + channel.capabilities.appears_within)
        self._look_at(row, again, "not there yet, and it may still appear", finding)
        return True

    def _look_at(self, row: Delivery, again: datetime, why: str, finding: Absent | CannotTell) -> None:
        with self._desk.transaction("beat:settle") as t:
            t.move(row, replace(row, not_before=again), "delivery.looked for", why, {SHOWN: shown(finding)})

    def _hold(self, row: Delivery, why: str, finding: Absent | CannotTell | None = None) -> None:
        with self._desk.transaction("beat:settle") as t:
            hold(t, row, why, {SHOWN: shown(finding)} if finding is not None else None)

    def _release(
        self,
        gone: Callable[[Delivery], bool],
        why: str,
        tell: Callable[[Transaction, Delivery], None] = lambda _, __: None,
    ) -> None:
        with self._desk.store.look() as looking:
            rows = [d for d in looking.deliveries(states={State.CLAIMED, State.SENDING}) if gone(d)]
        if not rows:
            return
        with self._desk.transaction("beat:settle") as t:
            for row in rows:
                if _take_back(t, row, why):
                    tell(t, row)


def _tell_of_hanging(t: Transaction, row: Delivery) -> None:
    text = f"{row.account}: {row.key} was {row.state}, and nothing came back in time"
    t.alert("hanging", row.account, f"{text}; where its network hangs, a restart ends that", stands=False)


def _take_back(t: Transaction, row: Delivery, why: str) -> bool:
    """False where its hand has ended it meanwhile."""
    if row.state is State.CLAIMED:
        return t.move(row, given_back(row), "delivery.given back", f"{why}; nothing had been sent")
    after = released(row.to(State.IN_DOUBT))
    return t.move(row, after, "delivery.in doubt", f"{why} while bytes may have been on the wire")
