from collections import Counter
from itertools import pairwise

import pytest

from scheduler.planner.lots import PRIME, draw, in_order, numbered, weighted

NAMES = [f"template-{n}" for n in range(14)]
KEYS = [f"camp/daily/2026-{month:02}-{day:02}T09:00/demo/1" for month in range(1, 13) for day in range(1, 29)]


def order(key: str, names: list[str], **weights: float) -> list[str]:
    weigh = (lambda name: weights.get(name, 1.0)) if weights else None
    return list(in_order(draw(key, numbered(names), weigh)))


def winners(names: list[str], **weights: float) -> list[str]:
    return [order(key, names, **weights)[0] for key in KEYS]


def test_the_same_draw_gives_the_same_order_on_every_machine() -> None:
    assert order("close-the-camps/daily/2026-11-23T09:00/demo/1|template", ["a", "b", "c", "d"]) == [
        "c", "d", "b", "a",
    ]  # fmt: skip
    assert draw("k", numbered(["a", "b"])) == [(120899283014975201, "a"), (1315577083433047491, "b")]


def test_every_name_is_drawn_once() -> None:
    assert sorted(order("key", NAMES)) == sorted(NAMES)


def test_an_empty_draw_is_empty() -> None:
    assert order("key", []) == []


def test_greater_scores_come_first_and_equal_ones_by_name() -> None:
    assert list(in_order([(1.0, "a"), (3.0, "b"), (2.0, "c"), (2.0, "d")])) == ["b", "d", "c", "a"]


def test_the_order_of_the_names_does_not_matter() -> None:
    assert [order(key, NAMES) for key in KEYS[:9]] == [order(key, NAMES[::-1]) for key in KEYS[:9]]


def test_a_new_name_moves_only_the_draws_that_it_wins() -> None:
    before, after = winners(NAMES), winners([*NAMES, "new"])
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert set(changed) == {"new"}
    assert 5 <= len(changed) <= 45  # of 336, where 22 are to be expected


def test_a_lost_name_moves_only_the_draws_that_it_won() -> None:
    before, after = winners(NAMES), winners(NAMES[1:])
    assert {old for old, new in zip(before, after, strict=True) if old != new} == {NAMES[0]}


def test_all_names_win_alike() -> None:
    counts = Counter(winners(NAMES))
    expected = len(KEYS) / len(NAMES)
    assert sum((counts[name] - expected) ** 2 / expected for name in NAMES) < 34.5  # chi square, 13 degrees, 0.1 %


def test_draws_that_follow_each_other_have_nothing_to_do_with_each_other() -> None:
    repeated = sum(one == next_one for one, next_one in pairwise(winners(NAMES)))
    assert 9 <= repeated <= 42  # 24 are to be expected


def test_equal_weights_change_nothing() -> None:
    assert [order(key, NAMES, other=2.0) for key in KEYS] == [order(key, NAMES) for key in KEYS]


def test_a_name_of_weight_three_wins_three_times_as_often() -> None:
    wins = Counter(winners(["a", "b"], a=3.0))
    assert wins["a"] / wins["b"] == pytest.approx(3.0, rel=0.2)


def test_a_heavier_name_moves_only_the_draws_that_it_wins() -> None:
    before, after = winners(NAMES), winners(NAMES, **{NAMES[3]: 2.0})
    assert {new for old, new in zip(before, after, strict=True) if old != new} == {NAMES[3]}


@pytest.mark.parametrize("weight", [0.0, -1.0])
def test_a_name_of_no_weight_comes_last(weight: float) -> None:
    assert {order(key, ["a", "b"], b=weight)[1] for key in KEYS} == {"b"}


def test_the_most_extreme_scores_can_be_weighed() -> None:
    scores = [0, 1 << 9, PRIME >> 1, PRIME - (1 << 10), PRIME - 1]
    assert [weighted(score, 1.0) for score in scores] == sorted({weighted(score, 1.0) for score in scores})
    assert weighted(PRIME - 1, 1.0) < float("inf")
    assert weighted(0, 2.0) == 2 * weighted(0, 1.0) > 0
