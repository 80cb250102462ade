"""A store that is copied in a burst and put back later: short, on the sink that counts; bench/promises/restores.py at
length."""

from pathlib import Path

import pytest

from tests.restores import put_back_at
from tests.sinks.dialects import Dialect


@pytest.mark.parametrize(("dialect", "points"), [(Dialect.FOREVER, 2), (Dialect.NONE, 3)])
def test_a_store_that_is_put_back_is_told_and_says_nothing_twice(tmp_path: Path, dialect: Dialect, points: int) -> None:
    found = put_back_at(tmp_path, points, "short", dialect)
    assert found.faults == []
    assert (found.recognised, found.spoke) == (found.points - found.same, 0)
    assert dialect is Dialect.NONE or found.doubts == 0


def test_a_house_that_looks_at_no_marker_is_caught(tmp_path: Path) -> None:
    found = put_back_at(tmp_path, 2, "short", Dialect.NONE, ignores=True)
    assert found.recognised == 0
    assert any("was said 2 times" in fault for fault in found.faults)
