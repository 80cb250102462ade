from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.attention.following_up import extra_days, extra_posts, farthest
from scheduler.model.account import Quiet
from scheduler.model.sustain import FollowUp, Goal

ONSET = datetime(2026, 11, 23, 17)  # noqa: DTZ001 - a wall clock's


def at_nine(_: date) -> Sequence[time]:
    return [time(9)]


def test_two_days_of_the_steady_rhythm_come_first_and_then_two_a_day() -> None:
    found = extra_posts(ONSET, at_nine, FollowUp())
    assert [post.wall for post in found] == [datetime(2026, 11, 23, 21) + timedelta(days=n) for n in range(3, 11)]  # noqa: DTZ001
    assert [post.ordinal for post in found] == list(range(1, 9))
    assert found[0].why == "day 3 of the 10-day follow-up of the surge of 23 November: 2 a day"


def test_an_account_that_says_enough_anyway_says_no_more() -> None:
    assert extra_posts(ONSET, lambda _: [time(9), time(13), time(18)], FollowUp()) == ()


def test_an_account_that_is_silent_that_day_says_both() -> None:
    found = extra_posts(ONSET, lambda _: [], FollowUp(days=3))
    assert [post.wall.time() for post in found] == [time(8), time(20)]


def test_the_other_goal_rides_the_peak() -> None:
    assert list(extra_days(FollowUp(), Goal.REACH)) == list(range(1, 9))
    assert list(extra_days(FollowUp(), Goal.SUSTAIN)) == list(range(3, 11))


def test_where_no_time_is_a_gap_away_nothing_is_added() -> None:
    assert farthest([time(8), time(11)], FollowUp(start=time(8), end=time(12), gap=timedelta(hours=3))) is None


def test_the_farthest_time_counts_around_midnight() -> None:
    assert farthest([time(22)], FollowUp()) == time(10)


HOURS = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))


@given(taken=st.lists(HOURS, max_size=3), per_day=st.integers(1, 4), goal=st.sampled_from(Goal))
def test_extra_posts_keep_the_hours_the_gap_and_the_number_of_a_day(
    taken: list[time], per_day: int, goal: Goal
) -> None:
    plan = FollowUp(per_day=per_day)
    found = extra_posts(ONSET, lambda _: taken, plan, goal)
    assert len(found) <= plan.most
    for day in {post.wall.date() for post in found}:
        own = [post.wall.time() for post in found if post.wall.date() == day]
        assert len(taken) + len(own) <= per_day
        assert all(plan.start <= at <= plan.end for at in own)
        assert all(farthest_apart(at, other) >= plan.gap for at in own for other in taken)


def farthest_apart(one: time, other: time) -> timedelta:
    apart = abs(timedelta(hours=one.hour, minutes=one.minute) - timedelta(hours=other.hour, minutes=other.minute))
    return min(apart, timedelta(days=1) - apart)


@pytest.mark.parametrize("onset", [datetime(2026, 12, 31, 23, 59), datetime(2027, 2, 28)])  # noqa: DTZ001
def test_the_end_of_a_year_or_a_month_is_a_day_like_others(onset: datetime) -> None:
    assert len(extra_posts(onset, at_nine, FollowUp())) == 8


def test_nothing_is_added_in_the_quiet_hours_of_the_account() -> None:
    quiet = Quiet(start=time(22), end=time(8))
    found = extra_posts(datetime.fromisoformat("2026-11-09T15:00"), lambda _: [time(13)], FollowUp(), quiet=quiet)
    assert {extra.wall.time() for extra in found} == {time(21, 30)}
    assert len(found) == 8
    assert farthest([], FollowUp(), Quiet(start=time(0), end=time(23, 59))) is None
