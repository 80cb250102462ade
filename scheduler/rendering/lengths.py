"""Measures a text as its network counts it, and never shorter than the network does."""

import unicodedata

import regex
from pyuegc import EGC

from scheduler.model.post import Entity, Measure
from scheduler.model.text_rule import TextRule
from scheduler.rendering.links import find_links, find_mentions
from scheduler.rendering.weights import Weights, weights_of_x

NOTHING_TO_READ = regex.compile(r"[\p{Z}\p{Cc}\p{Cf}]*+")
HALF_A_CHARACTER = regex.compile(r"\p{Cs}")


def measure(text: str, rule: TextRule) -> Measure:
    """Never raises."""
    weighted = rule.counting == "weighted"
    length = weighted_length(text, rule, weights_of_x()) if weighted else grapheme_length(text, rule)
    why = _unsendable(text, rule) or _too_long(text, rule, length)
    return Measure(length=length, limit=rule.limit, fits=not why, why=why)


def length_of(plain: str) -> int:
    """Of a text in which nothing counts for less than it is, in graphemes."""
    return len(EGC(plain)) if plain else 0


def weighted_length(text: str, rule: TextRule, weights: Weights) -> int:
    """By the weight of each composed character (NFC); a link weighs as much as `link_length` light ones."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    links = _shortened_links(composed, rule)
    weight = len(links) * (rule.link_length or 0) * weights.scale
    behind = 0
    for link in links:
        weight += weights.weigh(composed[behind : link.start])
        behind = link.end
    weight += weights.weigh(composed[behind:])
    return -(-weight // weights.scale)


def grapheme_length(text: str, rule: TextRule) -> int:
    """By what readers take for one character: a letter with its marks, an emoji with all its parts."""
    counted = _as_counted(text, rule)
    return len(counted) - counted.count("\r\n") if counted.isascii() else len(EGC(counted))


def _as_counted(text: str, rule: TextRule) -> str:
    """The text with stand-ins for its links, and with mentions cut to what counts of them."""
    stand_ins = [(link, "x" * (rule.link_length or 0)) for link in _shortened_links(text, rule)]
    if rule.local_mentions and "@" in text:
        stand_ins += [(mention, "@" + mention.value.partition("@")[0]) for mention in find_mentions(text)]
    for entity, stand_in in sorted(stand_ins, key=lambda pair: pair[0].start, reverse=True):
        text = text[: entity.start] + stand_in + text[entity.end :]
    return text


def _shortened_links(text: str, rule: TextRule) -> list[Entity]:
    return [] if rule.link_length is None else find_links(text, bare_domains=rule.bare_domains)


def _unsendable(text: str, rule: TextRule) -> str:
    if NOTHING_TO_READ.fullmatch(text):
        return "there is nothing to read in it"
    if half := HALF_A_CHARACTER.search(text):
        return f"{_code_point(half.group())} in it is half of a character"
    refused = weights_of_x().invalid.intersection(text) if rule.counting == "weighted" else ()
    return f"{rule.network} refuses the invisible {_code_point(min(refused))} in it" if refused else ""


def _too_long(text: str, rule: TextRule, length: int) -> str:
    if length > rule.limit:
        return f"{length} of {rule.limit} allowed: {length - rule.limit} too long"
    size = 0 if rule.max_bytes is None else len(text.encode("utf-8", "surrogatepass"))
    if rule.max_bytes is not None and size > rule.max_bytes:
        return f"{size} of {rule.max_bytes} bytes allowed: {size - rule.max_bytes} too long"
    return ""


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"
