"""A network whose answers a test writes down beforehand; it counts what it took."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.clock import Clock
from scheduler.errors import ChannelTrouble
from scheduler.model.account import Profile
from scheduler.model.receipt import (
    Absent,
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
    Unknown,
)
from scheduler.model.text_rule import Prices, TextRule
from scheduler.service.ports import Fence

Answer = Outcome | Exception | Callable[[], Outcome]
Seen = Mapping[str, int] | Absent
Count = Seen | Exception | Callable[[], Seen]


@dataclass
class Scripted:
    """`answers` are given in turn, then every post is taken. An Outcome is answered behind the fence without taking
    the post; an exception is raised there. `taken` holds the keys in order of arrival. `keyed`: it refuses a second
    copy, for as long as `keyed_for`. `counts` are answered in turn to who reads a post, then a post has as many likes
    as it was read times; `was_read` holds the remote ids."""

    at: datetime
    answers: list[Answer] = field(default_factory=list)
    keyed: bool = True
    keyed_for: timedelta = timedelta(days=7)
    public: bool = False
    appears_within: timedelta = timedelta(0)
    can_find: bool = True
    finding: Finding | None = None
    fails_to_prepare: bool = False
    taken: list[str] = field(default_factory=list)
    prepared: list[Outgoing] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    looked: int = 0
    reads: bool = False
    clock: Clock | None = None
    prices: Prices | None = None
    counts: list[Count] = field(default_factory=list)
    was_read: list[str] = field(default_factory=list)
    away: bool = False
    never: bool = False
    gone: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.capabilities = Capabilities(public=self.public, reads=self.reads, appears_within=self.appears_within)
        self.limits = TextRule(network="paper", counting="graphemes", limit=500, public=self.public, prices=self.prices)

    def prepare(self, post: Outgoing) -> Prepared:
        if self.fails_to_prepare:
            raise ChannelTrouble("the pictures could not be uploaded")
        self.prepared.append(post)
        return Prepared(key=post.key, account=post.account, wire=post.post.text.encode())

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, NotSent) and answer.reason == "before the fence":
            return answer
        fence()
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            return answer()
        return answer or self.take(prepared.key)

    def take(self, key: str) -> Posted:
        if not (self.keyed and key in self.taken):
            self.taken.append(key)
        return Posted(receipt=self.receipt(key))

    def take_but_lose_the_answer(self, key: str) -> Callable[[], Outcome]:
        def answer() -> Outcome:
            self.take(key)
            return Unknown(reason="the answer was lost")

        return answer

    def receipt(self, key: str) -> Receipt:
        return Receipt(remote_id=f"id-{key}", url=f"https://example.org/{key}", at=self.at)

    def find(self, prepared: Prepared) -> Finding:
        self.looked += 1
        if self.finding is not None:
            return self.finding
        if prepared.key in self.taken:
            return Found(receipt=self.receipt(prepared.key), evidence="in the timeline")
        return Absent(evidence="not in the timeline")

    def recall(self, posts: Sequence[Outgoing], since: datetime) -> list[Finding]:
        """`away`: it cannot be asked. `never`: what is not there never was."""
        self.looked += 1
        if self.away:
            raise ChannelTrouble("nobody answers")
        return [self.finding or self._recalled(post.key) for post in posts]

    def _recalled(self, key: str) -> Finding:
        if key in self.taken:
            return Found(receipt=self.receipt(key), evidence="in the timeline", looked_at=self.prices is not None)
        return Absent(evidence="not in the timeline", never=self.never, deleted=key in self.gone)

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:
        return self.keyed and now - first_sent < self.keyed_for

    def introduce(self) -> Profile:
        return Profile(at=self.at, remote_id="1", handle="scripted", url="https://example.org/scripted")

    def read(self, receipt: Receipt) -> Reading | Absent:
        self.was_read.append(receipt.remote_id)
        answer = self.counts.pop(0) if self.counts else {"likes": self.was_read.count(receipt.remote_id)}
        if isinstance(answer, Exception):
            raise answer
        if callable(answer):
            answer = answer()
        at = self.clock.now() if self.clock else self.at
        return answer if isinstance(answer, Absent) else Reading(at=at, counts=answer)

    def delete(self, receipt: Receipt) -> None:
        self.deleted.append(receipt.remote_id)
