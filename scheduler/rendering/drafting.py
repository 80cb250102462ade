"""Makes a finished text of what a template rendered, and finds what would keep it from being said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

import regex

from scheduler.model.post import Entity
from scheduler.rendering.bidi import base_direction, is_rtl, isolate
from scheduler.rendering.links import find_hashtags, find_mentions, same_tag
from scheduler.rendering.literals import WEB_ADDRESS
from scheduler.rendering.marks import Part, marked_parts

_SPACES = re.compile(r"[ \t]+")
_LINE_EDGES = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")
_BRACES = re.compile(r"\{[{%#]|[}%#]\}")
_HASH = re.compile("[#＃]")
_ADDRESSED = re.compile("[@＠]|://")
_ISOLATED = ("\u2066", "\u2067", "\u2068")
_RUNS_ON_BEFORE = regex.compile(r"[\w@#$&/=]")
_STANDS_ALONE_AFTER = {
    "link": regex.compile(r"\u2069|[^\w\s/]*+(?:\s|\Z)"),
    "hashtag": regex.compile(r"(?!\w)"),
    "mention": regex.compile(r"(?![\w@]|[.-]\w)"),
}
_NOUNS = {"link": "link", "hashtag": "hashtag", "mention": "handle"}


@dataclass(frozen=True, slots=True)
class Draft:
    """`foreign` says of each link and handle in it that the campaign did not give, what is wrong with it."""

    text: str
    entities: tuple[Entity, ...]
    foreign: tuple[str, ...] = ()


def draft(rendered: str, language: str) -> Draft:
    """`rendered` still carries the marks around its entities."""
    parts = list(_with_hashtags(marked_parts(normalize("NFC", tidy(rendered)))))
    said = "".join(piece for kind, piece in parts if not kind)
    text, entities = _joined(parts, isolated=_reads_rtl(language) or base_direction(said) == "rtl")
    return Draft(text, entities, tuple(_foreign(parts)))


_reads_rtl = cache(is_rtl)


def tidy(text: str) -> str:
    """One space between words, none at the ends of lines, at most one empty line in a row: what values that are
    empty leave behind."""
    return _EMPTY_LINES.sub("\n\n", _LINE_EDGES.sub("\n", _SPACES.sub(" ", text))).strip()


def trouble(finished: Draft) -> str | None:
    """Why this text must not be said at any length; None: it may."""
    text = finished.text
    if found := _BRACES.search(text):
        return f"it holds {found[0]}, as if a value had been forgotten"
    if finished.foreign:
        return finished.foreign[0]
    tags = [entity.value for entity in finished.entities if entity.kind == "hashtag"]
    for i, tag in enumerate(tags):
        if any(same_tag(tag, before) for before in tags[:i]):
            return f"it says #{tag} twice"
    for entity in finished.entities:
        before = text[entity.start - 1] if entity.start else ""
        if _RUNS_ON_BEFORE.match(before) or not _STANDS_ALONE_AFTER[entity.kind].match(text, entity.end):
            said = text[entity.start : entity.end]
            return f"the {_NOUNS[entity.kind]} {said} runs into the text beside it; put a space between them"
    return None


def _with_hashtags(parts: list[Part]) -> Iterator[Part]:
    """Hashtags that stand in plain text become parts of their own."""
    for kind, piece in parts:
        end = 0
        for tag in find_hashtags(piece) if not kind and _HASH.search(piece) else ():
            yield "", piece[end : tag.start]
            yield "hashtag", piece[tag.start : tag.end]
            end = tag.end
        yield kind, piece[end:]


def _foreign(parts: list[Part]) -> Iterator[str]:
    for kind, piece in parts:
        if not kind and _ADDRESSED.search(piece):
            for found in WEB_ADDRESS.finditer(piece):
                yield f"it says {found[0]}, a link that no value of the campaign holds"
            for mention in find_mentions(piece):
                yield f"it mentions @{mention.value}, which is no target's handle here"


def _joined(parts: list[Part], *, isolated: bool) -> tuple[str, tuple[Entity, ...]]:
    """The whole text and where its entities stand in it. In a text that runs right to left, those that run left to
    right are isolated, or their # and @ would be shown at the wrong end."""
    text = ""
    entities: list[Entity] = []
    for kind, piece in parts:
        if not kind:
            text += piece
            continue
        alone = isolated and base_direction(piece) != "rtl" and not text.endswith(_ISOLATED)
        shown = isolate(piece) if alone else piece
        start = len(text) + shown.index(piece)
        value = piece if kind == "link" else piece[1:]
        entities.append(Entity(kind=kind, start=start, end=start + len(piece), value=value))
        text += shown
    return text, tuple(entities)
