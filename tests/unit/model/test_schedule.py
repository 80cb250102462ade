from datetime import time, timedelta

from scheduler.model.schedule import Cron, Late, LatePolicy, PerDay, Schedule
from tests.make import a_schedule


def test_a_schedule_is_known_by_its_id() -> None:
    assert a_schedule(id="daily").identity == "daily"


def test_a_renamed_schedule_is_known_by_the_id_it_had() -> None:
    assert a_schedule(id="weekdays", was="daily").identity == "daily"


def test_times_a_day_are_every_day_unless_days_are_named() -> None:
    assert PerDay(count=3, start=time(8, 0), end=time(21, 0)).days == {0, 1, 2, 3, 4, 5, 6}


def test_a_schedule_that_says_nothing_of_lateness_skips_after_two_hours() -> None:
    schedule = Schedule(id="s", campaign="c", accounts=("a",), at=Cron(expression="0 9 * * *"), zone="UTC")
    assert schedule.late == Late(policy=LatePolicy.SKIP, limit=timedelta(hours=2))


def test_a_schedule_that_names_no_bounds_has_none() -> None:
    schedule = Schedule(id="s", campaign="c", accounts=("a",), at=Cron(expression="0 9 * * *"), zone="UTC")
    assert (schedule.start, schedule.end, schedule.kinds, schedule.templates) == (None, None, (), ())


def test_the_policies_are_called_as_organisers_write_them() -> None:
    assert [policy.value for policy in LatePolicy] == ["skip", "newest"]
