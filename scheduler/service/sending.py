"""Carries one claimed delivery over its fence to its channel, and stores what came back."""

import logging
import threading
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from scheduler.errors import ChannelTrouble, FenceClosed, StoreBusy
from scheduler.model.delivery import Delivery, State
from scheduler.model.house import Settings
from scheduler.model.receipt import Later, Locked, NotSent, Outcome, Outgoing, Posted, Prepared, Refused, Unknown
from scheduler.model.record import Scope, Stop
from scheduler.service.circuit import note_trouble, note_well
from scheduler.service.desk import Desk, Transaction
from scheduler.service.ports import Channel, Files

log = logging.getLogger(__name__)

RETRY_STORE = 0.5
"""Seconds between two tries to store an outcome; it is tried until it is stored."""


class Sending:
    """Holds no state of its own: the store decides. `owner` is the boot in whose name rows are claimed."""

    def __init__(self, desk: Desk, files: Files, owner: str) -> None:
        self._desk = desk
        self._files = files
        self.owner = owner

    def send(self, claimed: Delivery, channel: Channel, settings: Settings) -> None:
        """From claimed to an outcome."""
        try:
            prepared = channel.prepare(_outgoing(claimed, self._desk.clock.now()))
        except ChannelTrouble as trouble:
            self._store_outcome(claimed, NotSent(reason=str(trouble)))
            return
        self._over_the_fence(claimed, prepared, channel, settings)

    def repeat(self, doubtful: Delivery, channel: Channel, settings: Settings) -> Outcome | None:
        """Send the same bytes once more, over the same fence; the caller knows that the network refuses a second
        copy. None: the fence did not open."""
        return self._over_the_fence(doubtful, prepared_of(doubtful), channel, settings)

    def _over_the_fence(
        self, before: Delivery, prepared: Prepared, channel: Channel, settings: Settings
    ) -> Outcome | None:
        fenced: list[Delivery] = []

        def fence() -> None:
            if fenced:
                raise FenceClosed("a fence opens once")
            fenced.append(self._fence(before, prepared, settings))

        try:
            outcome = channel.send(prepared, fence)
        except FenceClosed as closed:
            self._give_back(before, str(closed))
            return None
        except Exception as bug:
            # A channel's defect must not leave a row without an outcome; past the fence it may have posted.
            log.exception("channel.defect", extra={"about": {"key": str(before.key)}})
            reason = f"the channel failed: {type(bug).__name__}"
            outcome = Unknown(reason=reason) if fenced else NotSent(reason=reason)
        self._store_outcome(fenced[0] if fenced else before, outcome, repeat=before.state is State.IN_DOUBT)
        return outcome

    def _fence(self, before: Delivery, prepared: Prepared, settings: Settings) -> Delivery:
        """Commit that bytes may now be on the wire, if everything still allows it; raises FenceClosed."""
        if self._files.stop_file():
            raise FenceClosed("a STOP file lies beside the configuration")
        with self._desk.transaction("beat:publish") as t:
            now = t.now
            row = t.writing.delivery(before.key)
            if row is None or (row.revision, row.attempt, row.owner) != (before.revision, before.attempt, before.owner):
                raise FenceClosed("the claim was lost")
            if (stop := stop_over(t.writing.stops(), row)) is not None:
                raise FenceClosed(f"stopped by {stop.who}: {stop.why}")
            if now > row.send_by:
                raise FenceClosed("its last moment has passed")
            if row.state is State.CLAIMED and row.lease_until is not None and now > row.lease_until:
                raise FenceClosed("the claim ran out")
            sending = row.to(
                State.SENDING,
                attempt=row.attempt + (row.state is State.IN_DOUBT),
                owner=self.owner,
                lease_until=now + 2 * settings.deadline,
                first_sent=row.first_sent or now,
                wire=prepared.wire,
            )
            if not t.move(row, sending, "delivery.sending", "the fence is committed; bytes may go out now"):
                raise FenceClosed("another post of this account is on its way")
        return replace(sending, revision=row.revision + 1)

    def _give_back(self, before: Delivery, reason: str) -> None:
        if before.state is not State.CLAIMED:
            return
        with self._desk.transaction("beat:publish") as t:
            row = t.writing.delivery(before.key)
            if row is not None and row.state is State.CLAIMED and row.attempt == before.attempt:
                t.move(row, given_back(row), "delivery.given back", reason)

    def _store_outcome(self, tried: Delivery, outcome: Outcome, *, repeat: bool = False) -> None:
        stored = False
        while not stored:
            try:
                self._try_to_store(tried, outcome, repeat=repeat)
                stored = True
            except StoreBusy:
                self._desk.clock.wait(threading.Event(), RETRY_STORE)

    def _try_to_store(self, tried: Delivery, outcome: Outcome, *, repeat: bool) -> None:
        with self._desk.transaction("beat:publish") as t:
            row = t.writing.delivery(tried.key)
            if row is not None and row.attempt == tried.attempt and row.state in ANSWERABLE:
                record_outcome(t, row, outcome, repeat=repeat)
                return
            t.note(
                "outcome.late",
                f"an answer to attempt {tried.attempt} of {tried.key} came too late to count",
                chain=tried.account,
                evidence={"outcome": type(outcome).__name__},
            )


ANSWERABLE = frozenset({State.CLAIMED, State.SENDING, State.IN_DOUBT})


def record_outcome(t: Transaction, row: Delivery, outcome: Outcome, *, repeat: bool = False) -> None:
    """What an answer does to a delivery, its account and the people who must know. `repeat`: an earlier try of
    the same bytes may have been accepted, so anything but a receipt leaves the doubt standing."""
    if isinstance(outcome, Posted):
        receipt = outcome.receipt
        after = released(row.to(State.POSTED), receipt=receipt)
        evidence = {"remote id": receipt.remote_id, "url": receipt.url}
        t.move(row, after, "delivery.posted", "the network took it", evidence)
        note_well(t, row.account)
    elif repeat or isinstance(outcome, Unknown):
        if row.state is not State.IN_DOUBT:
            t.move(row, released(row.to(State.IN_DOUBT)), "delivery.in doubt", outcome.reason)
    elif isinstance(outcome, Refused):
        t.move(row, released(row.to(State.REFUSED)), "delivery.refused", outcome.reason)
        t.alert("refused", str(row.key), f"{row.key} was refused by the network: {outcome.reason}", stands=False)
    else:
        t.move(row, given_back(row), "delivery.not accepted", outcome.reason)
    match outcome:
        case Locked(reason=reason):
            _lock(t, row.account, reason)
        case Later(reason=reason, when=when):
            note_trouble(t, row.account, reason, when)
        case NotSent(reason=reason):
            note_trouble(t, row.account, reason, None)
        case Posted() | Refused() | Unknown():
            pass
        case _:
            assert_never(outcome)


def _lock(t: Transaction, account: str, reason: str) -> None:
    stop = Stop(scope=Scope.ACCOUNT, subject=account, at=t.now, who=t.who, why=f"locked: {reason}")
    if t.writing.stop(stop):
        t.note("stop.set", stop.why, chain=account, evidence={"scope": "account"})
    t.alert(
        "locked",
        account,
        f"{account} is stopped, the network no longer lets it in: {reason}; "
        f"mend the login, then `awareness resume --account {account}`",
    )


def given_back(row: Delivery) -> Delivery:
    """Back in the queue, surely not accepted. Nothing of the attempt stays but its count."""
    return released(row.to(State.QUEUED), first_sent=None, wire=None)


def released(row: Delivery, **changed: object) -> Delivery:
    return replace(row, owner=None, lease_until=None, **changed)  # type: ignore[arg-type]


def stop_over(stops: list[Stop], row: Delivery) -> Stop | None:
    """The first stop in force that covers this delivery."""
    for stop in stops:
        if stop.covers(campaign=row.key.campaign, account=row.account, key=str(row.key)):
            return stop
    return None


def prepared_of(row: Delivery) -> Prepared:
    return Prepared(key=str(row.key), account=row.account, wire=row.wire or b"")


def _outgoing(row: Delivery, now: datetime) -> Outgoing:
    return Outgoing(key=str(row.key), account=row.account, post=row.post, language=row.language, at=now, zone=row.zone)
