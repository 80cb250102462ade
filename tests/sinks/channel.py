"""The channel to a sink, which goes through the same door to the wire as those to real networks."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from scheduler.channels.doors import door_for
from scheduler.channels.kit import Kit
from scheduler.channels.registry import Maker
from scheduler.errors import ChannelTrouble
from scheduler.model.account import Account, Profile
from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Capabilities,
    Finding,
    Found,
    NotSent,
    Outcome,
    Outgoing,
    Posted,
    Prepared,
    Reading,
    Receipt,
    Refused,
    Unknown,
)
from scheduler.service.ports import Channel, Fence
from scheduler.wire.crossing import Answer
from tests.sinks.answers import KNOWN, outcome_of
from tests.sinks.dialects import Dialect
from tests.sinks.server import POSTS

KEPT = timedelta(minutes=45)
APPEARS_WITHIN = {
    Dialect.FOREVER: timedelta(0),
    Dialect.FOR_A_WHILE: timedelta(minutes=2),
    Dialect.NONE: timedelta(minutes=2),
}


@dataclass(frozen=True)
class Where:
    """The sink of an account."""

    address: str
    dialect: Dialect


class SinkChannel:
    """One account's. Whatever the dialect, the key goes along, so that the sink can count by it."""

    def __init__(self, account: Account, kit: Kit, where: Where) -> None:
        self.limits = kit.limits
        self.capabilities = Capabilities(public=False, appears_within=APPEARS_WITHIN[where.dialect])
        self._account = account
        self._kit = kit
        self._where = where
        self.address = where.address
        self._door = door_for(account, kit)

    def carry(self, token: str) -> None:
        """With every call from now on, as the real ones carry theirs; a sink asks for none."""
        self._door.session.headers["Authorization"] = f"Bearer {token}"

    def prepare(self, post: Outgoing) -> Prepared:
        wire = json.dumps({"account": post.account, "key": post.key, "text": post.post.text}).encode()
        return Prepared(key=post.key, account=post.account, wire=wire)

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        url = self._where.address + POSTS
        passed = self._door.create("POST", POSTS, fence, lambda: self._door.session.post(url, data=prepared.wire))
        if not passed.sent:
            return NotSent(reason=passed.trouble)
        if passed.answer is None:
            return Unknown(reason=passed.trouble)
        if passed.answer.status in {200, 201}:
            return self._taken(prepared, passed.answer)
        if passed.answer.status == KNOWN:
            return self._stands_already(prepared)
        return outcome_of(passed.answer, self._kit.clock.now())

    def _taken(self, prepared: Prepared, answer: Answer) -> Outcome:
        receipt = self._receipt(answer.document(), prepared)
        return Posted(receipt=receipt) if receipt else Unknown(reason="what it says of the post cannot be read")

    def _stands_already(self, prepared: Prepared) -> Outcome:
        found = self.find(prepared)
        match found:
            case Found():
                return Posted(receipt=found.receipt, evidence=found.evidence)
            case Absent():
                return Refused(reason="something else stands, or stood, under its key")
            case CannotTell():
                return Unknown(reason="the key is known, and the post cannot be seen")

    def find(self, prepared: Prepared) -> Finding:
        try:
            shown = self._shown(prepared)
        except ChannelTrouble as trouble:
            return CannotTell(reason=str(trouble))
        for post in shown:
            if receipt := self._receipt(post, prepared):
                return Found(
                    receipt=receipt, evidence=f"the sink shows it as {receipt.remote_id}", looked_at=len(shown)
                )
        return Absent(evidence="the sink does not show it", looked_at=len(shown))

    def _shown(self, prepared: Prepared) -> list[Any]:
        """What may be the post: all that stands under its key or, where keys name nothing, all that the account
        said last."""
        if self._where.dialect is not Dialect.FOREVER:
            shown = self._ask(f"/timeline?account={prepared.account}").document()
            if not isinstance(shown, list):
                raise ChannelTrouble("the sink showed no timeline")
            return shown
        answer = self._ask(f"{POSTS}?account={prepared.account}&key={prepared.key}")
        if answer.status == 200 and not answer.group:
            raise ChannelTrouble("the sink showed no post")
        return [answer.group] if answer.status == 200 else []

    def recall(self, posts: Sequence[Outgoing], since: datetime) -> list[Finding]:
        findings = [self._recalled(self.prepare(post)) for post in posts]
        return [finding if n == 0 else replace(finding, looked_at=0) for n, finding in enumerate(findings)]

    def _recalled(self, prepared: Prepared) -> Finding:
        """A key that was ever taken is refused for ever, so what does not stand there may be sent."""
        found = self.find(prepared)
        if isinstance(found, CannotTell):
            raise ChannelTrouble(found.reason)
        return replace(found, never=self._where.dialect is Dialect.FOREVER) if isinstance(found, Absent) else found

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:
        match self._where.dialect:
            case Dialect.FOREVER:
                return True
            case Dialect.FOR_A_WHILE:
                return now < first_sent + KEPT
            case Dialect.NONE:
                return False

    def read(self, receipt: Receipt) -> Reading | Absent:
        raise ChannelTrouble("a sink counts posts, and nothing of them")

    def introduce(self) -> Profile:
        return Profile(
            at=self._kit.clock.now(), remote_id=self._account.id, handle=self._account.id, url=self._where.address
        )

    def delete(self, receipt: Receipt) -> None:
        self._door.ask(lambda: self._door.session.delete(f"{self._where.address}{POSTS}?id={receipt.remote_id}"))

    def _ask(self, path: str) -> Answer:
        """Raises ChannelTrouble where no whole answer came, or none of 200 or 404."""
        self._door.ask(lambda: self._door.session.get(self._where.address + path))
        answer = self._door.last
        if answer is None or answer.status not in {200, 404}:
            raise ChannelTrouble("the sink gave no answer that can be used")
        return answer

    def _receipt(self, post: Any, prepared: Prepared) -> Receipt | None:
        """None where this is not the post; a timeline knows no keys, so there the text must be the same."""
        text = json.loads(prepared.wire)["text"]
        if not isinstance(post, dict) or post.get("text") != text or not isinstance(post.get("id"), str):
            return None
        url = f"{self._where.address}{POSTS}?id={post['id']}"
        return Receipt(remote_id=post["id"], url=url, at=self._kit.clock.now())


def sink_maker(where: Where, made: Callable[[Account, Kit, Where], Channel] = SinkChannel) -> Maker:
    """For the registry, in the place of a network's own."""
    return lambda account, kit: made(account, kit, where)
