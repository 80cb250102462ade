from datetime import date, datetime, timedelta

import pytest

from scheduler.model.post import Verdict
from scheduler.rules.asks import judge_ask, judge_fact
from tests.make import a_fact, an_action, local, utc

OPENS = utc("2019-01-22 10:00")
UNTIL = utc("2019-01-26 14:00")
MOMENT = timedelta(microseconds=1)


def test_an_action_without_bounds_is_always_open() -> None:
    assert judge_ask(an_action(), utc("2026-11-23 09:00")).allowed


@pytest.mark.parametrize("at", [OPENS, OPENS + MOMENT, UNTIL - MOMENT])
def test_an_action_is_said_from_its_opening_until_its_end(at: datetime) -> None:
    assert judge_ask(an_action(opens=OPENS, until=UNTIL), at).allowed


def test_an_action_waits_for_its_opening() -> None:
    assert judge_ask(an_action("rally", opens=OPENS), OPENS - MOMENT) == Verdict(
        allowed=False,
        rule="opens",
        reason="action rally opens only at 10:00 on 22 Jan 2019",
        not_before=OPENS,
        about="action",
    )


def test_an_action_is_over_at_its_end() -> None:
    assert judge_ask(an_action("rally", until=UNTIL), UNTIL) == Verdict(
        allowed=False, rule="ended", reason="action rally ended at 14:00 on 26 Jan 2019", about="action"
    )


def test_the_end_is_named_in_the_zone_asked_for() -> None:
    until = local("2019-01-23 00:00:30", "Europe/Moscow")
    verdict = judge_ask(an_action(until=until), until, "Europe/Moscow")
    assert verdict.reason == "action amnesty-petition ended at 00:00:30 on 23 Jan 2019"


def test_a_fact_is_said_on_its_own_day() -> None:
    assert judge_fact(a_fact(date=date(2017, 4, 1)), utc("2017-04-01 00:00")).allowed


def test_a_fact_of_tomorrow_is_not_said() -> None:
    assert judge_fact(a_fact("report", date=date(2017, 4, 1)), utc("2017-03-31 23:59")) == Verdict(
        allowed=False,
        rule="future-fact",
        reason="fact report is dated 1 Apr 2017, which is still to come",
        about="fact",
    )


def test_a_fact_s_day_is_read_in_the_zone_asked_for() -> None:
    fact = a_fact(date=date(2017, 4, 1))
    assert judge_fact(fact, utc("2017-03-31 22:00"), "Europe/Moscow").allowed
    assert not judge_fact(fact, utc("2017-04-01 03:00"), "America/New_York").allowed


def test_a_fact_without_a_limit_never_goes_stale() -> None:
    assert judge_fact(a_fact(stale_after=None), utc("2099-01-01 00:00")).allowed


def test_a_fact_goes_stale_when_its_time_has_passed_since_its_day() -> None:
    fact = a_fact("report", date=date(2017, 4, 1), stale_after=timedelta(days=400))
    stale_at = utc("2018-05-06 00:00")
    assert judge_fact(fact, stale_at - MOMENT).allowed
    assert judge_fact(fact, stale_at) == Verdict(
        allowed=False, rule="stale-fact", reason="fact report of 1 Apr 2017 is stale since 6 May 2018", about="fact"
    )


def test_a_moment_is_told_by_the_clock_and_the_day_of_the_schedule_s_zone() -> None:
    evening = local("2026-11-23 20:00", "America/New_York")
    verdict = judge_ask(an_action("rally", until=evening), evening, "America/New_York")
    assert verdict.reason == "action rally ended at 20:00 on 23 Nov 2026"
