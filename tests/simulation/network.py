"""A network in memory: it takes posts by the manners of its dialect, and anything may happen to a request."""

from collections.abc import Callable
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

SLOWEST = 600.0
"""Seconds until something arrives that is late, where what its network took can be seen at once."""

QUIET_FOR = timedelta(minutes=7)
"""How long a network asks to be left alone."""


@dataclass
class Copy:
    """A post that stands at the network, or stood there. `at` and `seen_from` count the true seconds, which no clock
    that somebody sets can change."""

    key: str
    name: str
    at: float
    seen_from: float
    gone: bool = False


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
    copies: list[Copy] = field(default_factory=list)
    answered: dict[str, Fate] = field(default_factory=dict)
    """What became of the last request with each key."""
    coming: list[tuple[float, float, str]] = field(default_factory=list)
    """What is under way: when it arrives, when it was sent, its key."""

    def __post_init__(self) -> None:
        self.began = self.clock.now()
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
        shown = [copy for copy in self.standing(prepared.key) if copy.seen_from <= now]
        looked_at = 1 if self.dialect.prices else 0
        if shown:
            return Found(receipt=self._receipt(shown[0]), evidence="in the timeline", looked_at=looked_at)
        return Absent(evidence="not in the timeline", looked_at=looked_at)

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:
        return now - first_sent < self.dialect.repeats

    def read(self, receipt: Receipt) -> Reading | Absent:
        self.catch_up()
        if self.down:
            raise ChannelTrouble("no connection")
        if any(copy.name == receipt.remote_id and not copy.gone for copy in self.copies):
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
        for copy in self.copies:
            copy.gone = copy.gone or copy.name == name

    def standing(self, key: str) -> list[Copy]:
        return [copy for copy in self.copies if copy.key == key and not copy.gone]

    def has_had(self, key: str) -> bool:
        return any(copy.key == key for copy in self.copies)

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
                copy = self._take(key, now, now)
                return Unknown(reason="no answer") if fate is Fate.LOST else Posted(receipt=self._receipt(copy))

    def _take(self, key: str, at: float, sent: float) -> Copy:
        kept = [copy for copy in self.standing(key) if at - copy.at < self.dialect.keeps.total_seconds()]
        if kept:
            return kept[0]
        longest = max(self.dialect.lags.total_seconds() - (at - sent), 0)
        copy = Copy(key=key, name=f"{self.account}-{len(self.copies) + 1}", at=at, seen_from=at + self.delay(longest))
        self.copies.append(copy)
        self.taken(key)
        return copy

    def _receipt(self, copy: Copy) -> Receipt:
        at = self.began + timedelta(seconds=copy.at) + self.skew
        return Receipt(remote_id=copy.name, url=f"https://example.org/{copy.name}", at=at)

    def _own_time(self) -> datetime:
        return self.began + timedelta(seconds=self.clock.monotonic()) + self.skew
