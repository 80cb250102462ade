"""Values that are neither names nor times nor addresses: texts, numbers, words out of a list."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema

from scheduler.config.forms import reads, wrong
from scheduler.config.names import language
from scheduler.config.wording import unknown
from scheduler.model.campaign import Kind

PLAIN = ""
"""The language of words that were written as one plain text: the campaign's."""

LONGEST_TEXT = 5000
Choice = TypeVar("Choice", bound=StrEnum)


def words(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise wrong("this text is empty", "write it, or leave it out")
    if len(stripped) > LONGEST_TEXT:
        raise wrong("this text is too long", f"keep it under {LONGEST_TEXT} characters")
    return stripped


def yes_or_no(text: str) -> bool:
    meaning = {"yes": True, "true": True, "no": False, "false": False}.get(text.lower())
    if meaning is None:
        raise wrong("this is neither yes nor no", "write yes or no")
    return meaning


def whole(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise wrong("this is not a number that can stand here", f"write a whole number from {low} to {high}")
        return int(text)

    return number


def dollars(text: str) -> int:
    """In millionths, so that nothing is lost in adding up."""
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,2})?", text):
        raise wrong("this is not a sum of US dollars", "write the number alone, as in 20 or 2.50")
    return int(Decimal(text) * 1_000_000)


def one_of(noun: str, names: type[Choice]) -> Callable[[str], Choice]:
    known = [str(name) for name in names]

    def chosen(text: str) -> Choice:
        if text not in known:
            raise wrong(*unknown(noun, text, known))
        return names(text)

    return chosen


def any_of(names: Iterable[str]) -> WithJsonSchema:
    return WithJsonSchema({"enum": [str(name) for name in names]})


def numbered(low: int, high: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "integer", "minimum": low, "maximum": high})


def _by_language(value: object) -> object:
    return {PLAIN: value} if isinstance(value, str) else value


_WORDS_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string", "minLength": 1}},
    ]
}

Text = Annotated[str, reads(words), WithJsonSchema({"type": "string", "minLength": 1})]
Dollars = Annotated[int, reads(dollars), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 999_999.99})]
YesNo = Annotated[bool, reads(yes_or_no), WithJsonSchema({"enum": ["yes", "no", True, False]})]
KindName = Annotated[Kind, reads(one_of("kind of action", Kind)), any_of(Kind)]
ByLanguage = Annotated[
    dict[Annotated[str, reads(lambda text: text if text == PLAIN else language(text))], Text],
    BeforeValidator(_by_language),
    Field(min_length=1),
    WithJsonSchema(_WORDS_SCHEMA),
]
"""Words: one plain text in the campaign's language, or one text for each language."""


def in_languages(words: Mapping[str, str] | None, own: str) -> dict[str, str]:
    """`own`: the language of what was written as one plain text."""
    return {code or own: text for code, text in (words or {}).items()}
