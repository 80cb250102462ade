"""The door through which an account's channel speaks; paper has none, and so loads nothing of the wire."""

from scheduler.channels.kit import Kit
from scheduler.model.account import Account
from scheduler.wire.door import Door, Wire


def door_for(account: Account, kit: Kit, *aliases: tuple[str, str]) -> Door:
    """One of the account's own. `aliases`: addresses that a library insists on, with what stands for them."""
    return Door(Wire(deadline=kit.deadline.total_seconds(), proxy=account.proxy, ca=kit.ca, aliases=aliases))
