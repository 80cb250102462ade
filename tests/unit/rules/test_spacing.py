from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.model.account import Account, Limits, Quiet
from scheduler.model.ledger import Ledger
from scheduler.model.post import Verdict
from scheduler.rules.spacing import keeps_day_cap, keeps_gap, keeps_quiet, keeps_week_cap
from tests.make import ZONE, a_delivery, an_account, local, utc

MOMENT = timedelta(microseconds=1)
AT = utc("2026-11-23 09:00")
HOURLY = an_account(limits=Limits(gap=timedelta(hours=1)))


def said(*instants: datetime, account: str = "demo") -> Ledger:
    return Ledger.of(a_delivery(due_at=at, account=account) for at in instants)


def capped(per_day: int = 99, per_week: int = 99) -> Account:
    return an_account(limits=Limits(per_day=per_day, per_week=per_week))


@pytest.mark.parametrize("side", [-1, 1])
def test_the_gap_holds_before_and_after(side: int) -> None:
    other = AT + side * timedelta(hours=1)
    assert keeps_gap(HOURLY, AT, ZONE, said(other)).allowed
    assert not keeps_gap(HOURLY, AT, ZONE, said(other - side * MOMENT)).allowed


def test_the_first_post_has_room() -> None:
    assert keeps_gap(HOURLY, AT, ZONE, Ledger()).allowed


def test_another_account_s_posts_leave_room() -> None:
    assert keeps_gap(HOURLY, AT, ZONE, said(AT, account="other")).allowed


def test_too_soon_after_a_post_waits_for_the_gap() -> None:
    assert keeps_gap(HOURLY, AT, ZONE, said(utc("2026-11-23 08:20"))) == Verdict(
        allowed=False,
        rule="gap",
        reason="the account speaks at 08:20 on Mon 23 Nov already, and its gap is 1 h",
        not_before=utc("2026-11-23 09:20"),
        about="slot",
    )


def test_too_soon_before_a_post_waits_until_after_it() -> None:
    assert keeps_gap(HOURLY, AT, ZONE, said(utc("2026-11-23 09:40"))) == Verdict(
        allowed=False,
        rule="gap",
        reason="the account speaks next at 09:40 on Mon 23 Nov, and its gap is 1 h",
        not_before=utc("2026-11-23 10:40"),
        about="slot",
    )


def test_waiting_passes_over_every_place_without_room_on_both_sides() -> None:
    ledger = said(*(utc(f"2026-11-23 {at}") for at in ("08:30", "10:00", "11:59:59", "14:00")))
    assert keeps_gap(HOURLY, AT, ZONE, ledger).not_before == utc("2026-11-23 12:59:59")


def test_waiting_takes_a_place_with_just_enough_room() -> None:
    ledger = said(*(utc(f"2026-11-23 {at}") for at in ("08:30", "10:00", "12:00")))
    assert keeps_gap(HOURLY, AT, ZONE, ledger).not_before == utc("2026-11-23 11:00")


def test_an_account_without_a_gap_may_say_two_things_at_once() -> None:
    assert keeps_gap(an_account(limits=Limits(gap=timedelta(0))), AT, ZONE, said(AT)).allowed


def test_a_day_holds_as_many_posts_as_its_cap() -> None:
    one = utc("2026-11-23 00:00")
    assert keeps_day_cap(capped(per_day=2), AT, ZONE, said(one)).allowed
    assert keeps_day_cap(capped(per_day=2), AT, ZONE, said(one, utc("2026-11-23 23:59"))) == Verdict(
        allowed=False,
        rule="per-day",
        reason="the account has 2 posts on Mon 23 Nov, and its cap is 2 a day",
        about="slot",
    )


def test_the_days_around_it_do_not_fill_a_day() -> None:
    assert keeps_day_cap(capped(per_day=1), AT, ZONE, said(utc("2026-11-22 23:59"), utc("2026-11-24 00:00"))).allowed


def test_a_day_is_that_of_the_schedule_s_zone() -> None:
    late_in_london = local("2026-11-23 23:30", "Europe/London")
    late_in_moscow = local("2026-11-23 23:30", "Europe/Moscow")
    account = capped(per_day=1)
    assert not keeps_day_cap(account, late_in_london, "Europe/London", said(late_in_moscow)).allowed
    assert keeps_day_cap(account, late_in_london, "Europe/Moscow", said(late_in_moscow)).allowed


def test_a_week_holds_as_many_posts_as_its_cap() -> None:
    monday, sunday = utc("2026-11-23 00:00"), utc("2026-11-29 23:59")
    assert keeps_week_cap(capped(per_week=2), AT, ZONE, said(monday)).allowed
    assert keeps_week_cap(capped(per_week=2), AT, ZONE, said(monday, sunday)) == Verdict(
        allowed=False,
        rule="per-week",
        reason="the account has 2 posts in the week of Mon 23 Nov, and its cap is 2 a week",
        about="slot",
    )


def test_the_weeks_around_it_do_not_fill_a_week() -> None:
    ledger = said(utc("2026-11-22 23:59"), utc("2026-11-30 00:00"))
    assert keeps_week_cap(capped(per_week=1), AT, ZONE, ledger).allowed


def test_a_week_is_that_of_the_schedule_s_zone() -> None:
    sunday_in_london = local("2026-11-22 23:30", "Europe/London")
    assert not keeps_week_cap(capped(per_week=1), AT, "Europe/Moscow", said(sunday_in_london)).allowed
    assert keeps_week_cap(capped(per_week=1), AT, "Europe/London", said(sunday_in_london)).allowed
    sunday, monday = local("2026-11-22 20:00", "America/New_York"), local("2026-11-23 08:00", "America/New_York")
    assert keeps_week_cap(capped(per_week=1), sunday, "America/New_York", said(monday)).allowed
    assert keeps_week_cap(capped(per_week=1), sunday_in_london, "Europe/Moscow", said(utc("2026-11-22 12:00"))).allowed


def quiet(start: str, end: str) -> Account:
    return an_account(limits=Limits(quiet=Quiet(start=time.fromisoformat(start), end=time.fromisoformat(end))))


def test_without_quiet_hours_any_hour_will_do() -> None:
    assert keeps_quiet(an_account(), utc("2026-11-23 03:00"), ZONE).allowed


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2026-11-22 22:00", "2026-11-23 08:00"),
        ("2026-11-22 23:59", "2026-11-23 08:00"),
        ("2026-11-23 00:00", "2026-11-23 08:00"),
        ("2026-11-23 07:59:59", "2026-11-23 08:00"),
    ],
)
def test_quiet_hours_across_midnight_are_waited_out(at: str, end: str) -> None:
    zone = "America/New_York"
    assert keeps_quiet(quiet("22:00", "08:00"), local(at, zone), zone) == Verdict(
        allowed=False,
        rule="quiet",
        reason="the account is quiet from 22:00 to 08:00",
        not_before=local(end, zone),
        about="slot",
    )


@pytest.mark.parametrize("at", ["2026-11-23 08:00", "2026-11-23 21:59:59"])
def test_outside_quiet_hours_it_speaks(at: str) -> None:
    assert keeps_quiet(quiet("22:00", "08:00"), local(at), ZONE).allowed


def test_quiet_hours_within_a_day_end_that_day() -> None:
    verdict = keeps_quiet(quiet("12:00", "14:30"), utc("2026-11-23 13:00"), ZONE)
    assert verdict.not_before == utc("2026-11-23 14:30")


def test_the_end_of_quiet_hours_keeps_the_form_of_the_instant_asked_for() -> None:
    verdict = keeps_quiet(quiet("22:00", "08:00"), local("2026-07-23 23:00").astimezone(ZoneInfo("Asia/Tokyo")), ZONE)
    assert verdict.not_before is not None
    assert verdict.not_before.isoformat() == "2026-07-24T16:00:00+09:00"


def test_in_a_repeated_hour_the_end_of_quiet_hours_is_still_ahead() -> None:
    in_the_second_pass = utc("2019-10-27 01:15")  # 01:15 in London for the second time
    verdict = keeps_quiet(quiet("22:00", "01:30"), in_the_second_pass, ZONE)
    assert verdict.not_before == utc("2019-10-27 01:30")
