import pytest

from scheduler.config.comments import comment_after, swallowed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: b #c", [5]),
        ("a: [#b, #c]\n", [4]),
        ("- #c\n- #d\n", [2, 7]),
        ("a: b # c", []),
        ("a: b #\n", []),
        ("a: b #", []),
        ("a: b #!c", []),
        ("a: b ##c", []),
        ("a: b #\tc", []),
        ("#c\na: b", []),
        ("   #c\na: b", []),
        ("a: b # c #d\n", []),
    ],
)
def test_a_comment_that_is_glued_to_its_sign_behind_something_swallows_it(text: str, found: list[int]) -> None:
    assert list(swallowed(text, 0, len(text))) == found


def test_only_what_lies_between_the_two_events_is_looked_at() -> None:
    text = '"#a" #b #c\nd #e'

    assert list(swallowed(text, 4, 11)) == [5]
    assert list(swallowed(text, 4, 5)) == []
    assert list(swallowed(text, 4, len(text))) == [5, 13]


@pytest.mark.parametrize(
    ("text", "index"), [("a: #b", 3), ("a:  \t# b", 5), ("a:#b", 2), ("a: b", None), ("a:\n#b", None)]
)
def test_the_comment_behind_an_empty_value_is_found_in_its_line(text: str, index: int | None) -> None:
    assert comment_after(text, 2) == index
