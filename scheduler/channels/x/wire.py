"""The bytes of a post to X, with what a look-up needs beside what the create call carries."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from scheduler.errors import ChannelRefused
from scheduler.model.receipt import Outgoing, Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    media_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the create call carries, under X's names."""

    text: str
    media: Media | None = None

    @property
    def media_ids(self) -> tuple[str, ...]:
        return self.media.media_ids if self.media else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """`body` goes out, the rest stays here: the post cannot have been out before `since`."""

    account: str
    since: AwareDatetime
    body: Body


WIRE = TypeAdapter(Wire)


def wire_for(post: Outgoing, media_ids: tuple[str, ...], since: datetime) -> Wire:
    body = Body(text=post.post.text, media=Media(media_ids=media_ids) if media_ids else None)
    return Wire(account=post.account, since=since, body=body)


def prepared_from(post: Outgoing, media_ids: tuple[str, ...]) -> Prepared:
    """Raises ChannelRefused for a text that is none in UTF-8."""
    wire = wire_for(post, media_ids, post.at)
    try:
        return Prepared(key=post.key, account=post.account, wire=WIRE.dump_json(wire, exclude_none=True))
    except PydanticSerializationError as wrong:
        raise ChannelRefused(f"the text of {post.key} holds characters that no network can carry") from wrong


def wire_of(prepared: Prepared) -> Wire | None:
    """None: these bytes are no post to X, or one of another account."""
    try:
        wire = WIRE.validate_json(prepared.wire)
    except ValidationError:
        return None
    return wire if wire.account == prepared.account else None
