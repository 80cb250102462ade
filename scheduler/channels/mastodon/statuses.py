"""What a server of Mastodon's kind shows of a post, and whether that is the post that was sent."""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from scheduler.model.receipt import Receipt
from scheduler.rendering.links import find_mentions

ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""Numbers at Mastodon, ULIDs at GoToSocial: nothing that could lead a path elsewhere."""

BREAKS = re.compile(r"\n{2,}")

SHOWN_AS = {"public": {"public", "unlisted"}}
"""What a limited account says in public, Mastodon shows as unlisted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What the create call carries. `idempotency_key` goes into its header. `created_after` goes nowhere: no status
    from before it can be this one."""

    slot: str
    status: str
    media_ids: tuple[str, ...]
    visibility: str
    language: str
    spoiler_text: str
    sensitive: bool
    idempotency_key: str
    created_after: AwareDatetime


SAYING = TypeAdapter(Saying)


def read_saying(wire: bytes) -> Saying | None:
    """None where these bytes are not exactly what was once made of a post."""
    try:
        saying = SAYING.validate_json(wire)
    except ValidationError:
        return None
    return saying if SAYING.dump_json(saying) == wire else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """As a server shows it; `text` without its HTML. `counts`: how often it was liked, boosted, …, where it says so."""

    id: str
    url: str
    at: datetime
    text: str
    visibility: str
    warning: str
    pictures: int
    edited: bool
    counts: Mapping[str, int]

    @property
    def receipt(self) -> Receipt:
        return Receipt(remote_id=self.id, url=self.url, at=self.at)


COUNTS = {"favourites_count": "likes", "reblogs_count": "boosts", "replies_count": "replies", "quotes_count": "quotes"}


def read_status(shown: object, server: str) -> Status | None:
    """None where it is not a status that can be trusted to be one: without an id, an instant or a text."""
    if not isinstance(shown, dict):
        return None
    name, at, text = id_of(shown), instant(shown.get("created_at")), plain(shown.get("content"))
    if name is None or at is None or text is None:
        return None
    pictures = shown.get("media_attachments")
    return Status(
        id=name,
        url=_address(shown, f"{server}/statuses/{name}"),
        at=at,
        text=text,
        visibility=str(shown.get("visibility")),
        warning=str(shown.get("spoiler_text") or ""),
        pictures=len(pictures) if isinstance(pictures, list) else 0,
        edited=bool(shown.get("edited_at")),
        counts={name: count for field, name in COUNTS.items() if (count := _count(shown.get(field))) is not None},
    )


def id_of(shown: object) -> str | None:
    """The id of anything that a server shows; None where it has none that can be used."""
    said = shown.get("id") if isinstance(shown, dict) else None
    return str(said) if isinstance(said, str | int) and ID.fullmatch(str(said)) else None


def is_it(saying: Saying, status: Status) -> bool:
    """Whether this is what was said, by everything that a server shows of it."""
    return (
        status.at >= saying.created_after
        and normal(status.text) == normal(saying.status)
        and normal(status.warning) == normal(saying.spoiler_text)
        and status.visibility in SHOWN_AS.get(saying.visibility, {saying.visibility})
        and status.pictures == len(saying.media_ids)
    )


def passes_for(saying: Saying, status: Status) -> bool:
    """Whether a status that a server gave for our key can be ours. It may read the signs of a text as its own (some
    take asterisks for emphasis), and a person may have edited the post since."""
    return status.edited or _letters(status.text) == _letters(saying.status)


def normal(text: str) -> str:
    """What is left of a text whatever a server does to its spaces, its empty lines and the servers in its mentions."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = BREAKS.sub("\n\n", "\n".join(" ".join(line.split()) for line in text.split("\n"))).strip()
    for mention in reversed(find_mentions(text) if "@" in text else []):
        text = text[: mention.start + 1] + mention.value.partition("@")[0] + text[mention.end :]
    return text


def plain(content: object) -> str | None:
    """The text that a server wrote as HTML; None where there is none to read."""
    if not isinstance(content, str):
        return None
    reader = _Reader()
    with suppress(AssertionError):  # which the parser raises where a declaration is broken
        reader.feed(content)
        reader.close()
        return "".join(reader.pieces)
    return None


class _Reader(HTMLParser):
    """Mastodon parts long links into spans, and hides some of them: all their letters are of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "p" and self.pieces:
            self.pieces.append("\n\n")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, normal(text).casefold()))


def instant(said: object) -> datetime | None:
    """In UTC; None where it is none."""
    with suppress(ValueError, OverflowError):
        found = datetime.fromisoformat(said) if isinstance(said, str) else None
        return found.astimezone(UTC) if found is not None and found.tzinfo else None
    return None


def _count(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) and said >= 0 else None


def _address(shown: Mapping[str, Any], otherwise: str) -> str:
    for said in (shown.get("url"), shown.get("uri")):
        if isinstance(said, str) and _is_address(said):
            return said
    return otherwise


def _is_address(said: str) -> bool:
    with suppress(ValueError):
        return said.isprintable() and urlsplit(said).scheme in {"http", "https"}
    return False
