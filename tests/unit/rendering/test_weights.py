import pytest

from scheduler.rendering.weights import Weights, weights_of_x

TABLE = {
    "scale": 10,
    "default": 30,
    "ranges": [[0x61, 0x62, 10], [0x41, 0x41, 20], [0x63, 0x63, 10]],
    "emoji": True,
    "invalid": "\ufeff",
}


@pytest.mark.parametrize(
    ("text", "weight"), [("", 0), ("a", 10), ("b", 10), ("c", 10), ("d", 30), ("A", 20), ("B", 30), ("aAdb", 70)]
)
def test_each_character_weighs_what_its_range_says(text: str, weight: int) -> None:
    assert Weights.of(TABLE).weigh(text) == weight


def test_an_emoji_weighs_the_default_whatever_its_parts() -> None:
    assert Weights.of(TABLE).weigh("a👨\u200d👩\u200d👧\u200d👦") == 40


def test_emoji_are_characters_where_the_table_says_so() -> None:
    assert Weights.of(TABLE | {"emoji": False}).weigh("✊🏽") == 60


def test_the_bounds_of_x_are_those_of_its_table() -> None:
    weights = weights_of_x()
    light = "\x00\u10ff\u2000\u200d\u2010\u201f\u2032\u2037"
    heavy = "\u1100\u1fff\u200e\u200f\u2020\u2031\u2038\U0001d400"
    assert [weights.weigh(character) for character in light] == [100] * 8
    assert [weights.weigh(character) for character in heavy] == [200] * 8


def test_x_refuses_three_characters() -> None:
    assert weights_of_x().invalid == {"\ufeff", "\ufffe", "\uffff"}
