import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.model.picture_rule import PictureRule, alt_length, is_picture

SIDES = st.integers(1, 20_000)


@pytest.mark.parametrize(
    ("size", "scaled"),
    [((800, 600), (800, 600)), ((2000, 10), (2000, 10)), ((4000, 1000), (2000, 500)), ((1000, 4000), (500, 2000))],
)
def test_a_longer_side_than_the_network_takes_is_scaled_with_the_other(
    size: tuple[int, int], scaled: tuple[int, int]
) -> None:
    assert PictureRule(max_side=2000).within(*size) == scaled


def test_more_pixels_than_the_network_takes_are_scaled_down() -> None:
    assert PictureRule(max_side=None, max_pixels=1_000_000).within(4000, 1000) == (2000, 500)


@given(SIDES, SIDES)
def test_what_is_scaled_is_within_every_bound_and_never_larger_than_it_was(width: int, height: int) -> None:
    wide, high = PictureRule(max_side=2000, max_pixels=1_000_000).within(width, height)
    assert 1 <= wide <= min(width, 2000)
    assert 1 <= high <= min(height, 2000)
    assert wide * high <= 1_000_000


def test_an_alt_text_is_counted_in_the_widest_way_that_any_network_counts() -> None:
    assert [alt_length(alt) for alt in ("", "abc", "лагерь", "🏳️", "\ud800")] == [0, 3, 6, 3, 1]


def test_a_picture_is_known_by_its_ending() -> None:
    assert all(is_picture(f"templates/a/b{ending}") for ending in (".png", ".JPG", ".jpeg", ".webp", ".gif"))
    assert not any(is_picture(path) for path in ("templates/a/b.txt", "png", "templates/a.png/b", "a.svg"))
