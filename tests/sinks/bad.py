"""Publishers with a defect that would post twice, lose posts or speak after a stop: a harness must catch each."""

from collections.abc import Callable
from datetime import datetime, timedelta

from scheduler.channels.kit import Kit
from scheduler.errors import FenceClosed
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Absent, Outcome, Posted, Prepared, Receipt
from scheduler.service.desk import Desk, Transaction
from scheduler.service.outcomes import out
from scheduler.service.ports import Channel, Fence
from scheduler.store.database import Database
from tests.around import Around


class SendsThenMarks(Around):
    """Its fence is committed once the network has the post."""

    def __init__(self, inner: Channel, _: Kit) -> None:
        super().__init__(inner)

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        outcome = self.inner.send(prepared, _open)
        fence()
        return outcome


class LooksThenResends(Around):
    """Takes what it does not find for not sent."""

    def __init__(self, inner: Channel, _: Kit) -> None:
        super().__init__(inner)

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:
        return isinstance(self.inner.find(prepared), Absent)


class Writes(Around):
    """Writes of deliveries for itself, on a desk of its own."""

    def __init__(self, inner: Channel, kit: Kit) -> None:
        super().__init__(inner)
        self._kit = kit
        self._desk = Desk(Database(kit.folder / "awareness.db"), kit.clock, lambda _, __: None)

    def move(self, key: str, event: str, change: Callable[[Transaction, Delivery], Delivery]) -> None:
        with self._desk.transaction("beat:publish") as t:
            (row,) = t.writing.named(key)
            if not t.move(row, change(t, row), event, "as it thinks"):
                raise FenceClosed("another post of this account is on its way")


class MarksThenSends(Writes):
    """Posted, it says, and then the bytes go."""

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        fence()
        receipt = Receipt(remote_id=prepared.key, url="http://127.0.0.1/", at=self._kit.clock.now())
        self.move(prepared.key, "delivery.posted", lambda t, row: out(row, receipt, t.now))
        self.inner.send(prepared, _open)
        return Posted(receipt=receipt)


class ChecksThenSends(Writes):
    """Whoever claimed it had read the stops; its own fence reads none."""

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        def unread(t: Transaction, row: Delivery) -> Delivery:
            return row.to(
                State.SENDING,
                lease_until=t.now + timedelta(minutes=1),
                first_sent=row.first_sent or t.now,
                not_before=None,
                wire=prepared.wire,
            )

        return self.inner.send(prepared, lambda: self.move(prepared.key, "delivery.sending", unread))


def _open() -> None:
    """A fence that keeps nothing."""


BAD: dict[str, Callable[[Channel, Kit], Channel]] = {
    "sends, then marks": SendsThenMarks,
    "marks, then sends": MarksThenSends,
    "checks the stop, then sends": ChecksThenSends,
    "looks up, and sends again at once": LooksThenResends,
}
