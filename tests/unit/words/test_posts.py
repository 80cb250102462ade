from dataclasses import replace

import pytest

from scheduler.model.delivery import State
from scheduler.words.posts import (
    REDACTED,
    STATES,
    around,
    counted,
    gist,
    named,
    pictured,
    printable,
    text_of,
)
from tests.make import a_delivery, a_post, an_attachment


def test_every_state_is_explained() -> None:
    assert set(State) == set(STATES)


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\r", "\t", "\x7f", "\x9b", "\u202d", "\u202e"])
def test_what_could_steer_a_terminal_becomes_visible(sign: str) -> None:
    assert printable(f"a{sign}b") == "a�b"


def test_lines_and_letters_of_every_script_stay_as_they_are() -> None:
    text = "Закройте лагеря\nقم بالتوقيع \u2068#Chechnya\u2069 👩‍👩‍👧\xa0ok"

    assert text == printable(text)


def test_a_redacted_text_is_said_to_be_redacted() -> None:
    gone = replace(a_post("Sign."), text="")

    assert text_of(gone) == REDACTED
    assert gist(gone) == REDACTED


def test_the_gist_is_the_beginning_in_one_line() -> None:
    assert gist(a_post("\n  Sign now. \n\nMore.")) == "Sign now. More."
    assert gist(a_post("\n")) == ""


def test_a_long_gist_is_cut_where_it_no_longer_fits() -> None:
    assert gist(a_post("abcde fgh"), longest=9) == "abcde fgh"
    assert gist(a_post("abcde fghi"), longest=9) == "abcde fg…"
    assert gist(a_post("abcde fghi"), longest=7) == "abcde…"


def test_a_post_is_counted_against_its_limit() -> None:
    assert counted(a_post("Sign.", length=5, limit=280)) == "5 of 280"


def test_a_post_is_spoken_of_by_its_short_key() -> None:
    row = a_delivery()

    assert named(row) == f"{row.key.short} (close-the-camps on demo)"


def test_what_a_post_costs_stands_behind_its_count() -> None:
    assert counted(a_post("Sign.", length=5, limit=280, cost=200_000)) == "5 of 280 for 0.20 US dollars"


def test_each_picture_has_a_line_with_its_words() -> None:
    post = a_post(pictures=(an_attachment(alt="A banner\x1b[31m."), an_attachment(file="config/map.jpg", alt="")))

    assert pictured(post) == ["[picture: banner.png: A banner�[31m.]", f"[picture: map.jpg: {REDACTED}]"]
    assert pictured(post, exactly=True)[1] == f"[picture: map.jpg {an_attachment().digest[:8]}: {REDACTED}]"
    assert pictured(a_post()) == []


def test_what_stands_around_a_text_is_said_before_and_after_it() -> None:
    assert around(a_post("Sign.")) == []
    assert around(a_post("Sign.", warning="Violence", visibility="unlisted")) == [
        "[warning: Violence]",
        "[seen as: unlisted]",
    ]
