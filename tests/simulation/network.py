"""A network in memory: it takes posts by the manners of its dialect, and anything may happen to a request."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.clock import ManualClock
from scheduler.errors import ChannelTrouble
from scheduler.model.account import Profile
from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Capabilities,
    Finding,
    Found,
    Later,
    Locked,
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
from scheduler.service.ports import Fence
from tests.make import a_text_rule
from tests.simulation.dialects import Dialect
from tests.simulation.fates import Fate, Moment
from tests.sinks.dialects import Book, Taken

SLOWEST = 600.0
"""Seconds until something arrives that is late, where what its network took can be seen at once."""

QUIET_FOR = timedelta(minutes=7)
"""How long a network asks to be left alone."""


@dataclass
class Network:
    """Implements the Channel port for one account. `fate` says what becomes of a request, `meets` is told where one
    stands, and may do anything meanwhile; `delay` is how many seconds something slow takes, at most so many.
    `skew`: how far its clock is from the truth. `taken`: told of each copy."""

    account: str
    dialect: Dialect
    clock: ManualClock
    fate: Callable[[str], Fate]
    meets: Callable[[Moment, str], None]
    delay: Callable[[float], float]
    taken: Callable[[str], None]
    skew: timedelta = timedelta(0)
    down: bool = False
    answered: dict[str, Fate] = field(default_factory=dict)
    """What became of the last request with each key."""
    coming: list[tuple[float, float, str]] = field(default_factory=list)
    """What is under way: when it arrives, when it was sent, its key."""

    def __post_init__(self) -> None:
        self.began = self.clock.now()
        # Told of each arrival at its instant, also where that is looked at later.
        self._own = ManualClock(self.began)
        self.book = Book(self.dialect.manner, self._own)
        self._seen_from: dict[str, float] = {}
        self._by_key: dict[str, list[Taken]] = defaultdict(list)
        self._gone: set[str] = set()
        self.capabilities = Capabilities(public=True, reads=True, appears_within=self.dialect.lags)
        self.limits = a_text_rule(self.dialect.network, public=True, prices=self.dialect.prices)

    def prepare(self, post: Outgoing) -> Prepared:
        self.meets(Moment.PREPARING, post.key)
        self.answered[post.key] = fate = self._fate_of(post.key)
        if fate is Fate.UNPREPARED:
            raise ChannelTrouble("the pictures could not be uploaded")
        return Prepared(key=post.key, account=post.account, wire=post.post.text.encode())

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        self.catch_up()
        key = prepared.key
        fate = self.answered[key] if key in self.answered else self._fate_of(key)
        self.answered[key] = fate = Fate.NO_CONNECTION if self.down else fate
        if fate in {Fate.NO_CONNECTION, Fate.UNPREPARED}:
            del self.answered[key]
            return NotSent(reason="no connection")
        self.meets(Moment.CONNECTED, key)
        fence()
        self.meets(Moment.FENCED, key)
        outcome = self._answer(key, fate)
        self.meets(Moment.TAKEN, key)
        return outcome

    def find(self, prepared: Prepared) -> Finding:
        self.catch_up()
        if self.down:
            return CannotTell(reason="no connection")
        now = self.clock.monotonic()
        shown = [post for post in self.standing(prepared.key) if self._seen_from[post.id] <= now]
        looked_at = 1 if self.dialect.prices else 0
        if shown:
            return Found(receipt=self._receipt(shown[0]), evidence="in the timeline", looked_at=looked_at)
        return Absent(evidence="not in the timeline", looked_at=looked_at)

    def recall(self, posts: Sequence[Outgoing], since: datetime) -> list[Finding]:
        return [self.find(Prepared(key=post.key, account=post.account, wire=b"")) for post in posts]

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:
        return now - first_sent < self.dialect.repeats

    def read(self, receipt: Receipt) -> Reading | Absent:
        self.catch_up()
        if self.down:
            raise ChannelTrouble("no connection")
        if receipt.remote_id in self._seen_from and receipt.remote_id not in self._gone:
            return Reading(at=self.clock.now(), counts={"likes": 1})
        return Absent(evidence="nothing has this name")

    def introduce(self) -> Profile:
        return Profile(
            at=self.clock.now(), remote_id="1", handle=self.account, url=f"https://example.org/{self.account}"
        )

    def delete(self, receipt: Receipt) -> None:
        self.catch_up()
        if self.down:
            raise ChannelTrouble("no connection")
        self.take_away(receipt.remote_id)

    def take_away(self, name: str) -> None:
        self._gone.add(name)
        self.book.delete(name)

    def standing(self, key: str) -> list[Taken]:
        return [post for post in self._by_key.get(key, []) if post.id not in self._gone]

    def has_had(self, key: str) -> bool:
        return key in self._by_key

    def ever_taken(self) -> list[str]:
        """Of everything that it ever took."""
        return list(self._by_key)

    def catch_up(self) -> None:
        """What was under way arrives in its time, whoever waits for it."""
        due = sorted(one for one in self.coming if one[0] <= self.clock.monotonic())
        self.coming = [one for one in self.coming if one not in due]
        for at, sent, key in due:
            self._take(key, at, sent)

    def _fate_of(self, key: str) -> Fate:
        return Fate.NO_CONNECTION if self.down else self.fate(key)

    def _answer(self, key: str, fate: Fate) -> Outcome:
        now = self.clock.monotonic()
        match fate:
            case Fate.REFUSED:
                return Refused(reason="it breaks the rules of the house")
            case Fate.LOCKED:
                return Locked(reason="the token was taken back")
            case Fate.LATER:
                return Later(reason="too many requests", when=self._own_time() + QUIET_FOR)
            case Fate.SILENT:
                return Unknown(reason="no answer")
            case Fate.SLOW:
                self.coming.append((now + self.delay(self.dialect.lags.total_seconds() or SLOWEST), now, key))
                return Unknown(reason="no answer")
            case _:
                post = self._take(key, now, now)
                return Unknown(reason="no answer") if fate is Fate.LOST else Posted(receipt=self._receipt(post))

    def _take(self, key: str, at: float, sent: float) -> Taken:
        self._own.advance(timedelta(seconds=at - self._own.monotonic()))
        post, is_new = self.book.take(self.account, key, key, key.encode())
        if is_new:
            longest = max(self.dialect.lags.total_seconds() - (post.at - sent), 0)
            self._seen_from[post.id] = post.at + self.delay(longest)
            self._by_key[key].append(post)
            self.taken(key)
        return post

    def _receipt(self, post: Taken) -> Receipt:
        at = self.began + timedelta(seconds=post.at) + self.skew
        return Receipt(remote_id=post.id, url=f"https://example.org/{self.account}/{post.id}", at=at)

    def _own_time(self) -> datetime:
        return self.began + timedelta(seconds=self.clock.monotonic()) + self.skew
