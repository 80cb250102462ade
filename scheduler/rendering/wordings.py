"""Finds the wording of something in a language, or says which one is missing."""

from unicodedata import normalize

from scheduler.model.campaign import Language, Words
from scheduler.rendering.marks import clean
from scheduler.rendering.terms import Missing, Value
from scheduler.rendering.tongues import language_name, primary


def in_language(words: Words, language: Language) -> str | None:
    """The wording in this language, else in the language without its region (`pt` for `pt-BR`)."""
    return words.get(language) or words.get(primary(language))


def worded(words: Words, language: Language, name: str, lacks: str) -> Value:
    """`lacks` is what is said where there are no words at all."""
    if not words:
        return Missing(lacks)
    text = in_language(words, language)
    return Missing(f"there is no {language_name(language)} wording of {name}") if text is None else composed(text)


def composed(text: str) -> str:
    """As a text may hold it: NFC, without the code points that are no text."""
    return normalize("NFC", clean(text))
