"""What is wrong with a campaign's pictures: files that are not there or show nothing, and words that are missing."""

from collections.abc import Iterator

from scheduler.config.campaigns import CampaignForm
from scheduler.config.documents import Document
from scheduler.config.nodes import Group, Listing, find
from scheduler.config.papers import Papers
from scheduler.config.pictures import PictureForm, names_a_file
from scheduler.config.translations import spoken_by
from scheduler.config.values import PLAIN
from scheduler.config.wording import listed, nearest
from scheduler.errors import Problem
from scheduler.pixels import Unshowable, holds_position, opened

LEAST_SIDE = 200
"""Pixels of the longer side; what is smaller shows nothing on any screen."""


def check_pictures(papers: Papers) -> Iterator[Problem]:
    """What can be said without opening them."""
    for document in papers.campaigns:
        if document.form is None:
            continue
        shown = {name for action in document.form.actions for name in action.pictures}
        known = {picture.id for picture in document.form.pictures}  # another name may be this one, misspelt
        languages = {document.form.language, *spoken_by(papers, document.form)}
        for picture in document.form.pictures:
            yield from _words(document, picture, document.form.language, languages)
            yield from _file(papers, document, picture)
            if picture.id not in shown and shown <= known:
                fix = f"write `pictures: [{picture.id}]` where it belongs, or take it out"
                yield document.problem(picture.trail, "no action shows this picture", fix, severity="warning")
    yield from _unnamed(papers)


def check_pixels(papers: Papers) -> Iterator[Problem]:
    """Opens each picture; the whole of it is read."""
    for document in papers.campaigns:
        for picture in document.form.pictures if document.form else ():
            if picture.file in papers.pictures:
                yield from _pixels(document, picture, papers.pictures[picture.file])


def _words(document: Document[CampaignForm], picture: PictureForm, own: str, languages: set[str]) -> Iterator[Problem]:
    trail = (*picture.trail, "alt")
    for language, alt in picture.alt.items():
        if names_a_file(alt, picture.file):
            what = "this is a file's name, and says nothing of what the picture shows"
            place = trail if language == PLAIN else (*trail, language)
            yield document.problem(place, what, "describe it as you would to somebody on the telephone")
    given = {language or own for language in picture.alt}
    missing = {language for language in languages if given.isdisjoint({language, language.partition("-")[0]})}
    if missing:
        what = f"this does not say in {listed(missing)} what the picture shows, which an account speaks"
        yield document.problem(trail, what, f"add `{min(missing)}: …`")


def _file(papers: Papers, document: Document[CampaignForm], picture: PictureForm) -> Iterator[Problem]:
    if picture.file not in papers.pictures:
        near = nearest(picture.file, papers.pictures)
        fix = f"did you mean {near!r}?" if near else "put it there, or correct its path"
        yield document.problem((*picture.trail, "file"), "there is no such file", fix)


def _pixels(document: Document[CampaignForm], picture: PictureForm, content: bytes) -> Iterator[Problem]:
    trail = (*picture.trail, "file")
    try:
        found = opened(content, roughly=True)
    except Unshowable as error:
        yield document.problem(trail, error.what, error.fix)
        return
    if max(found.width, found.height) < LEAST_SIDE:
        what = f"this picture is too small: {found.width} by {found.height} pixels"
        yield document.problem(trail, what, f"use one whose longer side has {LEAST_SIDE} pixels or more")
    if found.animated:
        fix = "nothing, where the first picture of it says enough"
        yield document.problem(trail, "this picture moves, and only its beginning is shown", fix, severity="warning")
    if holds_position(found.image, content):
        what = "this file says where it was taken, which is removed before it is published"
        fix = "save it without its position, or everybody who has these files knows it"
        yield document.problem(trail, what, fix, severity="warning")


def _unnamed(papers: Papers) -> Iterator[Problem]:
    """Not where a campaign cannot be read or names a file that is not there: that may be this one."""
    named = {file for document in papers.campaigns for file in _files(document)}
    if any(document.root is None for document in papers.campaigns) or not named <= papers.pictures.keys():
        return
    for file in papers.pictures:
        if file not in named:
            fix = "add it to the `pictures:` of a campaign, or move it elsewhere"
            yield Problem(file, 0, 0, "", "no campaign names this picture", fix, "warning")


def _files(document: Document[CampaignForm]) -> Iterator[str]:
    """As they are written, in entries that are right and wrong."""
    listing = None if document.root is None else find(document.root, ("pictures",))
    for item in listing.items if isinstance(listing, Listing) else ():
        text = item.text("file") if isinstance(item, Group) else None
        if text is not None:
            yield text
