from dataclasses import replace
from datetime import date, timedelta

from scheduler.model.account import Limits
from scheduler.model.schedule import Cron, Every
from scheduler.service.timetable import Timetable
from tests.make import a_house, a_schedule, an_account, utc

TWO = a_house(
    accounts=(an_account("demo"), an_account("other")),
    schedules=(
        a_schedule("daily", at=Cron(expression="0 9,18 * * *")),
        a_schedule("slow", at=Every(interval=timedelta(hours=30), anchor=utc("2026-11-23 00:00"))),
        a_schedule("theirs", accounts=("other",), at=Cron(expression="0 7 * * *")),
    ),
)


def test_a_day_has_the_slots_of_all_schedules_of_the_account() -> None:
    found = Timetable(TWO).on("demo", date(2026, 11, 24), "Europe/London")
    assert [f"{at:%H:%M}" for at in found] == ["06:00", "09:00", "18:00"]


def test_a_day_is_one_of_the_zone() -> None:
    found = Timetable(TWO).on("demo", date(2026, 11, 24), "Asia/Tokyo")
    assert [f"{at:%d %H:%M}" for at in found] == ["23 18:00", "24 06:00", "24 09:00"]


def test_days_over_a_change_of_the_clocks_have_their_slots_once() -> None:
    timetable = Timetable(TWO)
    days = [date(2026, 10, 20) + n * timedelta(days=1) for n in range(20)]
    found = [at for day in days for at in timetable.on("other", day, "Europe/London")]
    assert len(found) == 20
    assert sorted(set(found)) == found


def test_around_are_seven_days_with_this_one_in_the_middle() -> None:
    assert Timetable(TWO).around("other", utc("2026-11-24 12:00")) == 7
    assert Timetable(replace(TWO, schedules=())).around("other", utc("2026-11-24 12:00")) == 0


def test_near_are_the_day_and_its_neighbours() -> None:
    near = list(Timetable(TWO).near("other", utc("2026-11-24 12:00")))
    assert [f"{at:%d %H:%M}" for at in near] == ["23 07:00", "24 07:00", "25 07:00"]


def test_around_are_no_more_than_the_caps_let_out() -> None:
    def around(per_day: int, per_week: int) -> int:
        accounts = (an_account(limits=Limits(per_day=per_day, per_week=per_week)),)
        hourly = a_schedule(accounts=("demo",), at=Cron(expression="0 8-19 * * *"))
        return Timetable(a_house(accounts=accounts, schedules=(hourly,))).around("demo", utc("2026-11-24 12:00"))

    assert around(20, 200) == 84
    assert around(6, 200) == 42
    assert around(6, 30) == 30


def test_the_times_of_a_schedule_are_worked_out_once_for_all_its_accounts_and_whatever_it_is_a_part_of() -> None:
    both = [replace(schedule, accounts=("demo", "other")) for schedule in TWO.schedules]
    timetable, tuesday = Timetable(replace(TWO, schedules=tuple(both))), date(2026, 11, 24)
    everything = timetable.on("demo", tuesday, "Europe/London")
    assert timetable.on("other", tuesday, "Europe/London") == everything
    parts = [timetable.of([schedule]).on("demo", tuesday, "Europe/London") for schedule in both]
    assert sorted(at for part in parts for at in part) == list(everything)
    assert len(timetable.instants) == len(both)
