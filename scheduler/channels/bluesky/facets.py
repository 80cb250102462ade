"""The marks that Bluesky wants beside a text: which of its bytes are a link, a hashtag or a mention."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from pyuegc import EGC

from scheduler.model.post import Entity

FACET = "app.bsky.richtext.facet"
LONGEST_TAG = 64
"""Characters as readers count them; ten bytes are allowed for each (lexicon app.bsky.richtext.facet)."""

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)

Resolve = Callable[[str], str | None]
"""The DID of a handle; None where nobody has it."""


def facets(text: str, entities: Iterable[Entity], resolve: Resolve) -> list[dict[str, Any]]:
    """In the order of the text, none over another; what cannot be marked is left as plain text. The server checks none
    of the offsets, which count bytes of UTF-8. Raises what `resolve` raises, and UnicodeEncodeError."""
    made: list[dict[str, Any]] = []
    behind = 0
    for entity in sorted(entities, key=lambda entity: (entity.start, entity.end)):
        if not behind <= entity.start < entity.end <= len(text):
            continue
        feature = _feature(entity, resolve)
        if feature is None:
            continue
        behind = entity.end
        start = len(text[: entity.start].encode())
        end = start + len(text[entity.start : entity.end].encode())
        made.append({"index": {"byteStart": start, "byteEnd": end}, "features": [feature]})
    return made


def _feature(entity: Entity, resolve: Resolve) -> dict[str, str] | None:
    match entity.kind:
        case "link" if address := address_of(entity.value):
            return {"$type": f"{FACET}#link", "uri": address}
        case "hashtag" if fits(entity.value):
            return {"$type": f"{FACET}#tag", "tag": entity.value}
        case "mention" if did := resolve(entity.value):
            return {"$type": f"{FACET}#mention", "did": did}
        case _:
            return None


def address_of(link: str) -> str | None:
    """A domain without a scheme is reached by https; None where it is no address of the web."""
    bare = not SCHEME.match(link) or re.match(r"[^/:]+:[0-9]", link)
    address = f"https://{link}" if bare else link
    return address if ADDRESS.fullmatch(address) else None


def fits(tag: str) -> bool:
    return bool(tag) and len(tag.encode()) <= 10 * LONGEST_TAG and len(EGC(tag)) <= LONGEST_TAG
