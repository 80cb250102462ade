"""The record of a Bluesky post: made once, sent as it was made, and known again at the server."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scheduler.channels.bluesky.facets import Resolve, address_of, facets
from scheduler.channels.bluesky.tids import tid_of
from scheduler.model.receipt import Outgoing, Prepared, Receipt

POST = "app.bsky.feed.post"
PEOPLE = "https://bsky.app"

NOT_COMPARED = {"createdAt", "facets"}
"""What may differ between two makings of one post: when it was made, and whom its handles led to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture as the server keeps it: `blob` is what it answered to the upload."""

    blob: dict[str, Any]
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Ours:
    """The post in the bytes of a create call."""

    repo: str
    rkey: str
    record: dict[str, Any]

    @property
    def uri(self) -> str:
        return f"at://{self.repo}/{POST}/{self.rkey}"

    def is_said_in(self, record: object) -> bool:
        """Whether readers find the same there: text, language, pictures with what stands for them, the link's card."""
        return isinstance(record, dict) and _compared(record) == _compared(self.record)

    def receipt(self, record: dict[str, Any], now: datetime) -> Receipt:
        """Of the record as it stands at the server."""
        return Receipt(
            remote_id=self.uri, url=url_of(self.repo, self.rkey), at=_instant(record.get("createdAt")) or now
        )


def record_of(post: Outgoing, pictures: Sequence[Shown], resolve: Resolve) -> dict[str, Any]:
    """By the lexicon app.bsky.feed.post. Raises what `resolve` raises, and UnicodeEncodeError."""
    created = post.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    record: dict[str, Any] = {"$type": POST, "text": post.post.text, "createdAt": created, "langs": [post.language]}
    if marks := facets(post.post.text, post.post.entities, resolve):
        record["facets"] = marks
    if pictures:
        record["embed"] = gallery(pictures)
    elif links := [address for address in map(address_of, post.post.links) if address]:
        record["embed"] = card(links[0])
    return record


def wire_of(post: Outgoing, repo: str, record: dict[str, Any]) -> bytes:
    """The body of com.atproto.repo.putRecord. The null says that nothing may stand under the key yet: the same record
    again is no change and answered alike, another one is refused."""
    body = {"repo": repo, "collection": POST, "rkey": tid_of(post.key), "record": record, "swapRecord": None}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def ours_in(prepared: Prepared) -> Ours | None:
    """None where the bytes are no post under this key."""
    try:
        body = json.loads(prepared.wire)
        known = {"repo": body["repo"], "rkey": tid_of(prepared.key), "record": dict(body["record"])}
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    whole = known | {"collection": POST, "swapRecord": None}
    return Ours(**known) if body == whole and isinstance(known["repo"], str) else None


def gallery(pictures: Sequence[Shown]) -> dict[str, Any]:
    return {
        "$type": "app.bsky.embed.images",
        "images": [
            {
                "image": picture.blob,
                "alt": picture.alt,
                "aspectRatio": {"width": picture.width, "height": picture.height},
            }
            for picture in pictures
        ],
    }


def card(link: str) -> dict[str, Any]:
    """The page is not fetched, so that the card says no more than what is known: where the link leads."""
    host = urlsplit(link).hostname or link
    return {
        "$type": "app.bsky.embed.external",
        "external": {"uri": link, "title": host.removeprefix("www."), "description": ""},
    }


def url_of(repo: str, rkey: str) -> str:
    """By the account's lasting name, because a handle can change."""
    return f"{PEOPLE}/profile/{repo}/post/{rkey}"


def _compared(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in NOT_COMPARED}


def _instant(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
