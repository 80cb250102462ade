"""Recognises a post of ours among those that X's timeline shows, which are not written as they were sent."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote, unquote

from pydantic import AliasChoices, AwareDatetime, Field, TypeAdapter, ValidationError

from scheduler.wire.crossing import Answer

OWN_PICTURE = re.compile(r"https://(?:x|twitter)\.com/[^/]+/status/[0-9]+/(?:photo|video)/[0-9]+")
ESCAPED = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
"""All that X escapes; other character references in a text are the text's own."""

SAFE = "/:?#[]@!$&'()*+,;=%~"


@dataclass(frozen=True, slots=True)
class Link:
    """`url` is what stands in the text, an address of t.co; `media_key` where that is a picture of the post."""

    url: str
    expanded_url: str | None = None
    media_key: str | None = None

    @property
    def is_picture(self) -> bool:
        return self.media_key is not None or OWN_PICTURE.fullmatch(self.expanded_url or "") is not None


@dataclass(frozen=True, slots=True)
class Entities:
    urls: list[Link] | None = None


@dataclass(frozen=True, slots=True)
class Attachments:
    media_keys: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    type: str


@dataclass(frozen=True, slots=True)
class Note:
    """The whole of a text that is longer than most accounts may write."""

    text: str
    entities: Entities | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One post of a timeline, under the older names of its fields and the newer."""

    id: Annotated[str, Field(pattern="^[0-9]{1,20}$")]
    text: str
    created_at: AwareDatetime
    entities: Entities | None = None
    attachments: Attachments | None = None
    note: Annotated[Note | None, Field(validation_alias=AliasChoices("note_tweet", "note_post"))] = None
    references: Annotated[
        list[Reference] | None, Field(validation_alias=AliasChoices("referenced_tweets", "referenced_posts"))
    ] = None

    @property
    def pictures(self) -> int:
        return len((self.attachments and self.attachments.media_keys) or ())

    @property
    def stands_alone(self) -> bool:
        """Neither an answer nor a repetition; a link to a post makes it one that quotes, which is no other."""
        return all(reference.type == "quoted" for reference in self.references or ())


@dataclass(frozen=True, slots=True)
class Meta:
    next_token: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`errors`: X says so where it leaves something out of an answer that is one otherwise."""

    meta: Meta
    data: list[Shown] = field(default_factory=list)
    errors: list[object] = field(default_factory=list)


PAGE = TypeAdapter(Page)


def page_of(answer: Answer) -> Page | None:
    """None: the answer is no page of a timeline."""
    try:
        return PAGE.validate_json(answer.body)
    except ValidationError:
        return None


def says(shown: Shown, text: str, pictures: int) -> bool:
    """Whether this is the post with this text and so many pictures, as far as anybody can tell from what X shows."""
    whole = shown.note or shown
    links = (whole.entities and whole.entities.urls) or []
    return (
        shown.stands_alone
        and shown.pictures == pictures
        and _as_written(whole.text, links).fullmatch(plain(text)) is not None
    )


def plain(text: str) -> str:
    """A text without what X changes or may change: composed letters, one blank for any white space, no controls."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(c for c in composed if c.isspace() or unicodedata.category(c) != "Cc").split())


def _as_written(text: str, links: list[Link]) -> re.Pattern[str]:
    """What may have been written where X shows this: its links stand for all ways to write their addresses."""
    for escaped, letter in reversed(ESCAPED.items()):
        text = text.replace(escaped, letter)
    for link in links:
        if link.is_picture:
            text = text.replace(link.url, " ")
    written = {link.url: link.expanded_url or link.url for link in links if link.url and not link.is_picture}
    return re.compile("".join(_pieces(plain(text), written)))


def _pieces(text: str, written: dict[str, str]) -> Iterator[str]:
    if not written:
        yield re.escape(text)
        return
    for piece in re.split(f"({'|'.join(map(re.escape, written))})", text):
        yield _address(written[piece]) if piece in written else re.escape(piece)


def _address(expanded: str) -> str:
    """With or without its scheme and a last slash, its host in any case, its path with letters or their codes."""
    bare = re.sub(r"^https?://", "", expanded, flags=re.IGNORECASE)
    host, slash, path = bare.partition("/")
    rest = (slash + path).rstrip("/")
    ways = dict.fromkeys((rest, unquote(rest), quote(rest, safe=SAFE)))
    return f"(?i:https?://)?(?i:{re.escape(host)})(?:{'|'.join(map(re.escape, ways))})/?"
