"""When a network that asks to be left alone may be asked again."""

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

RESETS = ("x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset")
"""X (seconds of the epoch), Mastodon (ISO-8601; GoToSocial: seconds of the epoch), Bluesky (seconds of the epoch)."""

LONGEST = timedelta(hours=25)
"""The longest window of any network is a day; what lies beyond is a mistake, or somebody's wish to silence us."""

EPOCH = 10**9
"""A number below this counts seconds from now, one from here on seconds of the epoch."""


def again_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The latest instant that the headers (names in small letters) name; None where they name none to believe."""
    return max(filter(None, (_believed(named, now) for named in _named(headers, now))), default=None)


def _named(headers: Mapping[str, str], now: datetime) -> Iterator[datetime | None]:
    if "retry-after" in headers:
        yield _number(headers["retry-after"], now) or _date(headers["retry-after"])
    for name in RESETS:
        if name in headers:
            yield _number(headers[name], now) or _iso(headers[name])


def _believed(named: datetime | None, now: datetime) -> datetime | None:
    return named if named is not None and now < named <= now + LONGEST else None


def _number(text: str, now: datetime) -> datetime | None:
    with suppress(ValueError, OverflowError, OSError):
        seconds = math.ceil(float(text))
        return now + timedelta(seconds=seconds) if seconds < EPOCH else datetime.fromtimestamp(seconds, UTC)
    return None


def _date(text: str) -> datetime | None:
    with suppress(ValueError, OverflowError):
        return _aware(parsedate_to_datetime(text))
    return None


def _iso(text: str) -> datetime | None:
    with suppress(ValueError):
        return _aware(datetime.fromisoformat(text.strip()))
    return None


def _aware(instant: datetime) -> datetime | None:
    """None where it would have to be guessed whose time it is."""
    with suppress(OverflowError):
        return instant.astimezone(UTC) if instant.tzinfo else None
    return None
