from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.model.record import Scope
from scheduler.model.schedule import Late, LatePolicy
from scheduler.service.tidying import GAP, LAST_BEAT, LEAP, SETTLES, Tidied, last_beat, tell_expired, tidy
from tests.make import a_house, a_schedule, an_account
from tests.rig import NOON, Rig, queued

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def beat(rig: Rig, **time: float) -> Tidied:
    """A beat now, then time that passes without one."""
    tidied = tidy(rig.desk, rig.house)
    rig.pass_by(**time)
    return tidied


def test_a_post_is_frozen_half_an_hour_before_its_time_and_not_a_moment_sooner(rig: Rig) -> None:
    row = rig.put(queued(minute=31, state=State.PLANNED))

    beat(rig, minutes=1)
    assert rig.state(row) is State.PLANNED

    rig.pass_by(microseconds=1)
    beat(rig)
    assert rig.state(row) is State.QUEUED
    frozen = rig.last("delivery.frozen")
    assert (frozen.why, frozen.who) == ("its text can no longer change", "beat:publish")


def test_at_its_last_moment_a_post_still_stands_and_a_moment_later_it_has_expired(rig: Rig) -> None:
    row = rig.put(queued(send_by=NOON))
    assert beat(rig) == Tidied(expired=0)
    assert rig.state(row) is State.QUEUED

    rig.pass_by(microseconds=1)
    assert beat(rig) == Tidied(expired=1)
    assert rig.state(row) is State.EXPIRED
    assert rig.why("delivery.expired") == "its last moment passed at 12:00 UTC"
    assert rig.alerts() == [f"expired: demo: 1 post not said, the first {row.key}: their last moment passed"]


def test_what_expired_under_a_stop_says_whose_stop_it_was(rig: Rig) -> None:
    row = rig.put(queued())
    rig.stop()
    rig.pass_by(hours=2, seconds=1)
    beat(rig)

    assert rig.state(row) is State.EXPIRED
    assert rig.why("delivery.expired") == "its last moment passed at 14:00 UTC while a stop by user:anna was in force"


def test_a_stop_of_something_else_is_not_named(rig: Rig) -> None:
    rig.put(queued())
    rig.stop(Scope.CAMPAIGN, "other")
    rig.pass_by(hours=3)
    beat(rig)

    assert rig.why("delivery.expired") == "its last moment passed at 14:00 UTC"


def overdue(rig: Rig, *, hours: int = 2) -> list[Delivery]:
    """Three of one series, each with so many hours before its last moment."""
    rows = [queued(minute) for minute in (0, 20, 40)]
    return [rig.put(replace(row, send_by=row.due_at + timedelta(hours=hours))) for row in rows]


def test_after_a_short_gap_everything_in_time_still_stands(rig: Rig) -> None:
    rows = overdue(rig)
    beat(rig, hours=1)
    beat(rig)

    assert [rig.state(row) for row in rows] == [State.QUEUED] * 3
    gap = rig.last("gap")
    assert (gap.why, gap.evidence) == ("the service was silent for 60 min", {"since": NOON.isoformat()})


def test_after_a_long_gap_only_the_newest_of_a_series_stands(rig: Rig) -> None:
    rows = overdue(rig, hours=5)
    beat(rig, hours=3)
    beat(rig)

    assert [rig.state(row) for row in rows] == [State.EXPIRED, State.EXPIRED, State.QUEUED]
    assert rig.why("delivery.expired") == (
        "the service was silent for 3 h, and only the newest of schedule daily is still said"
    )
    assert rig.alerts() == [f"expired: demo: 2 posts not said, the first {rows[0].key}: after a gap of 3 h"]


def test_a_schedule_that_wants_only_the_newest_gets_it_after_any_gap(tmp_path: Path) -> None:
    newest = a_schedule(late=Late(policy=LatePolicy.NEWEST, limit=timedelta(hours=2)))
    rig = Rig(tmp_path, house=a_house(schedules=(newest,)))
    rows = overdue(rig)
    beat(rig, hours=1)
    beat(rig)

    assert [rig.state(row) for row in rows] == [State.EXPIRED, State.EXPIRED, State.QUEUED]


def test_a_delivery_of_a_schedule_that_is_gone_has_the_usual_late_limit(rig: Rig) -> None:
    rig.house = replace(rig.house, schedules=())
    rows = overdue(rig)
    beat(rig, hours=1)
    beat(rig)

    assert [rig.state(row) for row in rows] == [State.QUEUED] * 3


def test_neither_a_gap_nor_a_last_moment_touches_what_is_out(rig: Rig) -> None:
    said, row = rig.put(queued(state=State.POSTED)), rig.put(queued(minute=20))
    beat(rig, hours=3)

    assert beat(rig).expired == 1
    assert (rig.state(said), rig.state(row)) == (State.POSTED, State.EXPIRED)


@pytest.mark.parametrize(("silence", "gaps"), [(GAP, 0), (GAP + MOMENT, 1)])
def test_a_silence_of_two_minutes_is_no_gap_yet(rig: Rig, silence: timedelta, gaps: int) -> None:
    rig.put(queued(minute=1))
    beat(rig)
    rig.clock.advance(silence)
    beat(rig)

    assert rig.events().count("gap") == gaps


@pytest.mark.parametrize(("minutes", "events"), [(59, []), (60, ["gap"])])
def test_a_gap_in_which_nothing_was_due_is_worth_a_word_from_an_hour_on(
    rig: Rig, minutes: int, events: list[str]
) -> None:
    beat(rig, minutes=minutes)
    beat(rig)

    assert rig.events() == events


def test_a_clock_set_back_is_waited_out_and_said_once(rig: Rig) -> None:
    beat(rig)
    row = rig.put(queued(due_at=NOON - timedelta(minutes=10), state=State.PLANNED))
    rig.clock.set(NOON - GAP - MOMENT)

    assert [beat(rig), beat(rig)] == [Tidied(clock_back_until=NOON)] * 2
    assert rig.state(row) is State.PLANNED
    [alert] = rig.alerts(open_only=True)
    assert alert == (
        "clock: the clock says 2026-11-23 11:57 UTC, before the last beat at 2026-11-23 12:00 UTC; "
        "nothing is sent until it has passed that, or mend the clock"
    )
    raised = rig.last("alert.raised")
    assert (raised.who, raised.evidence) == ("beat:publish", {"kind": "clock", "subject": "back"})

    rig.clock.set(NOON)
    assert beat(rig) == Tidied()
    assert (rig.state(row), rig.alerts(open_only=True)) == (State.QUEUED, [])


def test_two_minutes_back_are_the_clocks_own_business(rig: Rig) -> None:
    beat(rig)
    rig.clock.set(NOON - GAP)

    assert beat(rig) == Tidied()
    assert rig.alerts() == []


def test_a_clock_that_is_years_ahead_lets_nothing_expire_and_is_forgotten_once_it_is_mended(rig: Rig) -> None:
    beat(rig)
    row = rig.put(queued(minute=1))
    ahead = NOON + timedelta(days=4000)
    rig.clock.set(ahead)

    assert [beat(rig, minutes=14), beat(rig)] == [Tidied(clock_ahead_until=ahead + SETTLES)] * 2
    assert (rig.publishing.drain("demo"), rig.state(row), rig.mark(LAST_BEAT)) == (0, State.QUEUED, NOON.isoformat())
    [alert] = rig.alerts(open_only=True)
    assert alert == (
        "clock: the clock says 2037-11-05 12:00 UTC, 4000 days after the last beat; in case it is wrong nothing is "
        "sent for 15 minutes"
    )

    rig.clock.set(NOON + timedelta(minutes=1))
    assert (beat(rig), rig.publishing.drain("demo"), rig.alerts(open_only=True)) == (Tidied(), 1, [])


def test_after_a_month_of_silence_the_clock_is_believed_once_it_has_stood_for_a_quarter_of_an_hour(rig: Rig) -> None:
    beat(rig)
    row = rig.put(queued())
    rig.clock.advance(LEAP + MOMENT)

    assert beat(rig, minutes=15).clock_ahead_until == rig.clock.now()
    assert beat(rig) == Tidied(expired=1)
    assert (rig.state(row), rig.alerts(open_only=True)) == (State.EXPIRED, [])


def test_a_month_and_no_more_is_believed_at_once(rig: Rig) -> None:
    beat(rig)
    rig.clock.advance(LEAP)

    assert beat(rig) == Tidied()


def test_the_last_beat_is_kept_and_never_goes_back(rig: Rig) -> None:
    with rig.store.look() as looking:
        assert last_beat(looking) is None
    beat(rig)
    rig.clock.set(NOON - GAP)
    beat(rig)

    assert rig.mark(LAST_BEAT) == NOON.isoformat()
    with rig.store.look() as looking:
        assert last_beat(looking) == NOON


def test_each_account_is_told_of_by_itself_and_nothing_is_told_of_nothing(tmp_path: Path) -> None:
    rig = Rig(tmp_path, house=a_house(accounts=(an_account(), an_account("other"))))
    rows = [queued(minute=1, account="other"), queued(), queued(minute=2, account="other")]
    with rig.desk.transaction("test") as t:
        tell_expired(t, [], "nothing")
        tell_expired(t, rows, "too late")

    assert rig.alerts() == [
        f"expired: demo: 1 post not said, the first {rows[1].key}: too late",
        f"expired: other: 2 posts not said, the first {rows[0].key}: too late",
    ]
    assert rig.alerts(open_only=True) == []


def test_what_expired_under_a_stop_file_says_so(rig: Rig) -> None:
    rig.put(queued())
    rig.files.stopped = True
    rig.pass_by(hours=2, seconds=1)
    rig.publishing.tidy()

    why = "its last moment passed at 14:00 UTC while a STOP file lay beside the configuration"
    assert rig.why("delivery.expired") == why


def test_a_stop_file_that_comes_and_goes_stands_in_the_record(rig: Rig) -> None:
    for stopped in (False, True, True, False, False):
        rig.files.stopped = stopped
        rig.publishing.tidy()

    found = [entry for entry, _ in rig.happened if entry.event.startswith("stop.")]
    assert [(entry.event, entry.why) for entry in found] == [
        ("stop.set", "a STOP file lies beside the configuration: rest"),
        ("stop.lifted", "no STOP file lies beside the configuration any more"),
    ]
    assert found[0].evidence == {"scope": "all", "by": "user:carl", "since": NOON.isoformat()}
