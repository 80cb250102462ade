"""Answers to tries that were given up: all but receipts are overtaken, and a receipt is proof whenever it comes."""

from scheduler.model.delivery import AHEAD, OUT, Delivery, State
from scheduler.model.receipt import Outcome, Posted, Receipt
from scheduler.service.desk import Transaction
from scheduler.service.outcomes import given_back, out

DOUBTED = frozenset({State.IN_DOUBT, State.HELD})


def record_late(t: Transaction, tried: Delivery, row: Delivery | None, outcome: Outcome) -> None:
    """`tried` is the delivery as it was sent, `row` as it stands now (None: the store no longer has it)."""
    if isinstance(outcome, Posted):
        _receipt(t, tried, row, outcome.receipt)
    else:
        t.note(
            "outcome.late",
            f"an answer to attempt {tried.attempt} of {tried.key} came too late to count",
            chain=tried.account,
            evidence={"outcome": type(outcome).__name__},
        )


def _receipt(t: Transaction, tried: Delivery, row: Delivery | None, receipt: Receipt) -> None:
    if row is not None and row.receipt is not None and row.receipt.remote_id == receipt.remote_id:
        return  # stored already, by a commit that was not confirmed
    evidence = {"remote id": receipt.remote_id, "url": receipt.url}
    if row is not None and row.state in DOUBTED:
        after = out(row, receipt, t.now)
        t.move(row, after, "delivery.posted", "the network took it; its answer came late", evidence)
        t.calm("held", str(row.key))
        return
    t.note("outcome.late", f"{tried.key} is out; its answer came late", chain=tried.account, evidence=evidence)
    if row is None or row.state is State.SENDING:
        return  # what is under way has its own answer to come
    if row.state in AHEAD | {State.CLAIMED}:
        _take_out(t, row, tried, receipt)
    again = f"and as {row.receipt.url}" if row.state in OUT and row.receipt else f"although it was {row.state}"
    t.alert("late", str(row.key), f"{row.key} is out, as {receipt.url}, {again}; look at the account", stands=False)


def _take_out(t: Transaction, row: Delivery, tried: Delivery, receipt: Receipt) -> None:
    """It must not be sent again. That it was sent stays with it, so that no plan brings it back."""
    if row.state is State.CLAIMED:
        t.move(row, given_back(row), "delivery.given back", "it is out already")
        row = t.writing.delivery(row.key) or row
    after = row.to(State.WITHDRAWN, first_sent=tried.first_sent or t.now)
    t.move(row, after, "delivery.withdrawn", f"it is out already, as {receipt.url}")
