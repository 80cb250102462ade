"""What our side knows of each kind of network: for how long it repeats, and how late a post may begin to show."""

from dataclasses import dataclass
from datetime import timedelta

from scheduler.model.text_rule import Prices
from tests.sinks.dialects import Dialect as Manner

FOR_EVER = timedelta(days=36_500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """`manner`: what it does with a key that it knows. `repeats`: for how long our side relies on that. `lags`: how
    long after the request it may at most begin to show what it took, or will."""

    network: str
    manner: Manner
    repeats: timedelta
    lags: timedelta
    prices: Prices | None = None


BLUESKY = Dialect(network="bluesky", manner=Manner.FOREVER, repeats=FOR_EVER, lags=timedelta(0))
MASTODON = Dialect(
    network="mastodon", manner=Manner.FOR_A_WHILE, repeats=timedelta(minutes=45), lags=timedelta(minutes=10)
)
X = Dialect(
    network="x",
    manner=Manner.NONE,
    repeats=timedelta(0),
    lags=timedelta(minutes=10),
    prices=Prices(post=15_000, post_with_link=200_000, look_up=1_000, read=5_000),
)
