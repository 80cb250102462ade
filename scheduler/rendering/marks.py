"""Marks around links, hashtags and handles while a text is being made, so that their places are known exactly.

The marks are noncharacters: Unicode keeps them for use inside a program, and no text may carry them.
"""

import regex

Part = tuple[str, str]
"""A kind of entity ('' for what stands between them), and a piece of text."""

KINDS = {"\ufdd0": "link", "\ufdd1": "hashtag", "\ufdd2": "mention"}
END = "\ufdd3"

_MARKED = regex.compile("([\ufdd0-\ufdd2])([^\ufdd0-\ufdd3]*)\ufdd3")
_NEVER_TEXT = regex.compile(r"[\p{Noncharacter_Code_Point}\p{Surrogate}]")


def link(url: str) -> str:
    return f"\ufdd0{clean(url)}{END}"


def hashtag(tag: str) -> str:
    return f"\ufdd1#{clean(tag)}{END}"


def mention(handle: str) -> str:
    return f"\ufdd2@{clean(handle)}{END}"


def clean(text: str) -> str:
    """Without the code points that are no text, the marks among them."""
    return text if text.isascii() else _NEVER_TEXT.sub("", text)


def marked_parts(text: str) -> list[Part]:
    """The text in pieces, in order and without the marks."""
    parts: list[Part] = []
    end = 0
    for found in _MARKED.finditer(text):
        if found.start() > end:
            parts.append(("", text[end : found.start()]))
        parts.append((KINDS[found[1]], found[2]))
        end = found.end()
    if end < len(text):
        parts.append(("", text[end:]))
    return parts
