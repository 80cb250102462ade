"""Books what calls cost, and says what may still be spent."""

from datetime import datetime

from scheduler.model.account import Account
from scheduler.model.delivery import Delivery
from scheduler.model.money import Booking, Purpose, month_of
from scheduler.service.desk import Transaction
from scheduler.service.ports import Channel
from scheduler.service.store_ports import Looking


def left_for(looking: Looking, account: Account, purpose: Purpose, at: datetime) -> int:
    """What is left of an account's budget for the month, in millionths of a US dollar; below 0 where more was charged
    than was foreseen. Asked only where a network charges."""
    budget = getattr(account.budget, purpose.value) if account.budget else 0
    return int(budget) - looking.spent(purpose, since=month_of(at)).get((account.id, month_of(at)), 0)


def book(t: Transaction, row: Delivery, purpose: Purpose, what: str, millionths: int) -> None:
    """What costs nothing is not booked."""
    if millionths:
        t.writing.book(
            Booking(account=row.account, at=t.now, purpose=purpose, what=what, millionths=millionths, key=str(row.key))
        )


def book_look_up(t: Transaction, row: Delivery, channel: Channel, looked_at: int) -> None:
    """`looked_at`: how many posts the network showed, each of which it charges for."""
    if channel.limits.prices is not None:
        book(t, row, Purpose.POSTING, "look up", looked_at * channel.limits.prices.look_up)


def book_read(t: Transaction, row: Delivery, channel: Channel) -> None:
    """One post that was asked for by its name, to know whether it is there."""
    if channel.limits.prices is not None:
        book(t, row, Purpose.POSTING, "look up", channel.limits.prices.read)
