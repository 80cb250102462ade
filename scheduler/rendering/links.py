"""Finds the links, hashtags and mentions of a text as the networks do, so that what we count is what they count."""

import unicodedata
from collections.abc import Iterable, Iterator

import regex

from scheduler.model.post import Entity
from scheduler.rendering.addresses import QUERY, Address, addresses
from scheduler.rendering.hosts import LATIN, latin_hosts, resolvable, top_level_end

SHORTENED = regex.compile(rf"[hH][tT][tT][pP][sS]?://[tT]\.[cC][oO]/(?P<slug>[0-9A-Za-z]++)(?:{QUERY})?+")
LONGEST_SLUG = 40
LONGEST_LINK = 4000  # of the 4096 that X takes: room for a scheme and for the encoding of a host
NO_BARE_LINK_AFTER = frozenset("-_./")

TAG_LETTER = r"\p{L}\p{M}"
TAG_SIGN = r"\p{Nd}_·־׳״་༌\u200c\u200d〃〜゛゜゠・꙾～"
TAG_START = rf"(?:(?<=[\ufe0e\ufe0f])|(?<![{TAG_LETTER}{TAG_SIGN}&]))[#＃](?![\ufe0f\u20e3])"
TAG_NAME = rf"(?P<name>[{TAG_SIGN}]*+[{TAG_LETTER}][{TAG_LETTER}{TAG_SIGN}]*+)"
HASHTAG = regex.compile(rf"{TAG_START}{TAG_NAME}(?![#＃]|://)")

USER = r"[0-9A-Za-z_]++"
SERVER = r"@(?:[0-9A-Za-z-]++\.)++[0-9A-Za-z]++"
MENTION_START = r"(?:(?<![0-9A-Za-z_!@#$%&*＠])|(?<=(?<![+.~\-0-9A-Za-z_])[rR][tT]:?))[@＠]"
MENTION = regex.compile(rf"{MENTION_START}(?P<user>{USER})(?P<more>(?:[-.]++{USER})*+(?:{SERVER})?+)")
WITHOUT_SERVER = regex.compile(r"(?<=[\w=/])@|＠")
NO_MENTION_BEFORE = regex.compile(rf"[@＠{LATIN}]|://")


def find_links(text: str, *, bare_domains: bool) -> list[Entity]:
    """In order, without overlaps; `bare_domains`: `example.com` is a link as well. The value is what stands there."""
    if "." not in text or not (bare_domains or "://" in text):
        return []
    return [
        Entity(kind="link", start=start, end=end, value=text[start:end])
        for address in addresses(text)
        for start, end in _links_at(text, address, bare_domains=bare_domains)
    ]


def find_hashtags(text: str) -> list[Entity]:
    """With at least one letter, in any script; not those inside a link."""
    return _outside_links(text, (_entity("hashtag", found, found["name"]) for found in HASHTAG.finditer(text)))


def same_tag(one: str, other: str) -> bool:
    """Whether a network shows both hashtags as one: `#CloseTheCamps` and `closethecamps` are."""
    return _folded_tag(one) == _folded_tag(other)


def find_mentions(text: str) -> list[Entity]:
    """The value is `user`, Mastodon's `user@server.org` or Bluesky's `user.server.org`; not those inside a link."""
    return _outside_links(text, filter(None, (_mention(text, found) for found in MENTION.finditer(text))))


def _links_at(text: str, address: Address, *, bare_domains: bool) -> Iterator[tuple[int, int]]:
    host = text[address.host : address.host_end]
    if address.end - address.host > LONGEST_LINK or not resolvable(host):
        return
    if address.start is not None:
        short = SHORTENED.match(text, address.start, address.end)
        if short is None:
            yield address.start, address.end
        elif len(short["slug"]) <= LONGEST_SLUG:
            yield short.span()
    elif bare_domains and text[address.host - 1 : address.host] not in NO_BARE_LINK_AFTER:
        for start, end in latin_hosts(host):
            whole = address.has_path and end == len(host)
            yield address.host + start, address.end if whole else address.host + end


def _mention(text: str, found: regex.Match[str]) -> Entity | None:
    user, more, end = found["user"], found["more"], found.end()
    named = "." in more and top_level_end(text, text.rindex(".", 0, end) + 1) == end
    if named and ("@" not in more or not WITHOUT_SERVER.match(text, found.start())):
        return _entity("mention", found, user + more)
    if NO_MENTION_BEFORE.match(text, found.end("user")):
        return None
    return Entity(kind="mention", start=found.start(), end=found.end("user"), value=user)


def _entity(kind: str, found: regex.Match[str], value: str) -> Entity:
    return Entity(kind=kind, start=found.start(), end=found.end(), value=value)


def _outside_links(text: str, entities: Iterable[Entity]) -> list[Entity]:
    found = list(entities)
    links = find_links(text, bare_domains=True) if found else []
    linked = {at for link in links for at in range(link.start, link.end)}
    return [entity for entity in found if entity.start not in linked]


def _folded_tag(tag: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tag).lstrip("#").casefold())
