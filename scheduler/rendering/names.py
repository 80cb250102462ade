"""What a template may name, and of which sort each value is."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import cache


class Sort(StrEnum):
    TEXT = "text"
    LIST = "a list"
    LINK = "a link"
    MOMENT = "a date"
    NUMBER = "a number"
    LINE = "a list written out"


NAMES: Mapping[str, Sort] = {
    "campaign.name": Sort.TEXT,
    "action.ask": Sort.TEXT,
    "action.link": Sort.LINK,
    "action.name": Sort.TEXT,
    "action.place": Sort.TEXT,
    "action.when": Sort.MOMENT,
    "action.until": Sort.MOMENT,
    "action.amount": Sort.TEXT,
    "action.contact": Sort.TEXT,
    "fact": Sort.TEXT,
    "fact.source": Sort.LINK,
    "fact.date": Sort.MOMENT,
    "targets": Sort.LIST,
    "hashtags": Sort.LIST,
    "day": Sort.NUMBER,
    "date": Sort.MOMENT,
    "time": Sort.TEXT,
    "network": Sort.TEXT,
    "language": Sort.TEXT,
}

NEVER_DROPPED = frozenset({"action.link", "targets"})
"""A text without its link or its addressee asks for nothing."""

GROUPS = frozenset(name.split(".")[0] for name in NAMES) - NAMES.keys()
"""Names that hold others and say nothing by themselves."""


def members(group: str) -> list[str]:
    return [name for name in NAMES if name.startswith(f"{group}.")]


@cache
def with_members(name: str) -> frozenset[str]:
    """A name and what hangs on it: a fact goes together with its source."""
    return frozenset({name, *members(name)})


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    close = get_close_matches(wrong.lower(), known, n=1)
    return close[0] if close else None


def meant(wrong: str, known: Collection[str] = NAMES) -> str:
    """What to write instead: the name nearest to this one, where a last part (`link`) stands for its whole; or all
    that could be meant."""
    group, dot, _ = wrong.rpartition(".")
    possible = [name for name in known if name.startswith(f"{group}.")] if dot else [*known]
    by_word = {name.rpartition(".")[2]: name for name in reversed(possible)} | {name: name for name in possible}
    close = nearest(wrong.rpartition(".")[2], by_word)
    return f"did you mean {by_word[close]}?" if close else f"known: {', '.join(possible or known)}"
