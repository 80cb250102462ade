"""What a network's answer does to a delivery, its account and the people who must know."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.model.delivery import Delivery, State
from scheduler.model.money import Purpose
from scheduler.model.receipt import Later, Locked, NotSent, Outcome, Posted, Receipt, Refused, Unknown
from scheduler.model.record import Scope, Stop
from scheduler.service.circuit import note_trouble, note_well
from scheduler.service.desk import Transaction
from scheduler.service.spending import book

SKEW = timedelta(minutes=5)
"""How far a network's clock is believed to be behind ours."""


def record_outcome(t: Transaction, row: Delivery, outcome: Outcome, *, repeat: bool = False) -> None:
    """`repeat`: an earlier try of the same bytes may have been accepted, so anything but a receipt leaves the doubt
    standing."""
    if isinstance(outcome, Posted):
        receipt = outcome.receipt
        after = out(row, receipt, t.now)
        evidence = {"remote id": receipt.remote_id, "url": receipt.url}
        found = {"found": outcome.evidence} if outcome.evidence else {}
        why = "it was at the network already" if found else "the network took it"
        t.move(row, after, "delivery.posted", why, evidence | found)
        note_well(t, row.account)
    elif repeat or isinstance(outcome, Unknown):
        if row.state is not State.IN_DOUBT:
            t.move(row, released(row.to(State.IN_DOUBT)), "delivery.in doubt", outcome.reason)
    elif isinstance(outcome, Refused):
        t.move(row, released(row.to(State.REFUSED)), "delivery.refused", outcome.reason)
        t.alert("refused", str(row.key), f"{row.key} was refused by the network: {outcome.reason}", stands=False)
    else:
        t.move(row, given_back(row), "delivery.not accepted", outcome.reason)
    if row.state is State.SENDING and not repeat and not isinstance(outcome, Posted | Unknown):
        book(t, row, Purpose.POSTING, "given back: not accepted", -row.post.cost)
    match outcome:
        case Locked(reason=reason):
            lock(t, row.account, reason)
        case Later(reason=reason, when=when):
            note_trouble(t, row.account, reason, when)
        case NotSent(reason=reason) | Unknown(reason=reason):
            note_trouble(t, row.account, reason, None)
        case Posted() | Refused():
            pass
        case _:
            assert_never(outcome)


def hold(t: Transaction, row: Delivery, why: str, evidence: Mapping[str, str] | None = None) -> None:
    """A person must say what became of it."""
    if t.move(row, released(row.to(State.HELD)), "delivery.held", why, evidence):
        t.alert(
            "held",
            str(row.key),
            f"{row.key} may or may not be out: {why}; look at the account, then "
            f"`awareness resolve {row.key.short} --posted URL`, `--send` or `--withdraw`",
        )


def record_vanished(t: Transaction, row: Delivery, evidence: str) -> None:
    """It was out, and its network surely no longer has it. Nothing happens where somebody changed the row first."""
    if t.move(row, row.to(State.VANISHED), "delivery.vanished", evidence):
        t.alert(
            "vanished",
            str(row.key),
            f"{row.key} was posted and is no longer there: {evidence}; "
            "the network or somebody with access to the account took it away",
            stands=False,
        )


def lock(t: Transaction, account: str, reason: str) -> None:
    """Nothing more is asked of its network until a person mends that."""
    stop = Stop(scope=Scope.ACCOUNT, subject=account, at=t.now, who=t.who, why=f"locked: {reason}")
    if t.writing.stop(stop):
        t.note("stop.set", stop.why, chain=account, evidence={"scope": "account"})
    t.alert(
        "locked",
        account,
        f"{account} is stopped, the network no longer lets it in: {reason}; "
        f"once that is mended (`awareness login {account}` takes a new token), `awareness resume --account {account}`",
    )


def given_back(row: Delivery) -> Delivery:
    """Back in the queue, surely not accepted. Nothing of the attempt stays but its count."""
    return released(row.to(State.QUEUED), first_sent=None, wire=None)


def out(row: Delivery, receipt: Receipt, now: datetime) -> Delivery:
    """Posted, at the instant that the network gave, as far as that can be: a server's clock may be wrong, and gaps and
    caps count by ours."""
    earliest = (row.first_sent or now) - SKEW
    at = min(max(receipt.at, earliest), now)
    return released(row.to(State.POSTED), receipt=replace(receipt, at=at))


def released(row: Delivery, **changed: object) -> Delivery:
    return replace(row, owner=None, lease_until=None, **changed)  # type: ignore[arg-type]


def not_begun(trouble: ChannelTrouble) -> Outcome:
    """What trouble before the create call comes to."""
    match trouble:
        case ChannelLocked():
            return Locked(reason=str(trouble))
        case ChannelRefused():
            return Refused(reason=str(trouble))
        case ChannelBusy(when=when):
            return Later(reason=str(trouble), when=when)
        case _:
            return NotSent(reason=str(trouble))
