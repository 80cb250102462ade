"""A channel around another: what it does not change goes straight through."""

from collections.abc import Callable, Sequence
from datetime import datetime

from scheduler.model.account import Profile
from scheduler.model.receipt import Absent, Finding, Outcome, Outgoing, Prepared, Reading, Receipt
from scheduler.service.ports import Channel, Fence


class Around:
    def __init__(self, inner: Channel) -> None:
        self.inner = inner
        self.capabilities = inner.capabilities
        self.limits = inner.limits

    def prepare(self, post: Outgoing) -> Prepared:
        return self.inner.prepare(post)

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        return self.inner.send(prepared, fence)

    def find(self, prepared: Prepared) -> Finding:
        return self.inner.find(prepared)

    def recall(self, posts: Sequence[Outgoing], since: datetime) -> list[Finding]:
        return self.inner.recall(posts, since)

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:
        return self.inner.resend_safe(prepared, first_sent, now)

    def read(self, receipt: Receipt) -> Reading | Absent:
        return self.inner.read(receipt)

    def introduce(self) -> Profile:
        return self.inner.introduce()

    def delete(self, receipt: Receipt) -> None:
        self.inner.delete(receipt)


class Telling(Around):
    """Tells that a post was claimed, that a request is about to begin, and that its fence is committed."""

    def __init__(self, inner: Channel, told: Callable[[str], object]) -> None:
        super().__init__(inner)
        self._told = told

    def prepare(self, post: Outgoing) -> Prepared:
        self._told("claimed")
        return super().prepare(post)

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        def aloud() -> None:
            self._told("connected")
            fence()
            self._told("fenced")

        return super().send(prepared, aloud)
