"""Nothing after stop: a service at full speed against a sink that counts, stopped at drawn instants in every scope."""

from collections.abc import Iterator

from bench.promises.row import Row
from tests.sinks.dialects import Dialect
from tests.stops.ground import DEADLINE
from tests.stops.running import Toll, quantile, stop_again_and_again

TRIALS = 10_000
KNOWN_BAD = ("fence without stops", "check, then send")
PROMPT = DEADLINE.total_seconds() + 1


def _first(toll: Toll) -> str:
    return f": {[*toll.leaks, *toll.wrong][0]}" if toll.leaks or toll.wrong else ""


def measure(scale: float, seed: str) -> Iterator[Row]:
    toll = Toll()
    for dialect in Dialect:
        toll.add(stop_again_and_again(max(1, round(TRIALS * scale / len(Dialect))), f"{seed}/{dialect}", dialect))
    p50, p99 = (quantile(toll.returns, share) for share in (0.5, 0.99))
    scopes = ", ".join(f"{scope} {toll.on_the_wire[scope]} of {number}" for scope, number in toll.scopes.items())
    yield Row(
        what="posts after stop had returned",
        figure=f"{toll.trials} trials, in {toll.share_on_the_wire:.0%} a request on the wire ({scopes}): "
        f"{len(toll.leaks)} posts after it, {len(toll.wrong)} lost or twice{_first(toll)}",
        kept=not toll.leaks and not toll.wrong and toll.share_on_the_wire >= 0.3,
    )
    yield Row(
        what=f"how long stop takes, with a deadline of {DEADLINE.total_seconds():g} s",
        figure=f"p50 {p50:.3f} s, p99 {p99:.3f} s, longest {quantile(toll.returns, 1):.3f} s; in {len(toll.hung)} "
        f"trials with a network that answers nothing p99 {quantile(toll.hung, 0.99):.3f} s; {toll.unanswered} "
        "returned without an answer",
        kept=p99 <= PROMPT and quantile(toll.hung, 0.99) <= PROMPT,
    )
    for publisher in KNOWN_BAD:
        bad = stop_again_and_again(250, f"{seed}/{publisher}", Dialect.FOREVER, publisher)
        figure = f"{len(bad.leaks)} posts after stop, seen within {bad.trials} trials"
        yield Row(what=f"known bad, must be caught: {publisher}", figure=figure, kept=bool(bad.leaks))
