"""One wording of many languages."""

import pytest

from scheduler.rendering.terms import Missing
from scheduler.rendering.wordings import composed, in_language, worded


@pytest.mark.parametrize(
    ("words", "language", "text"),
    [
        ({"en": "a"}, "en", "a"),
        ({"pt": "a"}, "pt-BR", "a"),
        ({"pt": "a", "pt-BR": "b"}, "pt-BR", "b"),
        ({"pt-BR": "b"}, "pt", None),
        ({}, "en", None),
    ],
)
def test_a_wording_is_found_by_language_then_without_its_region(
    words: dict[str, str], language: str, text: str | None
) -> None:
    assert in_language(words, language) == text


def test_a_wording_is_composed() -> None:
    assert worded({"en": "cafe\u0301\ufdd0"}, "en", "the name", "there is none") == "café"
    assert composed("cafe\u0301\ufdd0") == "café"


def test_a_missing_wording_names_its_language() -> None:
    assert worded({"en": "a"}, "ru", "the name", "there is none") == Missing("there is no Russian wording of the name")


def test_no_words_at_all_are_told_apart_from_a_missing_wording() -> None:
    assert worded({}, "ru", "the name", "there is none") == Missing("there is none")
