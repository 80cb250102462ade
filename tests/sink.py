"""Networks that take every copy they are sent, written where paper writes, so that one judge serves for all."""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from scheduler.clock import Clock
from scheduler.model.account import Profile
from scheduler.model.receipt import (
    Absent,
    Capabilities,
    Finding,
    Found,
    Outcome,
    Outgoing,
    Posted,
    Prepared,
    Reading,
    Receipt,
)
from scheduler.model.text_rule import TextRule
from scheduler.service.ports import Fence


class Sink:
    """Keeps no keys: what is sent twice is there twice. Honest about it, so what cannot be found is held."""

    capabilities = Capabilities(public=False)
    limits = TextRule(network="paper", counting="graphemes", limit=500, public=False)

    def __init__(self, feed: Path, clock: Clock) -> None:
        self._feed = feed
        self._clock = clock

    def prepare(self, post: Outgoing) -> Prepared:
        return Prepared(key=post.key, account=post.account, wire=post.post.text.encode())

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        fence()
        return self._take(prepared)

    def _take(self, prepared: Prepared) -> Outcome:
        line = json.dumps({"event": "posted", "post": {"key": prepared.key}}) + "\n"
        self._feed.parent.mkdir(exist_ok=True)
        descriptor = os.open(self._feed, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
        os.close(descriptor)
        return Posted(receipt=self._receipt(prepared))

    def find(self, prepared: Prepared) -> Finding:
        text = self._feed.read_text() if self._feed.exists() else ""
        if json.dumps(prepared.key) in text:
            return Found(receipt=self._receipt(prepared), evidence="it is in the feed")
        return Absent(evidence="it is not in the feed")

    def recall(self, posts: Sequence[Outgoing], since: datetime) -> list[Finding]:
        return [self.find(self.prepare(post)) for post in posts]

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:
        return False

    def introduce(self) -> Profile:
        return Profile(at=self._clock.now(), remote_id="1", handle="sink", url=self._feed.as_uri())

    def read(self, receipt: Receipt) -> Reading:
        return Reading(at=self._clock.now())

    def delete(self, receipt: Receipt) -> None:
        """Nobody asks for it."""

    def _receipt(self, prepared: Prepared) -> Receipt:
        return Receipt(remote_id=prepared.key, url=self._feed.as_uri(), at=self._clock.now())


class Liar(Sink):
    """Says that it refuses second copies, and takes them."""

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:
        return True


class SendsFirst(Sink):
    """Sends, and only then lets it be known."""

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        outcome = self._take(prepared)
        fence()
        return outcome
