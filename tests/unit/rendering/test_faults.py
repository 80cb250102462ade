"""Line and column of an offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rendering.faults import Fault, Unreadable, spot

TEXT = "ab\n\ncde"


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (1, 1)), (1, (1, 2)), (2, (1, 3)), (3, (2, 1)), (4, (3, 1)), (6, (3, 3)), (7, (3, 4))]
)
def test_lines_and_columns_count_from_one(offset: int, place: tuple[int, int]) -> None:
    assert spot(TEXT, offset) == place


@pytest.mark.parametrize(("offset", "place"), [(0, (7, 5)), (1, (7, 6)), (4, (9, 5)), (5, (9, 6))])
def test_they_count_from_where_the_text_begins(offset: int, place: tuple[int, int]) -> None:
    assert spot(TEXT, offset, line=7, column=5) == place


@given(st.text("ab\n"), st.integers(min_value=0, max_value=40))
def test_the_place_leads_back_to_the_character(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    line, column = spot(text, offset)

    assert len("".join(text.splitlines(keepends=True)[: line - 1])) + column - 1 == offset


def test_an_unreadable_source_says_what_is_wrong() -> None:
    fault = Fault(3, "what", "fix")

    assert Unreadable(fault).fault is fault
    assert str(Unreadable(fault)) == "what"
