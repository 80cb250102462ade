"""What X's answers mean, as a table: each refusal by its status and its words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from scheduler.channels.x.keys import Keys
from scheduler.clock import Clock
from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.model.receipt import Later, Locked, Refused, Unknown
from scheduler.wire.crossing import Answer, WireTrouble
from scheduler.wire.door import Door
from scheduler.wire.pauses import again_at
from scheduler.wire.quoting import quoted

LIMITS = {
    "x-rate-limit": "requests of this kind in 15 minutes",
    "x-user-limit-24hour": "of this account in 24 hours",
    "x-app-limit-24hour": "of this app in 24 hours",
}
"""What X counts, by how its headers begin."""


@dataclass(frozen=True, slots=True)
class Twin:
    """X holds an equal text already, and does not say which."""

    reason: str


class Verdict(Enum):
    REFUSED = auto()
    LOCKED = auto()
    LATER = auto()
    UNKNOWN = auto()
    TWIN = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """Holds for an answer of one of these statuses whose words, in small letters, contain one of `says` (empty: any).
    `worded`: only where the answer is in X's form, a JSON object; a page in between is no word of X's on this post."""

    statuses: range | frozenset[int]
    says: tuple[str, ...]
    verdict: Verdict
    words: str
    worded: bool = False

    def meets(self, answer: Answer, words: str) -> bool:
        return (
            answer.status in self.statuses
            and (not self.says or any(piece in words for piece in self.says))
            and (not self.worded or bool(answer.group))
        )


def on(*statuses: int) -> frozenset[int]:
    return frozenset(statuses)


NO_VERDICT = on(408, 409, 423, 424, 425, 444, 449, 460, 499)
"""What gateways also say of a request that they had passed on already, or whose sender they took for gone."""

TURNED_AWAY = on(400, 403, 404, 405, 406, 407, 410, 411, 412, 414, 415, 416, 417, 421, 426, 428, 431, 451)
"""What is said of a request before anything is done with it (RFC 9110, RFC 6585, RFC 7725)."""

ROWS = (
    Row(on(301, 307, 308), (), Verdict.LATER, "X has moved; look at `server:` of the account"),
    Row(on(401), (), Verdict.LOCKED, "X does not know these keys, or the person took them back; log in again"),
    Row(on(402), (), Verdict.LOCKED, "out of credits: buy some in X's developer portal"),
    Row(on(403), ("duplicate",), Verdict.TWIN, "X holds an equal text already"),
    Row(
        on(403),
        ("client-forbidden", "client forbidden", "not-enrolled", "must use keys and tokens from"),
        Verdict.LOCKED,
        "the app has lost its access to X's API; look at it in X's developer portal",
    ),
    Row(
        on(403),
        ("permissions", "write actions", "read-only", "unsupported-authentication"),
        Verdict.LOCKED,
        "the app may not write: give it `Read and write` in X's developer portal, then make a new access token",
    ),
    Row(
        on(403),
        ("suspended", "temporarily locked", "is locked", "might be automated", "verify your"),
        Verdict.LOCKED,
        "X has closed the account; log in by hand and read what it asks for",
    ),
    Row(on(403), ("daily limit", "daily status update"), Verdict.LATER, "X takes no more posts of this account today"),
    Row(on(403), ("reply", "summon", "mentioned"), Verdict.REFUSED, "X lets an app answer only those who ask for it"),
    Row(on(403), (), Verdict.REFUSED, "X does not permit this", worded=True),
    Row(on(413), (), Verdict.REFUSED, "X finds it too large"),
    Row(NO_VERDICT, (), Verdict.UNKNOWN, "X gave up in the middle"),
    Row(on(429), ("daily",), Verdict.LATER, "X takes no more of this account today"),
    Row(
        on(429),
        ("usage-capped", "usagecapexceeded", "usage cap exceeded"),
        Verdict.LOCKED,
        "the month's cap of X's API is used up: raise it in X's developer portal, or wait for the next month",
    ),
    Row(on(429), (), Verdict.LATER, "X asks to be left alone for a while"),
    Row(range(400, 500), (), Verdict.REFUSED, "X refuses this", worded=True),
    Row(TURNED_AWAY, (), Verdict.LATER, "something before X turned the request away"),
    Row(range(1000), (), Verdict.UNKNOWN, "X's answer tells nothing"),
)
"""The first row that an answer meets counts. A 403 in words that nobody knows refuses this post alone: the account is
closed only by words that say so, and each refusal is told to a person."""


def outcome_of(answer: Answer, now: datetime, keys: Keys) -> Refused | Locked | Later | Unknown | Twin:
    """What an answer that is no success makes of a create call; `keys` are never repeated from it."""
    row = row_of(answer)
    reason = reason_of(row, answer, keys)
    match row.verdict:
        case Verdict.REFUSED:
            return Refused(reason=reason)
        case Verdict.LOCKED:
            return Locked(reason=reason)
        case Verdict.LATER:
            return Later(reason=reason, when=reset_of(answer, now))
        case Verdict.TWIN:
            return Twin(reason)
        case Verdict.UNKNOWN:
            return Unknown(reason=reason)


def trouble_of(answer: Answer, now: datetime, keys: Keys) -> ChannelTrouble:
    """The same table for a call that creates no post."""
    row = row_of(answer)
    reason = reason_of(row, answer, keys)
    match row.verdict:
        case Verdict.REFUSED | Verdict.TWIN:
            return ChannelRefused(reason)
        case Verdict.LOCKED:
            return ChannelLocked(reason)
        case Verdict.LATER:
            return ChannelBusy(reason, reset_of(answer, now))
        case Verdict.UNKNOWN:
            return ChannelTrouble(reason)


def ask(door: Door, clock: Clock, keys: Keys, call: Callable[[], object], gone: int | None = None) -> Answer:
    """X's whole answer to a call that creates no post, whatever the library made of it; `gone` is the status of one
    that is no trouble to the caller. Raises ChannelTrouble."""
    try:
        door.ask(call)
    except WireTrouble as trouble:
        answer = trouble.answer
        if answer is None:
            raise ChannelTrouble(str(trouble)) from None
    else:
        answer = door.last
    if answer is None:
        raise ChannelTrouble("nothing was asked")
    if answer.status >= 400 and answer.status != gone:
        raise trouble_of(answer, clock.now(), keys)
    return answer


def row_of(answer: Answer) -> Row:
    words = " ".join(words_of(answer)).casefold()
    return next(row for row in ROWS if row.meets(answer, words))


def words_of(answer: Answer) -> list[str]:
    """Everything that X says in words, of a problem (RFC 9457) or in its older list of errors."""
    errors = answer.group.get("errors")
    parts = [answer.group, *(errors if isinstance(errors, list) else [])]
    named = [(part, name) for part in parts if isinstance(part, dict) for name in NAMED]
    return [str(part[name]) for part, name in named if isinstance(part.get(name), str | int)]


NAMED = ("detail", "message", "title", "period", "code", "type", "reason")


def reason_of(row: Row, answer: Answer, keys: Keys) -> str:
    """Our words, then X's first ones."""
    theirs = quoted(next(iter(words_of(answer)), ""), *keys.each)
    return f"{row.words} ({answer.status}{': ' if theirs else ''}{theirs})"


def reset_of(answer: Answer, now: datetime) -> datetime | None:
    """When what is spent is given anew: the latest, where several limits are; None: X gave no instant within a day."""
    spent = [begins for begins in LIMITS if answer.headers.get(f"{begins}-remaining", "").strip() == "0"]
    resets = [_reset(answer, begins, now) for begins in spent]
    return max((when for when in resets if when), default=None) or again_at(answer.headers, now)


def _reset(answer: Answer, begins: str, now: datetime) -> datetime | None:
    return again_at({"x-rate-limit-reset": answer.headers.get(f"{begins}-reset", "")}, now)


def left_of(answer: Answer, now: datetime) -> dict[str, str]:
    """How often X may still be asked, by what it counts."""
    left = {}
    for begins, what in LIMITS.items():
        limit, remaining = (answer.headers.get(f"{begins}-{end}", "") for end in ("limit", "remaining"))
        if limit.isdecimal() and remaining.isdecimal():
            until = _reset(answer, begins, now)
            left[what] = f"{remaining} of {limit}" + (f" until {until:%Y-%m-%d %H:%M} UTC" if until else "")
    return left
