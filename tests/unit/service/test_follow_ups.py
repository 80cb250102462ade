from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from scheduler.model.account import Limits, Quiet
from scheduler.model.campaign import Kind
from scheduler.model.house import House
from scheduler.model.schedule import Cron, Demonstration, Fixed, Late
from scheduler.model.surge import Extra, Followed, KeptSurge
from scheduler.model.sustain import FollowUp, Goal, Mode, Sustain
from scheduler.service.follow_ups import extras_for, with_follow_ups
from tests.make import a_campaign, a_house, a_schedule, an_account
from tests.surging import a_kept_surge

ON = Sustain(mode=Mode.AUTO)
DAILY = a_schedule(at=Cron(expression="0 9 * * *"), kinds=(Kind.PETITION,), templates=("petition",))
HOUSE = a_house(campaigns=(a_campaign(sustain=ON),), schedules=(DAILY,))


def taken(house: House = HOUSE) -> KeptSurge:
    return a_kept_surge(extras=extras_for(house, a_kept_surge(), None), followed=Followed.TAKEN)


def walls(extras: tuple[Extra, ...]) -> list[str]:
    return [f"{extra.wall:%d %H:%M}" for extra in extras]


def test_two_days_of_the_steady_rhythm_then_two_a_day_until_the_tenth() -> None:
    extras = taken().extras
    assert walls(extras) == [f"{day} 21:00" for day in ("26", "27", "28", "29", "30", "01", "02", "03")]
    assert [extra.ordinal for extra in extras] == list(range(1, 9))
    assert extras[0].why == "day 3 of the 10-day follow-up of the surge of 23 November: 2 a day"


def test_what_another_campaign_says_on_the_account_counts_as_said() -> None:
    other = a_schedule("theirs", campaign="other", at=Cron(expression="0 19 * * *"))
    house = replace(HOUSE, campaigns=(*HOUSE.campaigns, a_campaign("other")), schedules=(DAILY, other))
    assert taken(house).extras == ()


def test_each_account_has_its_own_and_only_those_that_the_campaign_speaks_on() -> None:
    house = replace(
        HOUSE,
        accounts=(an_account("demo"), an_account("main"), an_account("silent")),
        schedules=(
            replace(DAILY, accounts=("main", "demo")),
            a_schedule("weekly", accounts=("main",), at=Cron(expression="0 12 * * 1")),
        ),
    )
    assert {(extra.account, extra.schedule) for extra in taken(house).extras} == {("demo", "daily"), ("main", "daily")}


def test_what_would_fall_into_the_quiet_hours_of_the_account_comes_before_them() -> None:
    quiet = Quiet(start=time(20), end=time(8))
    house = replace(HOUSE, accounts=(an_account("demo", limits=Limits(gap=timedelta(0), quiet=quiet)),))
    assert {extra.wall.time() for extra in taken(house).extras} == {time(19, 30)}


def test_an_account_that_may_not_say_more_gets_none_and_its_own_gap_is_kept() -> None:
    def with_limits(limits: Limits) -> tuple[Extra, ...]:
        return taken(replace(HOUSE, accounts=(an_account("demo", limits=limits),))).extras

    assert with_limits(Limits(per_day=1)) == ()
    assert with_limits(Limits(gap=timedelta(hours=13))) == ()
    assert with_limits(Limits(per_week=7)) == ()
    assert walls(with_limits(Limits(per_week=9))) == ["26 21:00", "27 21:00", "30 21:00", "01 21:00"]


def test_what_is_said_once_a_year_is_no_rhythm_to_follow() -> None:
    yearly = a_schedule("yearly", at=Cron(expression="0 9 10 12 *"))
    assert taken(replace(HOUSE, schedules=(yearly,))).extras == ()
    assert {extra.schedule for extra in taken(replace(HOUSE, schedules=(yearly, DAILY))).extras} == {"daily"}


def test_a_schedule_that_ends_leads_no_further() -> None:
    house = replace(HOUSE, schedules=(replace(DAILY, end=date(2026, 11, 27)),))
    assert walls(taken(house).extras) == ["26 21:00", "27 21:00"]


def test_a_demonstration_leads_to_nothing() -> None:
    assert taken(replace(HOUSE, schedules=(replace(DAILY, at=Demonstration(after=())),))).extras == ()


def test_the_goal_and_the_most_are_heeded() -> None:
    reach = replace(ON, goal=Goal.REACH, follow_up=FollowUp(most=2))
    assert walls(taken(replace(HOUSE, campaigns=(a_campaign(sustain=reach),))).extras) == ["24 21:00", "25 21:00"]


def test_the_follow_up_is_a_schedule_named_by_the_surge_with_all_else_of_the_one_it_follows() -> None:
    kept, source = taken(), replace(DAILY, late=Late(), was="old-daily")
    kept = replace(kept, extras=tuple(replace(extra, schedule="old-daily") for extra in kept.extras))
    found = with_follow_ups(replace(HOUSE, schedules=(source,)), [kept]).schedules[-1]
    assert (found.id, found.identity, found.accounts) == ("surge-2026-11-23", "surge-2026-11-23", ("demo",))
    assert (found.kinds, found.templates, found.late) == (source.kinds, source.templates, source.late)
    assert isinstance(found.at, Fixed)
    assert found.at.walls[0] == (datetime(2026, 11, 26, 21), kept.extras[0].why)  # noqa: DTZ001 - a wall is naive


def test_without_surges_the_house_is_the_same() -> None:
    assert with_follow_ups(HOUSE, []) is HOUSE
    assert with_follow_ups(HOUSE, [a_kept_surge()]) is HOUSE


@pytest.mark.parametrize(
    ("house", "kept", "reason"),
    [
        (replace(HOUSE, campaigns=(a_campaign(),)), taken(), "its sustain.mode is off"),
        (replace(HOUSE, campaigns=()), taken(), "there is no campaign close-the-camps any more"),
        (replace(HOUSE, schedules=()), taken(), "follows schedule daily, which does not speak on demo any more"),
        (HOUSE, replace(taken(), followed=Followed.DECLINED, who="user:anna"), "was declined by user:anna"),
        (HOUSE, replace(taken(), followed=Followed.SUGGESTED), "is not taken"),
    ],
)
def test_what_is_not_said_any_more_has_a_reason(house: House, kept: KeptSurge, reason: str) -> None:
    found = with_follow_ups(house, [kept])
    assert found.schedules == house.schedules
    [(series, said)] = found.gone.items()
    assert series == ("close-the-camps", "surge-2026-11-23", "demo")
    assert said.endswith(reason)


@pytest.mark.parametrize("mode", [Mode.SUGGEST, Mode.AUTO])
def test_no_other_edit_and_no_later_count_changes_it(mode: Mode) -> None:
    kept, edited = taken(), Sustain(mode=mode, goal=Goal.REACH, follow_up=FollowUp(days=3, per_day=4, most=1))
    later = replace(kept, surge=replace(kept.surge, peak=99_999))
    house = replace(HOUSE, campaigns=(a_campaign(sustain=edited),))
    assert with_follow_ups(house, [later]).schedules == with_follow_ups(HOUSE, [kept]).schedules
