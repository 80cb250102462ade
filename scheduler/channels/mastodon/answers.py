"""What the answers of Mastodon and its look-alikes mean, as a table: for a create call, and for everything else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.model.receipt import Later, Locked, Outcome, Refused, Unknown
from scheduler.wire.crossing import Answer
from scheduler.wire.pauses import again_at
from scheduler.wire.quoting import quoted

Verdict = Callable[[str, datetime | None], Outcome]


def refused(reason: str, when: datetime | None) -> Outcome:  # noqa: ARG001 - a verdict's
    return Refused(reason=reason)


def locked(reason: str, when: datetime | None) -> Outcome:  # noqa: ARG001 - a verdict's
    return Locked(reason=reason)


def later(reason: str, when: datetime | None) -> Outcome:
    return Later(reason=reason, when=when)


def unknown(reason: str, when: datetime | None) -> Outcome:  # noqa: ARG001 - a verdict's
    return Unknown(reason=reason)


@dataclass(frozen=True, slots=True)
class Row:
    """The first row counts whose status is the answer's and whose pattern is found in its error (None: in any)."""

    status: range
    error: str | None
    verdict: Verdict
    words: str


def _one(status: int) -> range:
    return range(status, status + 1)


TABLE = (
    Row(_one(400), r"(?i)token|credential|authenticat|log ?in", locked, "it does not know the token"),
    Row(_one(400), r"\S", refused, "it refused the post"),
    Row(_one(400), None, later, "something before the server could not read the request"),
    Row(_one(401), None, locked, "it does not let the token in"),
    # Mastodon says 403 of accounts and apps, in words; without a word it is something before the server that says it,
    # perhaps of the answer: filters look at what comes back too (ModSecurity, phase 4), and not all servers keep keys.
    Row(_one(403), r"\S", locked, "it does not allow this account, or its token, to post"),
    Row(_one(403), None, unknown, "something before the server turned the request or its answer away"),
    Row(_one(404), r"(?i)record not found", refused, "this post was deleted; its key is never taken again"),
    Row(_one(404), None, later, "there is no Mastodon at this address; look at `server:`"),
    Row(_one(410), None, refused, "it refused the post"),
    Row(_one(413), None, refused, "the post is too large for it"),
    Row(_one(422), r"(?i)processing|try again", later, "its pictures are not ready yet"),
    Row(_one(422), None, refused, "it refused the post"),
    Row(_one(429), None, later, "it asks for a pause"),
    Row(_one(301), None, later, "the server has moved; mend `server:`"),
    Row(range(307, 309), None, later, "the server has moved; mend `server:`"),
    Row(_one(503), None, unknown, "it was too busy to say what became of the post"),
    Row(range(1000), None, unknown, "it did not say what became of the post"),
)


def outcome_of(answer: Answer, now: datetime, token: str) -> Outcome:
    """What a create call came to that was not answered with a status."""
    row, said = _row(answer), error_of(answer, token)
    return row.verdict(worded(row.words, answer, said), again_at(answer.headers, now))


def trouble_of(answer: Answer, now: datetime, token: str) -> ChannelTrouble:
    """What any other call came to; here nothing can be in doubt."""
    outcome, said = outcome_of(answer, now, token), error_of(answer, token)
    match outcome:
        case Locked(reason=reason):
            return ChannelLocked(reason)
        case Later(reason=reason, when=when):
            return ChannelBusy(reason, when)
        case Refused():
            return ChannelRefused(worded("it refused", answer, said))
        case _:
            return ChannelTrouble(worded("it could not do it", answer, said))


def error_of(answer: Answer, token: str) -> str:
    """The server's own short message, fit to be shown; '' where it has none."""
    group = answer.group
    return quoted(group.get("error_description") or group.get("error"), token)


def worded(words: str, answer: Answer, said: str) -> str:
    return f"{words} ({answer.status}: {said})" if said else f"{words} ({answer.status})"


def _row(answer: Answer) -> Row:
    error = str(answer.group.get("error") or "")
    return next(
        row for row in TABLE if answer.status in row.status and (row.error is None or re.search(row.error, error))
    )
