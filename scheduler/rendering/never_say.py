"""Finds the words that a campaign never says, however they are spelled."""

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize

import regex

from scheduler.model.post import Post

_UNSEEN = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cf}]")
_UNSPACED = (
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}"
    r"\p{Script=Myanmar}\p{Script=Tibetan}]"
)
_LETTER = r"[\p{L}\p{M}\p{N}]"


def never_said(text: str, words: Iterable[str]) -> str | None:
    """The first of these words, as the list writes it, that the text holds as a whole word; None: it holds none.
    Upper and lower case, invisible characters and the kind of space make no difference."""
    said = _plain(text)
    return next((word for word in words if (pattern := _pattern(word)) and pattern.search(said)), None)


def said_of(post: Post, words: Iterable[str]) -> str | None:
    """The first of these words that its text or the alt text of a picture holds."""
    words = tuple(words)
    return next((word for wording in post.wordings if (word := never_said(wording, words))), None)


@lru_cache(maxsize=4096)
def _pattern(word: str) -> regex.Pattern[str] | None:
    """None where the word is empty. Scripts that put no space between words have no whole words to look for."""
    parts = _plain(word).split()
    if not parts:
        return None
    whole = r"\s+".join(regex.escape(part) for part in parts)
    return regex.compile(rf"(?:(?<!{_LETTER})|(?={_UNSPACED})){whole}(?:(?!{_LETTER})|(?<={_UNSPACED}))")


def _plain(text: str) -> str:
    if text.isascii():
        return text.casefold()
    return normalize("NFC", normalize("NFC", _UNSEEN.sub("", text)).casefold())
