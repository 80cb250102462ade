from collections.abc import Callable

import pytest
from pydantic_core import PydanticCustomError

from scheduler.config.names import handle, hashtag, identifier, language, network_word, variable


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (identifier, "a"),
        (identifier, "2019"),
        (identifier, "close-the-camps"),
        (identifier, "a" * 60),
        (language, "en"),
        (language, "crh"),
        (language, "pt-BR"),
        (language, "zh-Hant-TW"),
        (hashtag, "CloseTheCamps"),
        (hashtag, "Чечня"),
        (hashtag, "सत्य"),  # its vowel signs are marks, not letters
        (hashtag, "می‌خواهم"),
        (hashtag, "camp_2019"),
        (hashtag, "Bon·a"),
        (handle, "Genproc"),
        (handle, "name@mastodon.example"),
        (handle, "name.bsky.social"),
        (variable, "TOKEN"),
        (variable, "_token_2"),
        (variable, "LONG" * 25),
        (network_word, "x"),
        (network_word, "instagram"),
        (network_word, "a" * 31),
    ],
)
def test_a_name_that_is_one_is_taken_as_it_stands(kind: Callable[[str], str], text: str) -> None:
    assert kind(text) == text


@pytest.mark.parametrize(
    ("kind", "text", "what"),
    [
        (identifier, "", "this is not an id"),
        (identifier, "-a", "this is not an id"),
        (identifier, "A", "this is not an id"),
        (identifier, "a b", "this is not an id"),
        (identifier, "a\n", "this is not an id"),
        (identifier, "é", "this is not an id"),
        (identifier, "a" * 61, "this is not an id"),
        (language, "english", "this is not the code of a language"),
        (language, "EN", "this is not the code of a language"),
        (language, "e", "this is not the code of a language"),
        (language, "", "this is not the code of a language"),
        (hashtag, "#CloseTheCamps", "hashtags are written without #"),
        (hashtag, "＃CloseTheCamps", "hashtags are written without #"),
        (hashtag, "Close the Camps", "this is not one hashtag"),
        (hashtag, "Close-the-Camps", "this is not one hashtag"),
        (hashtag, "", "this is not one hashtag"),
        (hashtag, "2019", "this hashtag has no letter"),
        (handle, "@Genproc", "handles are written without @"),
        (handle, "＠Genproc", "handles are written without @"),
        (handle, "two words", "this is not a handle"),
        (handle, "https://x.example/Genproc", "this is not a handle"),
        (handle, "a@b@c", "this is not a handle"),
        (handle, "", "this is not a handle"),
        (variable, "MY-TOKEN", "this is not the name of an environment variable"),
        (variable, "2TOKENS", "this is not the name of an environment variable"),
        (variable, "LONG" * 25 + "R", "this is not the name of an environment variable"),
        (variable, "AKIA" + "NOTAREALTOKEN000", "this is not the name of an environment variable"),
        (network_word, "X", "this is not the name of a network"),
        (network_word, "1x", "this is not the name of a network"),
        (network_word, "a" * 32, "this is not the name of a network"),
    ],
)
def test_a_name_that_is_none_is_refused_and_not_repeated(kind: Callable[[str], str], text: str, what: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        kind(text)

    assert refused.value.context is not None
    assert refused.value.context["what"] == what
    assert refused.value.context["fix"]
