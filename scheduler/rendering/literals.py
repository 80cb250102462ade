"""Looks at the texts that a template holds itself: what belongs in the campaign may not stand there."""

from collections.abc import Iterator, Sequence
from itertools import islice

import regex

from scheduler.rendering.faults import Fault
from scheduler.rendering.grammar import Literal
from scheduler.rendering.invisible import unseen
from scheduler.rendering.links import find_hashtags, find_mentions, same_tag

WEB_ADDRESS = regex.compile(r"https?://[^\s\u2066-\u2069]*", flags=regex.IGNORECASE)

MOST_SHOWN = 20
"""Invisible characters told of in one source; a file of nothing else is told of often enough by then."""

MOST_HASHTAGS = 30
"""More than any network takes."""

_BRACE = regex.compile(r"[{}]+")


def hidden_faults(source: str) -> Iterator[Fault]:
    for offset, name in islice(unseen(source), MOST_SHOWN):
        yield Fault(offset, f"an invisible character stands here: {name}", "delete it")


def literal_faults(literals: Sequence[Literal]) -> Iterator[Fault]:
    for literal in literals:
        for offset, what, fix in _misplaced(literal.text):
            yield Fault(_offset(literal, offset), what, fix)
        if not literal.plain:
            for _, name in unseen(literal.text):
                yield Fault(literal.offset, f"an invisible character stands in this text: {name}", "delete it")
    yield from _said_twice(literals)


def _misplaced(text: str) -> Iterator[tuple[int, str, str]]:
    for found in WEB_ADDRESS.finditer(text):
        yield (
            found.start(),
            f"a link stands in the template: {found[0]}",
            "give it to an action in the campaign, where it is verified, and write {{ action.link }}",
        )
    for mention in find_mentions(text):
        yield (
            mention.start,
            f"a handle stands in the template: @{mention.value}",
            "make it a target of the campaign, which knows its handle on each network, and write {{ targets }}",
        )
    for found in _BRACE.finditer(text):
        yield (
            found.start(),
            f"{found[0]} stands in the text",
            "a value is written between {{ and }}; otherwise use round brackets",
        )


def _said_twice(literals: Sequence[Literal]) -> Iterator[Fault]:
    tags = [(literal, tag) for literal in literals for tag in find_hashtags(literal.text)]
    if len(tags) > MOST_HASHTAGS:
        literal, tag = tags[MOST_HASHTAGS]
        yield Fault(_offset(literal, tag.start), f"this is hashtag number {MOST_HASHTAGS + 1}", "keep the best few")
        return
    for i, (literal, tag) in enumerate(tags):
        if any(same_tag(tag.value, before.value) and not literal.excludes(other) for other, before in tags[:i]):
            yield Fault(_offset(literal, tag.start), f"#{tag.value} stands here for the second time", "say it once")


def _offset(literal: Literal, within: int) -> int:
    return literal.offset + within if literal.plain else literal.offset
