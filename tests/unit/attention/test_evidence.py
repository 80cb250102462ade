import pytest

from scheduler.attention.evidence import CLIP, Toss, Verdict, card, clipped, is_on_time, shuffled


def tosses(on_time: list[float], later: list[float]) -> list[Toss]:
    return [*(Toss(on_time=True, volume=v) for v in on_time), *(Toss(on_time=False, volume=v) for v in later)]


def spread(number: int, shift: float = 0.0) -> list[float]:
    return [1 + shift + (place % 7) / 10 for place in range(number)]


def test_the_coin_of_a_slot_never_changes_and_is_fair() -> None:
    keys = [f"camps/daily/2026-11-{day:02}T{hour:02}:00/demo/1" for day in range(1, 29) for hour in range(24)]
    heads = sum(map(is_on_time, keys))
    assert 290 < heads < 382
    assert [is_on_time(key) for key in keys] == [is_on_time(key) for key in keys]


def test_few_slots_are_too_early_whatever_they_show() -> None:
    assert card(tosses(spread(23, 5), spread(40))).verdict is Verdict.TOO_EARLY
    assert card([]).verdict is Verdict.TOO_EARLY
    assert card(tosses(spread(30), [])).verdict is Verdict.TOO_EARLY


def test_a_clear_difference_is_because() -> None:
    found = card(tosses(spread(30, 1), spread(30)))
    assert found.verdict is Verdict.BECAUSE
    assert found.p == pytest.approx(0.001)
    assert found.difference > 0
    assert (found.on_time, found.later) == (30, 30)


def test_two_sides_alike_are_no_difference() -> None:
    found = card(tosses(spread(35), spread(35)))
    assert found.verdict is Verdict.NO_DIFFERENCE
    assert found.p > 0.5


def test_one_real_event_does_not_decide() -> None:
    assert max(clipped([*spread(30), 1e9])) == CLIP
    assert card(tosses([*spread(34), 1e9], spread(35))).verdict is Verdict.NO_DIFFERENCE


def test_volumes_that_do_not_differ_have_no_spread_to_divide_by() -> None:
    assert clipped([2.0, 2.0, 2.0]) == [0.0, 0.0, 0.0]
    assert clipped([]) == []


def test_a_shuffle_is_an_order_of_all_places_and_the_seed_decides_it() -> None:
    assert sorted(shuffled(50, "a")) == list(range(50))
    assert shuffled(50, "a") == shuffled(50, "a") != shuffled(50, "b")
