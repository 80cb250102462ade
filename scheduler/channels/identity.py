"""Whether a token belongs to the account that the files name."""

from scheduler.errors import ChannelLocked
from scheduler.model.account import Account


def must_be_own(account: Account, found: str) -> None:
    """`found` is the handle that the network gives to the holder of the token. A server is compared only where both
    name one. Raises ChannelLocked, so that nothing goes out under another's name."""
    if account.handle is None:
        return
    ours, theirs = (handle.removeprefix("@").casefold().split("@") for handle in (account.handle, found))
    named_by_both = min(len(ours), len(theirs))
    if ours[:named_by_both] != theirs[:named_by_both]:
        whose = f"the token belongs to @{found.removeprefix('@')}, and the files say @{account.handle}"
        raise ChannelLocked(f"{whose}; log in as that one, or change `handle:`")
