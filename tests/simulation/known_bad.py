"""Publishers and networks as others have them, each wrong in a way that a simulation must find."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from scheduler.errors import ChannelTrouble, FenceClosed
from scheduler.model.delivery import Delivery, State
from scheduler.model.house import House
from scheduler.model.receipt import Absent, Outcome, Posted, Prepared, Receipt
from scheduler.service.fence import Speaker, open_fence, stop_over
from scheduler.service.outcomes import not_begun, record_outcome
from scheduler.service.ports import Channel, Fence
from scheduler.service.sending import Sending
from tests.simulation.network import Network


class SendsThenMarks(Sending):
    """Writes down that it sends once it has sent."""

    def send(self, claimed: Delivery, channel: Channel, house: House) -> None:
        super().send(claimed, _Around(channel), house)  # type: ignore[arg-type]  # what sending needs of a channel


class _Around:
    """A channel whose fence is opened behind the create call."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.capabilities, self.limits = channel.capabilities, channel.limits
        self.prepare = channel.prepare

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        outcome = self._channel.send(prepared, lambda: None)
        fence()
        return outcome


class MarksThenSends(Sending):
    """Writes down that it is out, and sends it then."""

    def send(self, claimed: Delivery, channel: Channel, house: House) -> None:
        def mark() -> None:
            account, deadline = house.account(claimed.account), house.settings.deadline
            speaker = Speaker(account=account, channel=channel, owner=self.owner, deadline=deadline)
            row = open_fence(self._desk, self._files, claimed, prepared, speaker)
            receipt = Receipt(remote_id="soon", url="https://example.org", at=self._desk.clock.now())
            with self._desk.transaction("beat:publish") as t:
                record_outcome(t, row, Posted(receipt=receipt))

        try:
            prepared = channel.prepare(self._outgoing(claimed))
        except ChannelTrouble as trouble:
            self._store_outcome(claimed, not_begun(trouble))
            return
        with suppress(FenceClosed):
            channel.send(prepared, mark)


class ChecksTheStopThenSends(Sending):
    """Reads the stops before it begins, and not in the transaction that lets the bytes out."""

    def send(self, claimed: Delivery, channel: Channel, house: House) -> None:
        with self._desk.store.look() as looking:
            stopped = self._files.stop_file() or stop_over(looking.stops(), claimed) is not None
        if stopped:
            self._give_back(claimed, "stopped")
            return
        try:
            prepared = channel.prepare(self._outgoing(claimed))
        except ChannelTrouble as trouble:
            self._store_outcome(claimed, not_begun(trouble))
            return
        sent: list[Delivery] = []

        def mark() -> None:
            now = self._desk.clock.now()
            sending = claimed.to(State.SENDING, first_sent=claimed.first_sent or now, wire=prepared.wire)
            with self._desk.transaction("beat:publish") as t:
                if not t.move(claimed, sending, "delivery.sending", "it was not stopped a moment ago"):
                    raise FenceClosed("the claim was lost")
            sent.append(sending)

        with suppress(FenceClosed):
            outcome = channel.send(prepared, mark)
            self._store_outcome(sent[0] if sent else claimed, outcome)


class LooksUpAndSendsAgain(Network):
    """Takes it for proof that a post is not out when a look does not show it."""

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:
        return isinstance(self.find(prepared), Absent) or super().resend_safe(prepared, first_sent, now)


PUBLISHERS: Mapping[str, tuple[type[Sending], type[Network]]] = {
    "sends, then marks": (SendsThenMarks, Network),
    "marks, then sends": (MarksThenSends, Network),
    "checks the stop, then sends": (ChecksTheStopThenSends, Network),
    "looks up, and sends again at once": (Sending, LooksUpAndSendsAgain),
}
