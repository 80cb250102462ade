"""Which links a finished text would carry beside the one that its action was given, and a person verified."""

from unicodedata import normalize

import regex

from scheduler.model.campaign import Action
from scheduler.model.post import Post
from scheduler.model.text_rule import TextRule
from scheduler.rendering.links import find_links
from scheduler.rendering.marks import clean

ANY_SCHEME = regex.compile(r"[A-Za-z][0-9A-Za-z+.\-]*+://[^\s\u2066-\u2069]++|(?:magnet|xmpp):[^\s\u2066-\u2069]++")
"""Mastodon makes links of more than the web's addresses."""


def foreign_links(post: Post, action: Action, rule: TextRule) -> tuple[str, ...]:
    """In order: links of values that are not the action's own, such as a fact's source, and what this network would
    show as a link although no value holds it: an address, or a bare domain where those count."""
    marked = [entity for entity in post.entities if entity.kind == "link"]
    own = normalize("NFC", clean(action.link.url)) if action.link else None
    found = [(entity.start, entity.value) for entity in marked if entity.value != own]
    spans = [
        *((link.start, link.end) for link in find_links(post.text, bare_domains=rule.bare_domains)),
        *(address.span() for address in ANY_SCHEME.finditer(post.text)),
    ]
    for start, end in spans:
        if not any(entity.start <= start < entity.end for entity in marked):
            found.append((start, post.text[start:end]))
    return tuple(dict.fromkeys(text for _, text in sorted(found)))
