import pytest

from scheduler.config.flaws import Mark
from scheduler.config.spaces import with_plain_spaces


def told(text: str) -> list[tuple[Mark, str]]:
    return [(flaw.mark, flaw.what) for flaw in with_plain_spaces(text, 1)[1]]


@pytest.mark.parametrize(
    ("text", "mark", "plain"),
    [
        ("a:\tb\n", (1, 3), "a: b\n"),
        ("a: b\t# c\n", (1, 5), "a: b # c\n"),
        ("a:\n\tb: c\n", (2, 1), "a:\n b: c\n"),
    ],
)
def test_a_tab_is_told_and_becomes_a_space(text: str, mark: tuple[int, int], plain: str) -> None:
    assert told(text) == [(mark, "a tab stands here")]
    assert with_plain_spaces(text, 1)[0] == plain


def test_the_first_tab_speaks_for_all_lines() -> None:
    assert told("a:\tb\nc:\td\n") == [((1, 3), "a tab stands here (one of 2 lines)")]


def test_a_tab_in_a_comment_harms_nobody() -> None:
    assert with_plain_spaces("# a\tb\na: b # c\td\n", 1) == ("# a\tb\na: b # c\td\n", [])


@pytest.mark.parametrize("space", ["\u00a0", "\u2000", "\u200a", "\u202f", "\u205f", "\u3000"])
def test_a_space_that_is_none_is_told_where_it_holds_the_structure(space: str) -> None:
    what = "this looks like a space and is none"

    assert told(f"a:{space}b\n") == [((1, 3), what)]
    assert told(f"a:\n - {space}b\n") == [((2, 4), what)]
    assert told(f"a:\n{space} b: c\n") == [((2, 1), what)]
    assert told(f"a:{space}b\nc:{space}d\n") == [((1, 3), f"{what} (one of 2 lines)")]
    assert told(f"a: b{space}c\n") == []
    assert with_plain_spaces(f"a:{space}b\n", 1)[0] == "a: b\n"


def test_lines_are_those_of_the_file() -> None:
    assert with_plain_spaces("a:\tb", 5)[1][0].mark == (5, 3)


def test_a_long_line_takes_no_long_time() -> None:
    for text in ("-" * 200_000, " " * 200_000, "- " * 100_000, "a" * 200_000, "a -" * 70_000):
        assert told(text) == []
