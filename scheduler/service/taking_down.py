"""Takes a published post down at its network, for good."""

from scheduler.errors import NotAllowed
from scheduler.model.delivery import OUT, Delivery, State
from scheduler.model.slot import SlotKey
from scheduler.service.desk import Desk
from scheduler.service.finding import known
from scheduler.service.ports import Channels


class TakingDown:
    def __init__(self, desk: Desk, channels: Channels) -> None:
        self._desk = desk
        self._channels = channels

    def delete(self, key: SlotKey, *, who: str, why: str) -> Delivery:
        """Take a published post down at its network; nothing ever sends it again. Raises NotAllowed, NoSuchThing,
        ChannelTrouble."""
        with self._desk.store.look() as looking:
            row = known(looking, key)
        if row.state is State.DELETED:
            return row
        if row.state not in OUT or row.receipt is None:
            raise NotAllowed(f"{key} is {row.state}: only a published post can be deleted; see `awareness skip`")
        channel = self._channels(row.account)
        if channel is None:
            raise NotAllowed(f"this version has no channel for {row.account}")
        channel.delete(row.receipt)
        with self._desk.transaction(who) as t:
            fresh = known(t.writing, key)
            after = fresh.to(State.DELETED)
            t.move(fresh, after, "delivery.deleted", why, {"url": row.receipt.url})
        return after
