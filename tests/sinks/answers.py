"""What the answers of a sink's create call mean to its channel, as a table."""

from datetime import datetime

from scheduler.model.receipt import Later, Locked, Outcome, Refused, Unknown
from scheduler.wire.crossing import Answer
from scheduler.wire.pauses import again_at
from scheduler.wire.quoting import quoted

KNOWN = 409
REFUSED = {400, 413, 422}
LOCKED = {401, 403}
LATER = {429, 301, 307, 308, 404}
"""Whoever answers like this took nothing. Of 302 and 303 that cannot be said: they may follow a post that was taken."""


def outcome_of(answer: Answer, now: datetime) -> Outcome:
    """What it came to, unless it is a receipt or the word that the key is known."""
    reason = f"it answered {answer.status}: {quoted(answer.group.get('error'))}"
    if answer.status in REFUSED and answer.group:
        return Refused(reason=reason)
    if answer.status in LOCKED and answer.group:
        return Locked(reason=reason)
    if answer.status in LATER:
        return Later(reason=reason, when=again_at(answer.headers, now))
    return Unknown(reason=reason)
