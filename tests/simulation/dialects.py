"""What each kind of network keeps of a key, and when it shows what it took; plain data, by its own clock."""

from dataclasses import dataclass
from datetime import timedelta

from scheduler.model.text_rule import Prices

FOR_EVER = timedelta(days=36_500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """`keeps`: for how long it refuses a second copy under a key that it took, 0 where keys mean nothing to it.
    `repeats`: for how long our side relies on that. `lags`: how long after the request
    it may at most begin to show what it took, or will."""

    network: str
    keeps: timedelta
    repeats: timedelta
    lags: timedelta
    prices: Prices | None = None


BLUESKY = Dialect(network="bluesky", keeps=FOR_EVER, repeats=FOR_EVER, lags=timedelta(0))
MASTODON = Dialect(
    network="mastodon", keeps=timedelta(hours=1), repeats=timedelta(minutes=45), lags=timedelta(minutes=10)
)
X = Dialect(
    network="x",
    keeps=timedelta(0),
    repeats=timedelta(0),
    lags=timedelta(minutes=10),
    prices=Prices(post=15_000, post_with_link=200_000, look_up=1_000, read=5_000),
)
FORGETFUL = Dialect(
    network="mastodon", keeps=timedelta(minutes=2), repeats=timedelta(minutes=45), lags=timedelta(minutes=10)
)
"""Keeps its keys for less than it promises; no service can be right about it."""
