"""The media end points of the fake of X."""

import base64
import io
from email import message_from_bytes
from email.policy import HTTP

from PIL import Image, UnidentifiedImageError

from tests.servers.x_messages import Asked, Json, invalid, oversized
from tests.servers.x_world import Media, World

CEILING = {"tweet_image": 5_000_000, "tweet_gif": 15_000_000}
LIFE = 86_400


def form(asked: Asked) -> Json:
    """The fields of a JSON or multipart body; `media` is bytes in both."""
    if not asked.content_type.startswith("multipart/form-data"):
        fields = asked.json()
        return fields | {"media": base64.b64decode(fields.get("media", ""), validate=True)}
    whole = message_from_bytes(f"Content-Type: {asked.content_type}\r\n\r\n".encode() + asked.body, policy=HTTP)
    fields = {}
    for part in whole.iter_parts():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        fields[str(name)] = data if name == "media" else bytes(data).decode()
    return fields


def upload(world: World, asked: Asked) -> Json:
    """A picture in one piece."""
    fields = form(asked)
    media = Media(world.new_id(), world.clock.now(), fields.get("media_category", ""), fields["media"])
    described = describe(media)
    world.media[media.id] = media
    return described


def describe(media: Media) -> Json:
    """Raises Refused where it is no picture that X takes."""
    ceiling = CEILING.get(media.category)
    if ceiling is None:
        raise invalid(f"The media category [{media.category}] is not valid.")
    if len(media.data) > ceiling:
        raise oversized()
    try:
        with Image.open(io.BytesIO(media.data)) as picture:
            width, height, kind = *picture.size, picture.get_format_mimetype() or ""
    except (UnidentifiedImageError, OSError) as wrong:
        raise invalid("media type unrecognized.") from wrong
    if kind not in {"image/jpeg", "image/png", "image/gif", "image/webp"}:
        raise invalid("media type unrecognized.")
    about = {"w": width, "h": height, "image_type": kind}
    named = {"id": media.id, "media_key": media.key, "expires_after_secs": LIFE}
    return {"data": named | {"size": len(media.data), "image": about}}


def initialize(world: World, asked: Asked) -> Json:
    fields = asked.json()
    media = Media(world.new_id(), world.clock.now(), fields.get("media_category", ""), done=False)
    world.media[media.id] = media
    return {"data": {"id": media.id, "media_key": media.key, "expires_after_secs": LIFE}}


def append(world: World, asked: Asked, media_id: str) -> Json:
    media = open_one(world, media_id)
    media.data += form(asked)["media"]
    return {"data": {"expires_at": int(media.at.timestamp()) + LIFE}}


def finalize(world: World, media_id: str) -> Json:
    media = open_one(world, media_id)
    described = describe(media)
    media.done = True
    return described


def open_one(world: World, media_id: str) -> Media:
    media = world.media.get(media_id)
    if media is None or media.done:
        raise invalid(f"The media id [{media_id}] is not being uploaded.")
    return media


def describe_for_people(world: World, asked: Asked) -> Json:
    """Takes the text for people who cannot see the picture."""
    fields = asked.json()
    media = world.media.get(fields.get("id", ""))
    if media is None:
        raise invalid("Your media IDs are invalid.")
    alt: str = ((fields.get("metadata") or {}).get("alt_text") or {}).get("text", "")
    if len(alt) > 1000:
        raise invalid("$.metadata.alt_text.text: must be at most 1000 characters long")
    media.alt = alt
    return {"data": {"id": media.id, "associated_metadata": {"alt_text": {"text": alt}}}}
