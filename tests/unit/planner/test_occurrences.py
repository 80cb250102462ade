from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from scheduler.model.schedule import At, Cron, Demonstration, Every, Fixed, PerDay, Schedule
from scheduler.model.slot import Slot, SlotKey
from scheduler.planner.occurrences import Moment, instant_of, midnight, moments_of, slot_at, slots_of
from tests.make import a_schedule, utc

WEEKS = yaml.safe_load((Path(__file__).parents[2] / "data" / "clock-changes-2019.yml").read_text(encoding="utf-8"))
THREE_A_DAY = PerDay(count=3, start=time(8), end=time(21))


def of(at: At, start: str, end: str, /, *, began: datetime | None = None, **changes: Any) -> list[Moment]:
    schedule = a_schedule(at=at, **({"zone": "UTC"} | changes))
    return moments_of(schedule, utc(start), utc(end), began)


def nominals(at: At, start: str, end: str, /, **changes: Any) -> list[str]:
    return [moment.nominal for moment in of(at, start, end, **changes)]


@pytest.mark.parametrize(
    ("week", "name"),
    [
        pytest.param(week, name, id=f"{week['zone']}-{week['first']}-{name}")
        for week in WEEKS
        for name in week["schedules"]
    ],
)
def test_the_weeks_of_the_clock_changes_are_as_written_by_hand(week: dict[str, Any], name: str) -> None:
    at = THREE_A_DAY if name.startswith("3 a day") else Cron(expression=name)
    days = week["schedules"][name]
    expected = [
        (f"{day}T{nominal}", utc(f"2019-{instant}"))
        for day, instants in days.items()
        for nominal, instant in instants.items()
    ]
    zone = ZoneInfo(week["zone"])
    first = date.fromisoformat(week["first"])
    start, end = midnight(first, zone), midnight(first + timedelta(days=8), zone)
    slots = slots_of(a_schedule(at=at, zone=week["zone"]), "demo", start, end, None)
    assert [(slot.key.nominal, slot.at) for slot in slots] == expected


def test_a_slot_carries_its_schedule_s_words() -> None:
    schedule = a_schedule("weekly", was="old", at=Cron(expression="30 9 * * 1"), zone="Europe/London")
    assert slots_of(schedule, "demo", utc("2026-06-01 00:00"), utc("2026-06-08 00:00"), None) == [
        Slot(
            key=SlotKey("close-the-camps", "old", "2026-06-01T09:30", "demo"),
            at=utc("2026-06-01 08:30"),
            day=date(2026, 6, 1),
            zone="Europe/London",
            series='the 09:30 of "30 9 * * 1"',
        )
    ]


def test_a_moment_becomes_a_slot_of_any_account() -> None:
    moment = Moment("2026-11-23T09:00", utc("2026-11-23 09:00"), date(2026, 11, 23), "words")
    slot = slot_at(a_schedule(), "other", moment)
    assert (slot.key.account, slot.at, slot.day, slot.series) == ("other", moment.at, moment.day, "words")


def test_the_start_is_included_and_the_end_is_not() -> None:
    hourly = Cron(expression="0 * * * *")
    assert nominals(hourly, "2026-11-23 09:00", "2026-11-23 11:00") == ["2026-11-23T09:00", "2026-11-23T10:00"]
    assert nominals(hourly, "2026-11-23 09:00:01", "2026-11-23 11:00:01") == ["2026-11-23T10:00", "2026-11-23T11:00"]


def test_cron_means_what_debian_means() -> None:
    # Both day fields given: either will do. One of them a star: both must hold.
    either = Cron(expression="0 9 1 * 1")
    assert nominals(either, "2026-12-01 00:00", "2026-12-09 00:00") == ["2026-12-01T09:00", "2026-12-07T09:00"]
    sunday = Cron(expression="0 9 * * 0")
    assert nominals(sunday, "2026-12-01 00:00", "2026-12-09 00:00") == ["2026-12-06T09:00"]


def test_times_thrown_together_by_a_skipped_hour_are_one_slot() -> None:
    quarters = Cron(expression="*/15 * * * *")
    moments = of(quarters, "2019-03-31 00:45", "2019-03-31 01:30", zone="Europe/London")
    assert [(m.nominal, m.at) for m in moments] == [
        ("2019-03-31T00:45", utc("2019-03-31 00:45")),
        ("2019-03-31T02:00", utc("2019-03-31 01:00")),
        ("2019-03-31T02:15", utc("2019-03-31 01:15")),
    ]


def test_a_skipped_time_is_named_as_one() -> None:
    [moment] = of(Cron(expression="30 1 31 3 *"), "2019-03-31 00:00", "2019-04-01 00:00", zone="Europe/London")
    assert moment.series == 'the 01:30 of "30 1 31 3 *", which the clocks skip that day'
    assert moment.day == date(2019, 3, 31)


def test_a_repeated_hour_is_not_said_twice_however_often_it_would_be() -> None:
    quarters = Cron(expression="*/30 * * * *")
    instants = [m.at for m in of(quarters, "2019-10-27 00:00", "2019-10-27 02:31", zone="Europe/London")]
    assert instants == [utc(f"2019-10-27 {at}") for at in ("00:00", "00:30", "02:00", "02:30")]


def test_a_day_that_a_zone_skipped_is_moved_to_the_next() -> None:
    daily = Cron(expression="0 10 * * *")
    moments = of(daily, "2011-12-29 10:00", "2011-12-31 00:00", zone="Pacific/Apia")
    assert [(m.nominal, m.day, m.at) for m in moments] == [
        ("2011-12-29T10:00", date(2011, 12, 29), utc("2011-12-29 20:00")),
        ("2011-12-30T10:00", date(2011, 12, 30), utc("2011-12-30 10:00")),
        ("2011-12-31T10:00", date(2011, 12, 31), utc("2011-12-30 20:00")),
    ]


def test_so_many_a_day_stand_in_the_middle_of_equal_parts() -> None:
    moments = of(PerDay(count=4, start=time(8), end=time(20, 2)), "2026-11-23 00:00", "2026-11-24 00:00")
    assert [m.nominal[11:] for m in moments] == ["09:30", "12:30", "15:31", "18:31"]
    assert moments[1].series == "2 of 4 between 08:00 and 20:02"


def test_so_many_a_day_speak_on_their_days_of_the_week_alone() -> None:
    weekend = PerDay(count=1, start=time(8), end=time(10), days=frozenset({5, 6}))
    assert nominals(weekend, "2026-11-23 00:00", "2026-12-07 00:00") == [
        "2026-11-28T09:00", "2026-11-29T09:00", "2026-12-05T09:00", "2026-12-06T09:00",
    ]  # fmt: skip


def test_so_many_a_day_may_reach_past_midnight() -> None:
    night = PerDay(count=2, start=time(22), end=time(2), days=frozenset({0}))
    assert nominals(night, "2026-11-24 00:30", "2026-11-30 23:30") == ["2026-11-24T01:00", "2026-11-30T23:00"]


def test_from_an_hour_to_itself_is_the_whole_day() -> None:
    assert nominals(PerDay(count=2, start=time(0), end=time(0)), "2026-11-23 00:00", "2026-11-24 00:00") == [
        "2026-11-23T06:00", "2026-11-23T18:00",
    ]  # fmt: skip


def test_more_a_day_than_there_are_minutes_are_as_many_as_there_are_minutes() -> None:
    crowd = PerDay(count=9, start=time(8), end=time(8, 3))
    assert [m[11:] for m in nominals(crowd, "2026-11-23 00:00", "2026-11-24 00:00")] == ["08:00", "08:01", "08:02"]


EVERY_SIX_HOURS = Every(
    interval=timedelta(hours=6), anchor=datetime(2019, 10, 26, 13, tzinfo=ZoneInfo("Europe/London"))
)


def test_elapsed_time_does_not_care_for_the_clocks() -> None:
    moments = of(EVERY_SIX_HOURS, "2019-10-26 18:00", "2019-10-27 06:01", zone="Europe/London")
    assert [(m.nominal, m.at, m.day) for m in moments] == [
        ("2019-10-26T18:00Z", utc("2019-10-26 18:00"), date(2019, 10, 26)),
        ("2019-10-27T00:00Z", utc("2019-10-27 00:00"), date(2019, 10, 27)),
        ("2019-10-27T06:00Z", utc("2019-10-27 06:00"), date(2019, 10, 27)),
    ]
    assert moments[0].series == "every 6 h since 2019-10-26 13:00"


def test_elapsed_time_starts_at_its_anchor() -> None:
    assert nominals(EVERY_SIX_HOURS, "2019-10-01 00:00", "2019-10-26 12:01") == ["2019-10-26T12:00Z"]
    assert nominals(EVERY_SIX_HOURS, "2019-10-01 00:00", "2019-10-26 12:00") == []


def test_elapsed_time_falls_between_its_steps() -> None:
    assert nominals(EVERY_SIX_HOURS, "2019-10-26 12:01", "2019-10-26 18:00:01") == ["2019-10-26T18:00Z"]


def test_the_day_of_elapsed_time_is_the_local_one() -> None:
    [moment] = of(EVERY_SIX_HOURS, "2019-10-27 18:00", "2019-10-27 18:01", zone="Asia/Tokyo")
    assert moment.day == date(2019, 10, 28)


DEMONSTRATION = Demonstration(after=(timedelta(seconds=75), timedelta(seconds=5), timedelta(seconds=60)))


def test_a_demonstration_counts_from_the_first_start() -> None:
    began = utc("2026-11-23 09:00:00.700")
    moments = of(DEMONSTRATION, "2026-11-23 09:00", "2026-11-23 10:00", began=began, zone="Europe/Moscow")
    assert moments == [
        Moment("2026-11-23T12:00:05", utc("2026-11-23 09:00:05"), date(2026, 11, 23), "5 s after the first start"),
        Moment("2026-11-23T12:01", utc("2026-11-23 09:01"), date(2026, 11, 23), "1 min after the first start"),
        Moment(
            "2026-11-23T12:01:15", utc("2026-11-23 09:01:15"), date(2026, 11, 23), "1 min 15 s after the first start"
        ),
    ]


def test_a_demonstration_is_bounded_like_everything() -> None:
    began = utc("2026-11-23 09:00")
    assert nominals(DEMONSTRATION, "2026-11-23 09:00:05", "2026-11-23 09:01:15", began=began) == [
        "2026-11-23T09:00:05",
        "2026-11-23T09:01",
    ]


def test_a_demonstration_waits_for_the_first_start() -> None:
    assert of(DEMONSTRATION, "2026-11-23 09:00", "2026-11-23 10:00", began=None) == []


@pytest.mark.parametrize("at", [Cron(expression="0 9 * * *"), PerDay(count=1, start=time(8), end=time(10))])
def test_a_schedule_speaks_from_its_first_day_to_its_last(at: At) -> None:
    bounds = {"start": date(2026, 11, 24), "end": date(2026, 11, 25)}
    found = nominals(at, "2026-11-20 00:00", "2026-11-30 00:00", **bounds)
    assert found == ["2026-11-24T09:00", "2026-11-25T09:00"]


def test_the_first_and_last_day_are_local() -> None:
    late = Cron(expression="30 23 * * *")
    one_day = {"start": date(2026, 11, 24), "end": date(2026, 11, 24), "zone": "America/New_York"}
    assert nominals(late, "2026-11-20 00:00", "2026-11-30 00:00", **one_day) == ["2026-11-24T23:30"]


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        ("2019-03-31 00:59:59", "2019-03-31 00:59:59"),
        ("2019-03-31 01:00", "2019-03-31 01:00"),
        ("2019-03-31 01:59:59", "2019-03-31 01:00"),
        ("2019-03-31 02:00", "2019-03-31 01:00"),
        ("2019-10-27 01:00", "2019-10-27 00:00"),
    ],
)
def test_a_wall_time_is_turned_into_an_instant(wall: str, instant: str) -> None:
    assert instant_of(datetime.fromisoformat(wall), ZoneInfo("Europe/London")) == utc(instant)


def test_a_day_without_a_midnight_starts_after_the_gap() -> None:
    assert midnight(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo")) == utc("2018-11-04 03:00")
    assert midnight(date(2018, 11, 5), ZoneInfo("America/Sao_Paulo")) == utc("2018-11-05 02:00")


def test_a_year_of_one_schedule_is_at_hand() -> None:
    schedule: Schedule = a_schedule(at=Cron(expression="0 9,13,18 * * *"))
    assert len(slots_of(schedule, "demo", utc("2026-01-01 00:00"), utc("2027-01-01 00:00"), None)) == 3 * 365


def test_fixed_instants_are_told_apart_by_their_walls_and_keep_their_reasons() -> None:
    fixed = Fixed(walls=((datetime(2026, 3, 29, 1, 30), "second"), (datetime(2026, 3, 28, 21), "first")))  # noqa: DTZ001
    schedule = a_schedule(at=fixed, zone="Europe/London")
    found = moments_of(schedule, utc("2026-03-28 00:00"), utc("2026-03-30 00:00"), None)
    assert [(m.nominal, m.at) for m in found] == [
        ("2026-03-28T21:00", utc("2026-03-28 21:00")),
        ("2026-03-29T01:30", utc("2026-03-29 01:00")),
    ]
    assert [m.series for m in found] == ["first", "second, which the clocks skip that day"]
