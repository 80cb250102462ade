"""An account as its network knows it, in lines for people and as JSON for programs."""

from collections.abc import Iterator
from datetime import datetime

from scheduler.cli import documents
from scheduler.model.account import Account, Profile
from scheduler.words import accounts as words
from scheduler.words.posts import printable


def introduced(profile: Profile, now: datetime, zone: str) -> Iterator[tuple[str, str]]:
    """What stands before a line, and the line."""
    if profile.url:
        yield "where", printable(profile.url)
    yield "scopes", printable(" ".join(profile.scopes)) or "it does not say"
    yield "token's end", words.token_end(profile, now, zone)
    yield "bot label", words.label(profile)
    yield "software", words.software(profile)
    yield "one post", words.limits(profile)


def document(profile: Profile | None) -> documents.Document | None:
    if profile is None:
        return None
    return {
        "at": documents.instant(profile.at),
        "remote_id": profile.remote_id,
        "handle": profile.handle,
        "url": profile.url,
        "scopes": list(profile.scopes),
        "expires": documents.instant(profile.expires),
        "automated": profile.automated,
        "software": profile.software,
        "version": profile.version,
        "limits": dict(profile.limits),
        "left": dict(profile.left),
        "rules": list(profile.rules),
    }


def server_of(account: Account) -> str:
    return account.server or "its network's own"
