"""What becomes of a post that the copy of a store does not know to be out, by what its account says of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.receipt import Absent, CannotTell, Finding, Found, Receipt
from scheduler.service.desk import Transaction
from scheduler.service.evidence import why_open
from scheduler.service.outcomes import given_back, hold, out

PUT_BACK = "an older copy of the store was put back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """`becomes` is where the post stands when it is settled; the state that it has: nothing happens to it."""

    row: Delivery
    becomes: State
    why: str
    receipt: Receipt | None = None

    @property
    def changes(self) -> bool:
        return self.becomes is not self.row.state


def fate_of(row: Delivery, finding: Finding, *, told: datetime, now: datetime) -> Fate:
    """`told`: when the store was told to be a copy; nothing that is due later can be out, unless its account shows it.
    A post too few is better than one twice: what cannot be told is a person's, or let go."""
    if isinstance(finding, Found):
        return Fate(row=row, becomes=State.POSTED, why=f"found: {finding.evidence}", receipt=finding.receipt)
    if isinstance(finding, Absent) and finding.deleted:
        becomes = State.WITHDRAWN if row.state in AHEAD | {State.HELD} else State.HELD
        return Fate(row=row, becomes=becomes, why=f"it was out, and was taken down: {finding.evidence}")
    if row.state is State.HELD or (row.state in AHEAD and row.due_at > told):
        return Fate(row=row, becomes=row.state, why="")
    return _of_missing(row, finding, late=now > row.send_by)


def _of_missing(row: Delivery, finding: Absent | CannotTell, *, late: bool) -> Fate:
    never = isinstance(finding, Absent) and finding.never
    why = f"it is surely not out: {finding.evidence}" if isinstance(finding, Absent) and never else why_open(finding)
    if row.state in AHEAD and late:
        return Fate(row=row, becomes=State.EXPIRED, why=f"its last moment passed, and {why}")
    if never:
        return Fate(row=row, becomes=row.state if row.state in AHEAD else State.QUEUED, why=why)
    return Fate(row=row, becomes=State.HELD, why=why)


def settle(t: Transaction, fate: Fate) -> None:
    """The row is as this transaction found it."""
    if not fate.changes:
        return
    row, why = fate.row, f"{PUT_BACK}; {fate.why}"
    match fate.becomes:
        case State.POSTED:
            _settle_found(t, row, fate.receipt, why)
        case State.HELD:
            hold(t, _frozen(t, row), why)
        case State.WITHDRAWN:
            # That it was sent stays with it, so that no plan brings it back.
            t.move(row, replace(row.to(State.WITHDRAWN), first_sent=row.first_sent or t.now), "delivery.withdrawn", why)
            t.calm("held", str(row.key))
        case State.EXPIRED:
            t.move(row, row.to(State.EXPIRED), "delivery.expired", why)
        case State.QUEUED:
            t.move(row, given_back(row), "delivery.given back", why)
        case _:
            pass  # it stays where it is


def _settle_found(t: Transaction, row: Delivery, receipt: Receipt | None, why: str) -> None:
    """What is out without its fence being known here goes by way of the doubt that it was."""
    if receipt is None:
        raise ValueError(f"{row.key} was found, and nobody says where")
    if row.state in AHEAD:
        frozen = _frozen(t, row)
        doubted = replace(frozen.to(State.HELD), first_sent=min(receipt.at, t.now))
        t.move(frozen, doubted, "delivery.held", f"{PUT_BACK}, and it may be out")
        row = t.writing.delivery(row.key) or row
    evidence = {"remote id": receipt.remote_id, "url": receipt.url}
    t.move(row, out(row, receipt, t.now), "delivery.posted", why, evidence)
    t.calm("held", str(row.key))


def _frozen(t: Transaction, row: Delivery) -> Delivery:
    if row.state is not State.PLANNED:
        return row
    t.move(row, row.to(State.QUEUED), "delivery.frozen", "its text can no longer change")
    return t.writing.delivery(row.key) or row
