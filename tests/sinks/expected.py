"""The table of troubles, written by hand, and what follows from it where one trouble comes after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.sinks.broken import STATUSES
from tests.sinks.dialects import Dialect

TABLE = Path(__file__).parents[1] / "data" / "troubles.txt"
OWN = (timedelta(seconds=30), timedelta(seconds=37.5))
"""The first pause of an account that its network gave no instant for."""
WAITS = {
    "-": None,
    "own": OWN,
    "2s": (timedelta(seconds=2), timedelta(seconds=2)),
    "7s": (timedelta(seconds=7), timedelta(seconds=7)),
    "5m": (timedelta(minutes=5), timedelta(minutes=5)),
    "1h": (timedelta(hours=1), timedelta(hours=1)),
    "24h": (timedelta(hours=24), timedelta(hours=24)),
}


@dataclass(frozen=True, slots=True)
class End:
    """`copies`: how many the network has then."""

    state: str
    copies: int

    @classmethod
    def read(cls, text: str) -> "End":
        state, _, copies = text.strip().rpartition(" ")
        return cls(state, int(copies))


@dataclass(frozen=True, slots=True)
class Expected:
    """`waits`: the least and the most that its account is silent; None: it is not. `says`: a piece of what the record
    says; empty where that depends on the byte."""

    trouble: str
    after: str
    waits: tuple[timedelta, timedelta] | None
    ends: dict[Dialect, End]
    says: str
    hangs: bool

    @property
    def taken(self) -> bool:
        """Whether the network has it when its answer has come."""
        return self.after != "queued" and self.ends[Dialect.NONE].copies == 1


CUT = Expected("cut", "in doubt", OWN, dict.fromkeys(Dialect, End("posted", 1)), "", hangs=False)
"""At whatever byte."""


def table(elsewhere: str) -> dict[str, Expected]:
    """By the trouble's name, in the order of the page. `elsewhere`: the address to which redirects lead."""
    rows = [line for line in TABLE.read_text().splitlines() if line.count("|") == 6][1:]
    written = [row.replace("ELSEWHERE", elsewhere) for row in rows]
    filled = [
        row.replace("STATUS", str(status))
        for row in written
        for status in (STATUSES if row.startswith("STATUS") else (0,))
    ]
    return {expected.trouble: expected for expected in map(_read, filled)}


def _read(row: str) -> Expected:
    trouble, after, waits, *ends, says = (cell.strip() for cell in row.split("|"))
    return Expected(
        trouble=trouble.removeprefix("> "),
        after=after,
        waits=WAITS[waits],
        ends={dialect: End.read(end) for dialect, end in zip(Dialect, ends, strict=True)},
        says=says,
        hangs=row.startswith("> "),
    )


def end_of(met: Sequence[Expected], dialect: Dialect) -> End:
    """What becomes of a post whose create calls meet these in turn, and then no more, by the page on the life of a
    delivery: what was surely not accepted is sent again; what is in doubt is repeated where a second copy is refused,
    and only looked up elsewhere."""
    if len(met) == 1:
        return met[0].ends[dialect]
    for place, trouble in enumerate(met):
        if trouble.after == "in doubt":
            return _doubtful(trouble, met[place + 1 :], dialect)
        if trouble.after != "queued" or trouble.ends[dialect].state == "expired":
            return trouble.ends[dialect]
    return End("posted", 1)


def _doubtful(first: Expected, later: Sequence[Expected], dialect: Dialect) -> End:
    if dialect is Dialect.NONE:
        return first.ends[dialect]
    taken = first.taken
    for repeat in later:
        if repeat.after == "posted":
            break
        taken = taken or repeat.taken
        if taken and repeat.after in {"in doubt", "refused"}:
            break  # it is looked up at once
        if repeat.after == "refused" and dialect is Dialect.FOREVER:
            return End("held", int(taken))  # not there, and on this network a post never appears later
        if repeat.after == "stopped":
            return End("posted", 1) if taken else End("held", 0)
    return End("posted", 1)
