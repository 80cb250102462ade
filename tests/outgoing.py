"""Posts on their way out, with good defaults, for the tests of channels."""

from datetime import datetime

from scheduler.clock import ManualClock
from scheduler.model.post import Entity
from scheduler.model.receipt import Image, Outgoing
from scheduler.model.text_rule import TextRule
from tests.make import a_key, a_post, utc

NINE = utc("2026-11-23 09:00")
KEY = str(a_key())
MANNERS = TextRule(network="mastodon", counting="graphemes", limit=500, link_length=23, local_mentions=True)

HOSTILE = (
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)> &amp; {{ 7 * 7 }} {% raw %}",
    "a line\nand another\r\n\n\ta fourth\u2028fifth\u0085sixth",
    '{"event": "posted"}\n{"event": "deleted"}',
    "nul \x00 and bell \x07 and escape \x1b[31m",
    "\u202eright to left override\u2066 \u200b\u200d",
    "Закройте лагеря — سكوت نكنيد 🏳️‍🌈 👩‍👩‍👧",
    "javascript:alert(1) data:text/html,<b>x</b>",
)
"""Texts that break what is not careful; each fits every network."""


def a_clock() -> ManualClock:
    return ManualClock(NINE)


def an_outgoing(
    text: str = "Sign Amnesty's petition.",
    *,
    key: str = KEY,
    account: str = "demo",
    language: str = "en",
    zone: str = "Europe/London",
    entities: tuple[Entity, ...] = (),
    pictures: tuple[Image, ...] = (),
    at: datetime = NINE,
    warning: str = "",
    visibility: str = "",
) -> Outgoing:
    post = a_post(text, entities=entities, warning=warning, visibility=visibility)
    return Outgoing(key=key, account=account, post=post, language=language, at=at, zone=zone, pictures=pictures)


def marked(text: str, **values: str) -> tuple[Entity, ...]:
    """The first place of each value's mark in a text, by kind: `link="https://…"`, `hashtag="Tag"`."""
    sign = {"hashtag": "#", "mention": "@"}
    found = []
    for kind, value in values.items():
        mark = sign.get(kind, "") + value
        start = text.index(mark)
        found.append(Entity(kind=kind, start=start, end=start + len(mark), value=value))
    return tuple(found)


def opened() -> None:
    """A fence that stands open."""
