from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduler.config.schedules import ScheduleForm
from scheduler.model.campaign import Kind
from scheduler.model.schedule import At, Cron, Demonstration, Every, Late, LatePolicy, PerDay, Schedule
from tests.harbour import CAMPAIGN, lines

SHORTEST = {"id": "daily", "accounts": ["demo"], "at": {"cron": "0 9 * * *"}, "zone": "Europe/London"}


def schedule(**more: object) -> Schedule:
    return ScheduleForm.model_validate({**SHORTEST, **more}).build("harbour")


def at(**written: object) -> At:
    return schedule(at=written).at


def problems(when: str) -> list[str]:
    return [line.split(" ", 1)[1] for line in lines((CAMPAIGN, '{cron: "0 9 * * *"}', when))]


def test_a_schedule_says_where_and_when() -> None:
    assert schedule() == Schedule(
        id="daily", campaign="harbour", accounts=("demo",), at=Cron(expression="0 9 * * *"), zone="Europe/London"
    )


def test_every_key_of_a_schedule_can_be_given() -> None:
    found = schedule(
        kinds=["petition", "un"],
        templates=["plain"],
        start="2026-05-01",
        end="2026-05-31",
        late={"policy": "newest", "limit": "1h"},
        was="every-day",
    )

    assert found.kinds == (Kind.PETITION, Kind.UN)
    assert found.templates == ("plain",)
    assert (found.start, found.end) == (date(2026, 5, 1), date(2026, 5, 31))
    assert found.late == Late(policy=LatePolicy.NEWEST, limit=timedelta(hours=1))
    assert found.was == "every-day"


def test_so_many_times_a_day() -> None:
    assert at(per_day="3", between="08:00-21:00") == PerDay(count=3, start=time(8), end=time(21))


@pytest.mark.parametrize(
    ("on", "days"),
    [
        ("every day", {0, 1, 2, 3, 4, 5, 6}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("weekends", {5, 6}),
        ("wed", {2}),
        (["mon", "sun"], {0, 6}),
    ],
)
def test_on_these_days(on: object, days: set[int]) -> None:
    found = at(per_day="1", between="08:00-21:00", on=on)

    assert isinstance(found, PerDay)
    assert found.days == days


def test_every_so_many_hours_is_counted_from_an_instant_in_utc() -> None:
    found = at(every="6h", **{"from": "2026-07-01 00:00"})

    assert found == Every(interval=timedelta(hours=6), anchor=datetime(2026, 6, 30, 23, tzinfo=UTC))
    assert isinstance(found, Every)
    assert found.anchor.tzinfo is UTC


def test_a_demonstration_is_in_order_and_says_nothing_twice() -> None:
    assert at(demonstration=["40s", "5s", "40s"]) == Demonstration(after=(timedelta(seconds=5), timedelta(seconds=40)))


@pytest.mark.parametrize(
    ("when", "problem"),
    [
        ("09:00", "schedules[daily].at: this does not say when; write {cron:"),
        ("[cron]", "schedules[daily].at: this does not say when; write {cron:"),
        ("{between: 08:00-21:00}", "schedules[daily].at: this does not say when; write {cron:"),
        ("{per_day: 3}", "schedules[daily].at.between: this is missing; add `between: 08:00-21:00`"),
        ("{every: 6h}", 'schedules[daily].at.from: this is missing; add `from: "2026-01-01 00:00"`'),
        ("{demonstration: []}", "schedules[daily].at.demonstration: there is nothing in this; write it as"),
        ("{every: 59s, from: 2026-01-01 00:00}", "schedules[daily].at.every: this duration cannot be meant here"),
        (
            "{per_day: 97, between: 08:00-21:00}",
            "schedules[daily].at.per_day: this is not a number that can stand here",
        ),
        ("{per_day: 1, between: 08:00-21:00, on: []}", "schedules[daily].at.on: there is nothing in this"),
        (
            "{per_day: 1, between: 08:00-21:00, on: mondays}",
            "schedules[daily].at.on: these are not days of the week; write weekdays, weekends, every day, or a list",
        ),
        (
            "{per_day: 1, between: 08:00-21:00, on: [mon, tuesday]}",
            "schedules[daily].at.on[2]: there is no day 'tuesday'; did you mean 'tue'?",
        ),
    ],
)
def test_another_time_is_refused(when: str, problem: str) -> None:
    (found,) = problems(when)

    assert found.startswith(problem)


def test_a_late_limit_has_its_bounds() -> None:
    late = "    late: {{limit: {}}}\n    zone: Europe/London"

    assert lines((CAMPAIGN, "    zone: Europe/London", late.format("1s"))) == []
    assert lines((CAMPAIGN, "    zone: Europe/London", late.format("366d"))) == []
    assert len(lines((CAMPAIGN, "    zone: Europe/London", late.format("0s")))) == 1
    assert len(lines((CAMPAIGN, "    zone: Europe/London", late.format("367d")))) == 1
