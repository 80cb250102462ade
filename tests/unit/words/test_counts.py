import pytest

from scheduler.words.counts import count, counts, listed


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (0, "post", "no posts"),
        (1, "post", "1 post"),
        (2, "post", "2 posts"),
        (1, "entry", "1 entry"),
        (3, "entry", "3 entries"),
    ],
)
def test_a_count_agrees_with_its_noun(number: int, noun: str, said: str) -> None:
    assert said == count(number, noun)


@pytest.mark.parametrize(
    ("things", "said"),
    [([], "none"), (["x"], "x"), (["x", "y"], "x and y"), (["x", "y", "z"], "x, y and z")],
)
def test_a_list_reads_as_people_write_it(things: list[str], said: str) -> None:
    assert said == listed(things)


def test_of_several_counts_only_those_that_are_there_are_said() -> None:
    assert counts([(2, "added"), (0, "moved"), (1, "kept")]) == "2 added, 1 kept"
    assert counts([(0, "added")]) == ""
