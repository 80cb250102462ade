from math import inf

import pytest

from scheduler.attention.weighing import Use, against_usual, amplification, fatigue, judged


def uses(template: str, engagements: list[int], hour: int = 12) -> list[Use]:
    return [Use(template=template, hour=hour, engagement=engagement) for engagement in engagements]


def test_a_template_below_five_uses_is_never_judged() -> None:
    found = {one.template: one for one in judged([*uses("old", [10] * 20), *uses("new", [400] * 4)])}
    assert found["new"].uses == 4
    assert found["new"].weight == 1.0
    assert found["new"].ratio > 10


def test_what_does_better_weighs_more_within_bounds() -> None:
    found = {one.template: one for one in judged([*uses("plain", [9, 10, 11] * 10), *uses("loved", [400] * 12)])}
    assert found["loved"].weight == 2.0
    assert found["loved"].low > 1
    assert found["plain"].weight == pytest.approx(1.0, abs=0.1)
    loathed = {one.template: one for one in judged([*uses("plain", [99, 100, 101] * 10), *uses("loathed", [0] * 12)])}
    assert loathed["loathed"].weight == 0.5


def test_few_uses_are_trusted_less() -> None:
    def weight(number: int) -> float:
        found = judged([*uses("plain", [20] * 40), *uses("other", [30] * number)])
        return next(one.weight for one in found if one.template == "other")

    assert 1 < weight(5) < weight(20) < 1.5


def test_a_post_is_held_against_what_is_usual_at_its_hour() -> None:
    night, day = uses("night", [2] * 12, hour=3), uses("day", [40] * 12, hour=15)
    assert [one.ratio for one in judged([*night, *day])] == [1.0, 1.0]


def test_an_hour_at_which_little_was_said_is_held_against_the_whole_day() -> None:
    lonely = uses("lonely", [40] * 2, hour=3)
    found = {one.template: one for one in judged([*lonely, *uses("day", [40] * 12, hour=15)])}
    assert found["lonely"].ratio == 1.0


def test_midnight_parts_no_hours() -> None:
    late, early = uses("late", [10] * 4, hour=23), uses("early", [10] * 4, hour=1)
    assert {one.ratio for one in judged([*late, *early, *uses("noon", [500] * 30)])} == {1.0}


def test_a_single_use_of_each_says_nothing_of_the_spread() -> None:
    (found, _) = judged([*uses("a", [3]), *uses("b", [5])])
    assert (found.low, found.high) == (0.0, inf)


def test_nothing_read_judges_nothing() -> None:
    assert judged([]) == []


def test_repetition_that_tires_shows_as_a_falling_slope() -> None:
    tired = [Use(template="a", hour=12, engagement=round(100 * 0.7**n), recent=float(n)) for n in (0, 1, 2, 3) * 8]
    found = fatigue(tired)
    assert found is not None
    assert found.high < 0
    assert found.slope == pytest.approx(-0.35, abs=0.02)


def test_a_level_that_carries_posts_shows_as_a_rising_slope() -> None:
    carried = [Use(template="a", hour=12, engagement=10 * level, level=float(level)) for level in (1, 2, 4, 8) * 8]
    found = amplification(carried)
    assert found is not None
    assert found.low > 0
    assert found.slope == pytest.approx(0.68, abs=0.03)


def test_too_few_posts_or_none_that_differ_have_no_slope() -> None:
    assert fatigue(uses("a", [1] * 19)) is None
    assert fatigue(uses("a", [1] * 40)) is None
    assert amplification(uses("a", [1] * 40)) is None


def test_each_post_is_held_against_what_is_usual_at_its_hour() -> None:
    night = [Use(template="a", hour=3, engagement=1)] * 5
    noon = [Use(template="a", hour=12, engagement=19)] * 5
    assert against_usual([*night, *noon]) == [1.0] * 10
    assert against_usual([*night, *noon, Use(template="b", hour=12, engagement=39)])[-1] == 2.0
    assert against_usual([]) == []
