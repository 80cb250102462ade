"""The words that a campaign never says, however they are spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rendering.never_say import never_said, said_of
from tests.make import a_post, an_attachment


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He is a victim.", "victim"),
        ("VICTIM", "victim"),
        ("victim", "Victim"),
        ("#Victim!", "victim"),
        ("the_victim_said", "victim"),
        ("a vic\u200btim", "victim"),
        ("a vic\u00adtim", "victim"),
        ("a vic\u2068tim\u2069", "victim"),
        ("an old\u00a0\n word", "old word"),
        ("Die STRASSE", "straße"),
        ("cafe\u0301", "café"),
        ("café", "cafe\u0301"),
        ("он ЖЕРТВА.", "жертва"),
        ("这是禁词之一", "禁词"),
        ("c++ is", "c++"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("\u03b1\u0345\u0301", "\u1fb4"),
        ("\u03aa\u0301", "\u0390"),
    ],
)
def test_a_forbidden_word_is_found(text: str, word: str) -> None:
    assert never_said(text, ["other", word]) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("victims", "victim"),
        ("revictim", "victim"),
        ("victim2", "victim"),
        ("cafe", "café"),
        ("cafe\u0301", "cafe"),
        ("old wordy", "old word"),
        ("oldword", "old word"),
        ("a.b", "a-b"),
        ("axb", "a.b"),
        ("anything", ""),
        ("anything", " "),
        ("жертвам", "жертва"),
    ],
)
def test_other_words_are_not(text: str, word: str) -> None:
    assert never_said(text, [word]) is None


def test_the_first_of_the_list_is_named() -> None:
    assert never_said("b and a", ["a", "b"]) == "a"


def test_without_a_list_everything_may_be_said() -> None:
    assert never_said("anything", []) is None


@given(st.text(max_size=20), st.text(st.characters(categories=["L"]), min_size=1, max_size=8), st.text(max_size=20))
def test_a_word_between_spaces_is_always_found(before: str, word: str, after: str) -> None:
    assert never_said(f"{before} {word} {after}", [word]) == word


def test_a_post_says_the_words_of_its_pictures_too_but_none_across_their_ends() -> None:
    post = a_post("A concentration", pictures=(an_attachment(alt="Camp of the press."), an_attachment(alt="Savages.")))

    assert said_of(post, ["concentration camp"]) is None
    assert said_of(post, iter(["savages"])) == "savages"
    assert said_of(a_post("Savages."), ["savages"]) == "savages"
