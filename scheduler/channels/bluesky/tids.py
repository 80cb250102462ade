"""The record keys of Bluesky: a post's own, made from its slot's key and from nothing else."""

import hashlib
from datetime import UTC, datetime, timedelta

SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
LETTERS = 13
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def tid_of(key: str) -> str:
    """A timestamp identifier as the lexicon of posts asks for (atproto.com, Record Key): microseconds, ten bits of a
    clock's id, written in digits that sort. The instant is the nominal one of the key, read as if it stood in UTC, so
    that no edit of a zone and no moved post changes it; 35 bits within its minute are drawn from the whole key."""
    digest = hashlib.sha256(f"bluesky record key {key}".encode()).digest()
    drawn = int.from_bytes(digest[:5], "big") & (1 << 35) - 1
    number = (_nominal(key) // timedelta(microseconds=1) << 10) + drawn
    return "".join(SORTABLE[number >> 5 * place & 31] for place in reversed(range(LETTERS)))


def is_tid(text: str) -> bool:
    return len(text) == LETTERS and set(text) <= set(SORTABLE)


def _nominal(key: str) -> timedelta:
    """Since 1970. Raises ValueError where the text is no slot's key."""
    _, _, nominal, *_ = key.split("/")
    instant = datetime.fromisoformat(nominal)
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)) - EPOCH
