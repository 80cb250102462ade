"""Marks that no text may carry, around what must be found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rendering.marks import clean, hashtag, link, marked_parts, mention


def test_marked_values_come_back_in_order_with_what_stands_between() -> None:
    text = f"Sign {link('https://a.org/')} {hashtag('Tag')}{mention('user')}!"

    assert marked_parts(text) == [
        ("", "Sign "),
        ("link", "https://a.org/"),
        ("", " "),
        ("hashtag", "#Tag"),
        ("mention", "@user"),
        ("", "!"),
    ]


def test_a_text_that_is_all_mark_has_one_part() -> None:
    assert marked_parts(link("https://a.org/")) == [("link", "https://a.org/")]


def test_an_empty_text_has_no_parts() -> None:
    assert marked_parts("") == []


@pytest.mark.parametrize("character", ["\ufdd0", "\ufdd3", "\ufdef", "\ufffe", "\U0001ffff", "\ud800"])
def test_code_points_that_are_no_text_are_taken_out(character: str) -> None:
    assert clean(f"до{character}мой") == "домой"


@pytest.mark.parametrize("text", ["plain", "می‌خواهم", "👨‍👩‍👧", "\ue000"])
def test_everything_else_stays(text: str) -> None:
    assert clean(text) == text


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_value_cannot_break_out_of_its_mark(value: str, around: str) -> None:
    parts = marked_parts(clean(around) + link(value) + clean(around))

    assert [piece for kind, piece in parts if kind] == [clean(value)]
