"""Ids are for ever: no two things share one, and what a thing was called before is nobody else's name."""

import re
from collections.abc import Iterator

from scheduler.config.documents import Document
from scheduler.config.forms import Form
from scheduler.config.names import ID_PATTERN
from scheduler.config.nodes import Group, Listing, Node, Trail, find
from scheduler.config.papers import Papers
from scheduler.config.paths import id_of
from scheduler.errors import Problem

_LISTS = ("targets", "actions", "facts", "pictures", "schedules", "watch.sources")


def check_identities(papers: Papers) -> Iterator[Problem]:
    if papers.accounts is not None:
        yield from _twice(papers.accounts, "accounts")
    yield from _campaigns_twice(papers)
    for campaign in papers.campaigns:
        for name in _LISTS:
            yield from _twice(campaign, name)
        for name in ("actions", "schedules"):
            yield from _former_ids(campaign, name)


def known_ids(document: Document[Form], name: str) -> set[str] | None:
    """The ids that can be referred to; None: one of them cannot be used yet, so that nothing is surely unknown."""
    ids = [id_of(item) for item in _items(document, name)]
    usable = {text for text in ids if text is not None and re.fullmatch(ID_PATTERN, text)}
    return usable if usable.issuperset(ids) else None


def _items(document: Document[Form], name: str) -> tuple[Node, ...]:
    listing = None if document.root is None else find(document.root, tuple(name.split(".")))
    return listing.items if isinstance(listing, Listing) else ()


def _texts(document: Document[Form], name: str, key: str) -> Iterator[tuple[Trail, str]]:
    for index, item in enumerate(_items(document, name)):
        text = item.text(key) if isinstance(item, Group) else None
        if text is not None:
            yield (*name.split("."), index), text


def _first_with(document: Document[Form], name: str, key: str) -> dict[str, Trail]:
    """Each id in this list with the trail of the first thing that has it, right or wrong."""
    found: dict[str, Trail] = {}
    for trail, text in _texts(document, name, key):
        found.setdefault(text, trail)
    return found


def _twice(document: Document[Form], name: str) -> Iterator[Problem]:
    first = _first_with(document, name, "id")
    for trail, text in _texts(document, name, "id"):
        if first[text] != trail:
            line = document.problem((*first[text], "id"), "", "").line
            what = f"this id is used twice, first in line {line}"
            yield document.problem((*trail, "id"), what, "give one of the two another id")


def _campaigns_twice(papers: Papers) -> Iterator[Problem]:
    seen: dict[str, Document[Form]] = {}
    for document in papers.campaigns:
        text = document.root.text("id") if document.root else None
        first = seen.setdefault(text, document) if text is not None else document
        if first is not document:
            place = f"{first.file}:{first.problem(('id',), '', '').line}"
            yield document.problem(("id",), f"this id is used twice, first in {place}", "give one campaign another id")


def _former_ids(document: Document[Form], name: str) -> Iterator[Problem]:
    """`was` must be an id that nothing has, and nothing else had."""
    now = _first_with(document, name, "id")
    before = _first_with(document, name, "was")
    for trail, text in _texts(document, name, "was"):
        first = before[text]
        if text in now:
            line = document.problem((*now[text], "id"), "", "").line
            what = f"this former id is in use, in line {line}"
        elif first != trail:
            line = document.problem((*first, "was"), "", "").line
            what = f"this former id is claimed twice, first in line {line}"
        else:
            continue
        yield document.problem((*trail, "was"), what, "keep `was` only where the thing was renamed")
