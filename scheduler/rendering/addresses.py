"""Reads a text from left to right for web addresses, with or without a scheme, as twitter-text does."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from scheduler.rendering.hosts import CHAIN, INVALID, LATIN, LETTER, top_levels

GLUED = rf"[0-9A-Za-z@#$\uff03\uff20{INVALID}]"
TWO_HALVES = rf"(?=[\U00010000-\U0010ffff]){LETTER}"  # in UTF-16, where a host may begin with the second one
HOST_START = regex.compile(rf"(?<!{GLUED}){LETTER}|{TWO_HALVES}")
SCHEME = regex.compile(rf"(?<!{GLUED})[hH][tT][tT][pP][sS]?://")

# An address ends with a character or a bracket that may end it; behind one that may only stand inside it goes on as
# far as the next character that may end it, or it has ended before.
PATH_ENDS = rf"-#+/0-9=A-Z_a-z{LATIN}\u0400-\u04ff"
PATH_INSIDE = r"!$%&'*,.:;@\[\]|~\u2013"
PATH_ANY = rf"[{PATH_ENDS}{PATH_INSIDE}]"
BRACKETS = rf"\((?:{PATH_ANY}++|{PATH_ANY}*+\({PATH_ANY}++\){PATH_ANY}*+)\)"
PATH = rf"/(?:[{PATH_ENDS}]++|{BRACKETS}|[{PATH_INSIDE}](?:[{PATH_INSIDE}]++|{BRACKETS})*+[{PATH_ENDS}])*+"
QUERY = r"\?(?:[!$%'()*+,.:;?@\[\]|~]*+[-#&/0-9=A-Z_a-z]++)++"
TAIL = regex.compile(rf"(?::[0-9]++)?+(?P<path>{PATH})?+(?:{QUERY})?+")


@dataclass(frozen=True, slots=True)
class Address:
    """Where one stands: `start` is where its scheme begins (None: it has none), `end` is behind its path and query."""

    start: int | None
    host: int
    host_end: int
    end: int
    has_path: bool


def addresses(text: str) -> Iterator[Address]:
    """In order, without overlaps. Every step reads one chain of labels and its tail and goes on behind them, and no
    pattern can match a text in two ways: a text made to be slow is read as fast as any other."""
    at = taken = 0
    while (dot := text.find(".", at)) >= 0:
        word = max(at, text.rfind(" ", at, dot))  # words without a dot hold no host, and most words have none
        chain = CHAIN.search(text, word)
        if chain is None:
            return
        start = _scheme_before(text, chain.start(), taken)
        host = _host_start(text, chain, taken) if start is None else chain.start()
        at = chain.end()
        tops = list(top_levels(text, host, at))
        if not tops:
            continue
        tail = TAIL.match(text, at) if tops[-1].end == at else None
        taken = tail.end() if tail else tops[-1].end
        named = [top.end for top in tops if top.named]
        if named and tail and named[-1] == at:
            yield Address(start, host, at, taken, has_path=tail["path"] is not None)
        elif named:
            yield Address(start, host, named[-1], named[-1], has_path=False)
        at = max(at, taken)


def _scheme_before(text: str, host: int, taken: int) -> int | None:
    """Where the scheme directly before a host begins, if nothing is glued to it. An address begins at the start of
    the text, or behind a character that no earlier address has taken."""
    for length in (len("https://"), len("http://")):
        start = host - length
        if (start == 0 or start > taken) and SCHEME.fullmatch(text, start, host):
            return start
    return None


def _host_start(text: str, chain: regex.Match[str], taken: int) -> int:
    """The first place in a chain where an address without a scheme may begin; the chain's end if there is none."""
    begin, stop = chain.span()
    if begin == 0:  # networks look behind the first character before they look at it
        first = HOST_START.match(text, 1, stop) or HOST_START.search(text, 0, stop)
    else:
        first = HOST_START.search(text, begin + (begin == taken), stop)
    return first.start() if first else stop
