"""Ids are for ever: no two things share one, and what a thing was called before is nobody else's name."""

from collections.abc import Iterator

from scheduler.config.documents import Document
from scheduler.config.forms import Form
from scheduler.config.nodes import Group, Listing, Trail, find
from scheduler.config.papers import Papers
from scheduler.errors import Problem

_LISTS = ("targets", "actions", "facts", "schedules")


def check_identities(papers: Papers) -> Iterator[Problem]:
    if papers.accounts is not None:
        yield from _twice(papers.accounts, "accounts")
    yield from _campaigns_twice(papers)
    for campaign in papers.campaigns:
        for name in _LISTS:
            yield from _twice(campaign, name)
        for name in ("actions", "schedules"):
            yield from _former_ids(campaign, name)


def ids_of(document: Document[Form] | None, name: str) -> dict[str, Trail]:
    """The ids in a list of this file, right or wrong, each with the trail of the first thing that has it."""
    found: dict[str, Trail] = {}
    for trail, text in _texts(document, name, "id"):
        found.setdefault(text, trail)
    return found


def _texts(document: Document[Form] | None, name: str, key: str) -> Iterator[tuple[Trail, str]]:
    listing = None if document is None or document.root is None else find(document.root, (name,))
    for index, item in enumerate(listing.items if isinstance(listing, Listing) else ()):
        text = item.text(key) if isinstance(item, Group) else None
        if text is not None:
            yield (name, index), text


def _twice(document: Document[Form], name: str) -> Iterator[Problem]:
    first = ids_of(document, name)
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
    now = ids_of(document, name)
    before: dict[str, Trail] = {}
    for trail, text in _texts(document, name, "was"):
        first = before.setdefault(text, trail)
        if text in now:
            line = document.problem((*now[text], "id"), "", "").line
            what = f"this former id is in use, in line {line}"
        elif first != trail:
            line = document.problem((*first, "was"), "", "").line
            what = f"this former id is claimed twice, first in line {line}"
        else:
            continue
        yield document.problem((*trail, "was"), what, "keep `was` only where the thing was renamed")
