"""The four secrets with which every request to X is signed (OAuth 1.0a)."""

from dataclasses import dataclass, field

from scheduler.errors import ChannelLocked
from scheduler.secrecy import hold


@dataclass(frozen=True, slots=True)
class Keys:
    """Those of the app, then those of the account; none of them is ever shown."""

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    access_token_secret: str = field(repr=False)

    @property
    def each(self) -> tuple[str, ...]:
        return self.consumer_key, self.consumer_secret, self.access_token, self.access_token_secret


def keys_in(token: str, account: str) -> Keys:
    """Raises ChannelLocked, which says how a token must look and shows nothing of this one."""
    parts = token.strip().split(":")
    for part in parts:
        hold(part)
    if len(parts) != 4 or not all(part.isascii() and part.isprintable() and part and " " not in part for part in parts):
        raise ChannelLocked(
            f"the token of {account} is none for X: it must be one line of four parts joined with ':', "
            "consumer-key:consumer-secret:access-token:access-token-secret"
        )
    return Keys(*parts)
