from collections.abc import Sequence
from datetime import date, datetime, timedelta

from scheduler.model.account import Limits
from scheduler.model.post import Verdict
from scheduler.rules.yielding import Times, yields
from tests.make import a_slot, an_account, utc

SLOT = a_slot("2026-11-26T08:00", schedule="surge-2026-11-23")
"""A Thursday."""
STEADY = [utc(f"2026-11-{day} 18:00") for day in range(20, 31)]


def on(instants: Sequence[datetime]) -> Times:
    def on_a_day(day: date) -> list[datetime]:
        return [at for at in instants if at.date() == day]

    return on_a_day


def asked(limits: Limits, steady: Sequence[datetime] = STEADY, extra: Sequence[datetime] = ()) -> Verdict:
    return yields(an_account(limits=limits), SLOT, SLOT.at, on(steady), on([*extra, SLOT.at]))


def test_where_the_schedules_leave_room_it_may_speak() -> None:
    assert asked(Limits(per_day=2, per_week=8)).allowed


def test_what_its_schedules_need_of_a_day_is_theirs_though_it_comes_later() -> None:
    refused = asked(Limits(per_day=1))
    assert (refused.rule, refused.about, refused.not_before) == ("follow-up", "slot", None)
    why = "the cap of 1 a day is used on Thu 26 Nov by its schedules"
    assert refused.reason == f"{why}, and what follows a surge takes no steady post's place"


def test_what_its_schedules_need_of_a_week_is_theirs() -> None:
    refused = asked(Limits(per_week=7))
    assert refused.reason.startswith("the cap of 7 a week is used in the week of Thu 26 Nov by its schedules")


def test_earlier_extra_posts_have_their_place_and_later_ones_none() -> None:
    before, after = utc("2026-11-24 08:00"), utc("2026-11-27 08:00")
    assert asked(Limits(per_week=8), extra=[after]).allowed
    assert not asked(Limits(per_week=8), extra=[before]).allowed


def test_of_two_at_the_same_time_for_one_place_neither_takes_that_of_a_steady_post() -> None:
    assert asked(Limits(per_day=3), extra=[SLOT.at]).allowed
    assert not asked(Limits(per_day=2), extra=[SLOT.at]).allowed


def test_what_the_cap_of_a_day_forbids_anyway_uses_nothing_of_a_week() -> None:
    twice = [*STEADY, *(at - timedelta(hours=1) for at in STEADY if at.day in {24, 25})]
    assert not asked(Limits(per_week=9), twice).allowed
    assert asked(Limits(per_day=2, per_week=10), [*twice, utc("2026-11-24 09:00")]).allowed


def test_too_near_to_a_steady_post_it_waits_until_its_gap_is_kept() -> None:
    refused = asked(Limits(gap=timedelta(hours=2)), [utc("2026-11-26 09:00")])
    assert refused.not_before == utc("2026-11-26 11:00")
    assert refused.reason.startswith("a schedule speaks at 09:00 on Thu 26 Nov, the account's gap is 2 h")
