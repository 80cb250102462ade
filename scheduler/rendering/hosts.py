"""Where a host name stands in a text, in any script, and whether a network takes it for one.

The rules are those that twitter-text's published cases show; `docs/lengths.md` says more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from scheduler.rendering.packaged import packaged, words_of

BLANK = r"\x09-\x0d\x20\x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
DIRECTION = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
INVALID = r"\ufeff\ufffe\uffff"
PUNCTUATION = r"\x21\x23-\x2f\x3a-\x40\x5b-\x5f\x7b-\x7e"
LATIN = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0260\u0263\u0268\u0269\u026f\u0272"
    r"\u0275\u0280\u0283\u0288-\u028c\u0292\u02bb\u0300-\u036f\u1e00-\u1eff"
)

LETTER = rf"[^{BLANK}{DIRECTION}{INVALID}{PUNCTUATION}]"
LABEL = rf"{LETTER}++(?:[-_]++{LETTER}++)*+"
CHAIN = regex.compile(rf"{LABEL}(?:\.{LABEL})*+")
LATIN_LABELS = regex.compile(rf"(?:[-0-9A-Za-z{LATIN}]++\.)++")

WORD = regex.compile(r"[0-9A-Za-z]++(?![@+-])")
PUNYCODE = regex.compile(r"[xX][nN]--[-0-9A-Za-z]++")
FULL_STOPS = regex.compile(r"[.\u3002\uff0e\uff61]")
LONGEST_LABEL = 63


@dataclass(frozen=True, slots=True)
class TopLevel:
    """A known top-level domain behind a dot: where it ends, and whether the label before it could be a domain's
    name (no underscore)."""

    end: int
    named: bool


def top_levels(text: str, start: int, stop: int) -> Iterator[TopLevel]:
    """All in the chain of labels between `start` and `stop`; a host that begins at `start` may end at any of them,
    and networks take the longest."""
    label = start
    while (dot := text.find(".", label, stop)) >= 0:
        if (end := top_level_end(text, dot + 1)) is not None:
            yield TopLevel(end, named="_" not in text[label:dot])
        label = dot + 1


def top_level_end(text: str, at: int) -> int | None:
    """Where the top-level domain that begins here ends; it stands alone, or before a character of another script."""
    word = WORD.match(text, at)
    if word and word.group().lower() in _words():
        return word.end()
    other = PUNYCODE.match(text, at) or _other_scripts().match(text, at)
    return other.end() if other else None


def resolvable(host: str) -> bool:
    """Whether the name service could hold it: no label beyond 63 characters once it is encoded."""
    if any(_encoded_length(label) > LONGEST_LABEL for label in host.split(".")):
        return False
    return host.isascii() or host[:4] != "xn--" or any(latin_hosts(host))


def latin_hosts(host: str) -> Iterator[tuple[int, int]]:
    """The parts of a host of many scripts that are hosts of Latin letters, which need no scheme to be links."""
    at = 0
    while labels := LATIN_LABELS.search(host, at):
        ends = [top.end for top in top_levels(host, *labels.span())]
        at = ends[-1] if ends else labels.end()
        if ends:
            yield labels.start(), at


def _encoded_length(label: str) -> int:
    if label.isascii() or len(label) > LONGEST_LABEL:  # encoding never shortens, and long labels take it long
        return len(label)
    return sum(_punycode_length(part) + 1 for part in FULL_STOPS.split(label)) - 1


def _punycode_length(part: str) -> int:
    return len(part) if part.isascii() else len("xn--") + len(part.encode("punycode"))


@cache
def _words() -> frozenset[str]:
    return frozenset(filter(str.isascii, _known()))


@cache
def _other_scripts() -> regex.Pattern[str]:
    others = sorted((name for name in _known() if not name.isascii()), key=len, reverse=True)
    return regex.compile(rf"(?i:{'|'.join(others)})(?![0-9A-Za-z@+-])")


def _known() -> frozenset[str]:
    table = packaged("tlds")
    return words_of(table, "country") | words_of(table, "generic")
