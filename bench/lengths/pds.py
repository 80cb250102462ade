"""Compares what we say of generated texts with what a real Bluesky server says; exits with 1 where they differ."""

import argparse
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from bench.lengths.texts import INGREDIENTS, Choices, pieces, text_of
from scheduler.model.post import Measure
from scheduler.rendering.lengths import measure
from scheduler.rendering.networks import rule_for
from tests.servers.pds_server import POST, Account, Refused, Session, running_pds

RULE = rule_for("bluesky")
LIMIT, MAX_BYTES = RULE.limit, RULE.max_bytes or 0
NEAR_HALVES = range(0xD7A0, 0xE000)
HALF = re.compile(r"[\ud800-\udfff]")
COUNTED = re.compile(r"grapheme too big \(maximum \d+, got (\d+)\)")
SAME, STRICTER, DIFFERENT = "the same", "refused by us alone, on purpose", "different"


@dataclass(frozen=True)
class Verdict:
    text: str
    ours: Measure
    error: str
    """What the server said; empty where it took the text."""

    @property
    def kind(self) -> str:
        # Halves that come to stand side by side on the wire are one character there; we refuse a text that holds any.
        halves = HALF.search(self.text) is not None
        if self.ours.fits == (not self.error) and (halves or self.count in (None, self.ours.length)):
            return SAME
        short = self.ours.length <= LIMIT and size(self.text) <= MAX_BYTES
        return STRICTER if not self.error and (halves or short) else DIFFERENT

    @property
    def count(self) -> int | None:
        """The server's own, which it tells of a text that is too long."""
        found = COUNTED.search(self.error)
        return int(found[1]) if found else None


def size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def near_the_limits(number: int) -> str:
    """In turn: a text of any length; one that ends about the 300th character; one of anything in Unicode that does;
    and one of emoji and marks that ends about the 3000th byte."""
    choices = Choices(f"near the limits {number}")
    spread = choices.below(7) - 3
    match number % 4:
        case 0:
            return text_of(number, RULE)
        case 1:
            return cut(pieces(choices), LIMIT + spread, lambda text: measure(text, RULE).length)
        case 2:
            return cut(anything(choices), LIMIT + spread, lambda text: measure(text, RULE).length)
        case _:
            return cut(heavy(choices), MAX_BYTES + spread, size)


def cut(parts: Iterable[str], end: int, of: Callable[[str], int]) -> str:
    """As many parts as stay within the end, filled up with plain letters where one more would go beyond it."""
    some = list(islice(parts, 800))
    fitting = bisect_right(range(len(some) + 1), end, key=lambda taken: of("".join(some[:taken]))) - 1
    text = "".join(some[:fitting])
    return text + "a" * (end - of(text))


def anything(choices: Choices) -> Iterator[str]:
    """Mostly of one neighbourhood, since what joins its neighbour into one character stands near it."""
    while True:
        start = choices.below(0x20000)
        if start in NEAR_HALVES and choices.below(8):
            continue
        for _ in range(1 + choices.below(8)):
            yield chr(min(start + choices.below(0x60), 0x1FFFF))
        yield choices.of(INGREDIENTS["glue"])


def heavy(choices: Choices) -> Iterator[str]:
    while True:
        yield choices.of(INGREDIENTS["emoji"])
        yield choices.of(("\u0301", "\u200d", "\ufe0f", "\u0947\u0902", "", "")) * choices.below(4)


def verdicts(texts: Iterable[str], session: Session, account: Account) -> Iterator[Verdict]:
    """Each text takes the place of the one before in a post of the account."""
    where = {"repo": account.did, "collection": POST, "rkey": "3jzfcijpj2z2a"}
    for text in texts:
        record = {"$type": POST, "text": text, "createdAt": "2019-04-01T09:00:00.000Z"}
        error = ""
        try:
            session.post("com.atproto.repo.putRecord", **where, record=record)
        except Refused as refused:
            error = refused.message
        yield Verdict(text, measure(text, RULE), error)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first text")
    parser.add_argument("--show", type=int, default=5, help="how many differences to print")
    arguments = parser.parse_args()
    texts = (near_the_limits(number) for number in range(arguments.first, arguments.first + arguments.texts))
    with running_pds() as pds, pds.session(account := pds.account()) as session:
        asked = list(verdicts(texts, session, account))
    kinds = Counter(verdict.kind for verdict in asked)
    print(f"texts: {len(asked)}, of which the server took {sum(not verdict.error for verdict in asked)}")
    print(f"counted by the server, being too long: {sum(verdict.count is not None for verdict in asked)}")
    for kind in (SAME, STRICTER, DIFFERENT):
        print(f"{kind}: {kinds[kind]}")
    for verdict in islice((each for each in asked if each.kind == DIFFERENT), arguments.show):
        print(f"  {verdict.ours.length} {verdict.ours.why!r} and {verdict.error!r}: {verdict.text!a}")
    return 1 if kinds[DIFFERENT] else 0


if __name__ == "__main__":
    sys.exit(main())
