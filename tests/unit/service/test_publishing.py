from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.account import Limits, Quiet
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Later, Receipt
from scheduler.model.record import Scope, Stop
from scheduler.model.schedule import Late, LatePolicy
from scheduler.service.publishing import GAP, LAST_BEAT
from tests.make import a_campaign, a_house, a_schedule, an_account, an_action
from tests.rig import NOON, Rig, queued

SOON = NOON + timedelta(hours=2)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def beat(rig: Rig, **time: float) -> None:
    """A beat now, then time that passes without one."""
    rig.publishing.tidy()
    rig.pass_by(**time)


def test_a_post_is_frozen_half_an_hour_before_its_time_and_not_a_moment_sooner(rig: Rig) -> None:
    row = rig.put(queued(minute=31, state=State.PLANNED))

    beat(rig, minutes=1)
    assert rig.state(row) is State.PLANNED

    rig.pass_by(microseconds=1)
    beat(rig)
    assert rig.state(row) is State.QUEUED


def test_a_claim_names_its_owner_its_lease_and_its_try(rig: Rig) -> None:
    rig.network.fails_to_prepare = True
    rig.put(queued())
    rig.publishing.drain("demo")

    claim = next(delivery for entry, delivery in rig.happened if entry.event == "delivery.claimed")
    assert claim is not None
    assert (claim.owner, claim.attempt, claim.lease_until) == ("boot me", 1, NOON + timedelta(minutes=5))


def test_after_trouble_the_lane_waits_and_then_tries_again(rig: Rig) -> None:
    rig.network.answers = [Later(reason="busy", when=NOON + timedelta(minutes=10))]
    row = rig.put(queued())
    rig.publishing.drain("demo")

    rig.pass_by(minutes=9, seconds=59)
    assert rig.publishing.drain("demo") == 0

    rig.pass_by(seconds=1)
    assert rig.publishing.drain("demo") == 1
    assert (rig.state(row), rig.row(row.key).attempt) == (State.POSTED, 2)


def test_nothing_is_claimed_while_a_stop_file_lies_there(rig: Rig) -> None:
    row = rig.put(queued())
    rig.files.stopped = True

    assert rig.publishing.drain("demo") == 0
    assert rig.row(row.key).attempt == 0


def test_a_stop_passes_over_what_it_covers_and_lets_the_rest_go(rig: Rig) -> None:
    stopped, free = rig.put(queued()), rig.put(queued(minute=1))
    with rig.store.write() as writing:
        writing.stop(Stop(scope=Scope.POST, subject=str(stopped.key), at=NOON, who="user:anna", why="no"))
    rig.pass_by(minutes=1)
    rig.publishing.drain("demo")

    assert (rig.state(stopped), rig.state(free)) == (State.QUEUED, State.POSTED)


def test_a_post_that_comes_too_soon_after_another_waits_for_the_gap(tmp_path: Path) -> None:
    rig = Rig(tmp_path, house=a_house(accounts=(an_account(limits=Limits(gap=timedelta(minutes=20))),)))
    said = Receipt(remote_id="1", url="https://example.org/1", at=NOON - timedelta(minutes=5))
    rig.put(queued(minute=1, state=State.POSTED, receipt=said, due_at=said.at))
    row = rig.put(queued())

    assert rig.publishing.drain("demo") == 0
    waiting = rig.row(row.key)
    assert (waiting.state, waiting.not_before) == (State.QUEUED, NOON + timedelta(minutes=15))
    assert rig.publishing.next_due() == NOON + timedelta(minutes=15)

    rig.pass_by(minutes=15)
    assert rig.publishing.drain("demo") == 1
    assert rig.row(row.key).not_before is None


def test_a_post_that_would_have_to_wait_beyond_its_last_moment_is_let_go_and_told(tmp_path: Path) -> None:
    quiet = Limits(gap=timedelta(0), quiet=Quiet(start=NOON.time(), end=SOON.time().replace(minute=1)))
    rig = Rig(tmp_path, house=a_house(accounts=(an_account(limits=quiet),)))
    row = rig.put(queued())

    rig.publishing.drain("demo")

    assert rig.state(row) is State.EXPIRED
    assert rig.alerts()[0].startswith(f"expired: demo: 1 post not said, the first {row.key}: ")


def test_a_text_that_a_person_took_away_is_not_said_when_it_is_rendered_again(rig: Rig) -> None:
    said = rig.put(queued(minute=1, state=State.POSTED, due_at=NOON - timedelta(days=1)))
    with rig.store.write() as writing:
        writing.redact(said.post.digest)
    row = rig.put(queued())

    rig.publishing.drain("demo")
    assert (rig.state(row), rig.network.taken) == (State.EXPIRED, [])
    assert rig.why("delivery.expired").startswith("a person took this text away")


def test_an_ask_that_ended_meanwhile_is_let_go(tmp_path: Path) -> None:
    over = an_action(until=NOON)
    rig = Rig(tmp_path, house=a_house(campaigns=(a_campaign(actions=(over,)),)))
    row = rig.put(queued())
    rig.publishing.drain("demo")

    assert (rig.state(row), rig.network.taken) == (State.EXPIRED, [])


def test_at_its_last_moment_a_post_still_goes_and_a_moment_later_it_has_expired(rig: Rig) -> None:
    row = rig.put(queued(send_by=NOON))
    beat(rig)
    assert rig.state(row) is State.QUEUED

    rig.pass_by(microseconds=1)
    beat(rig)

    assert rig.state(row) is State.EXPIRED
    assert rig.why("delivery.expired") == "its last moment passed at 12:00 UTC"
    assert rig.alerts() == [f"expired: demo: 1 post not said, the first {row.key}: their last moment passed"]


def test_what_expired_under_a_stop_says_whose_stop_it_was(rig: Rig) -> None:
    row = rig.put(queued())
    with rig.store.write() as writing:
        writing.stop(Stop(scope=Scope.ALL, subject="", at=NOON, who="user:anna", why="rest"))
    rig.pass_by(hours=2, seconds=1)

    assert rig.publishing.tidy().expired == 1
    assert rig.state(row) is State.EXPIRED
    assert rig.why("delivery.expired").endswith("while a stop by user:anna was in force")


def overdue(rig: Rig) -> list[Delivery]:
    return [rig.put(queued(minute=minute)) for minute in (0, 20, 40)]


def test_after_a_short_gap_everything_in_time_still_goes_out(rig: Rig) -> None:
    rows = overdue(rig)
    beat(rig, hours=1)
    beat(rig)
    rig.publishing.drain("demo")

    assert [rig.state(row) for row in rows] == [State.POSTED] * 3
    assert rig.why("gap") == "the service was silent for 60 min"


def test_after_a_long_gap_only_the_newest_of_a_series_goes_out(rig: Rig) -> None:
    rows = [replace(row, send_by=NOON + timedelta(hours=5)) for row in (queued(), queued(20), queued(40))]
    rig.put(*rows)
    beat(rig, hours=3)
    beat(rig)
    rig.publishing.drain("demo")

    assert [rig.state(row) for row in rows] == [State.EXPIRED, State.EXPIRED, State.POSTED]
    assert rig.alerts()[0].startswith(
        f"expired: demo: 2 posts not said, the first {rows[0].key}: after a gap of 180 min"
    )


def test_a_schedule_that_wants_only_the_newest_gets_it_after_any_gap(tmp_path: Path) -> None:
    newest = a_schedule(late=Late(policy=LatePolicy.NEWEST, limit=timedelta(hours=2)))
    rig = Rig(tmp_path, house=a_house(schedules=(newest,)))
    rows = overdue(rig)
    beat(rig, hours=1)
    beat(rig)
    rig.publishing.drain("demo")

    assert [rig.state(row) for row in rows] == [State.EXPIRED, State.EXPIRED, State.POSTED]


@pytest.mark.parametrize(("silence", "gaps"), [(GAP, 0), (GAP + timedelta(seconds=1), 1)])
def test_a_silence_of_two_minutes_is_no_gap_yet(rig: Rig, silence: timedelta, gaps: int) -> None:
    rig.put(queued(minute=1))
    rig.publishing.tidy()
    rig.clock.advance(silence)
    rig.publishing.tidy()

    assert rig.events().count("gap") == gaps


def test_a_short_gap_in_which_nothing_was_due_is_not_worth_a_word(rig: Rig) -> None:
    beat(rig, minutes=59)
    beat(rig)

    assert "gap" not in rig.events()


def test_an_hour_of_silence_is_recorded_even_if_nothing_was_due(rig: Rig) -> None:
    beat(rig, minutes=60)
    beat(rig)

    assert rig.events() == ["gap"]


def test_a_clock_set_back_is_waited_out_and_said(rig: Rig) -> None:
    beat(rig)
    row = rig.put(queued(minute=-10 % 60, due_at=NOON - timedelta(minutes=10)))
    rig.clock.set(NOON - GAP - timedelta(seconds=1))

    assert rig.publishing.tidy().clock_back_until == NOON
    assert rig.publishing.drain("demo") == 0
    assert rig.alerts()[0].startswith("clock: the clock says 2026-11-23 11:57 UTC, before the last beat")

    rig.clock.set(NOON)
    assert rig.publishing.tidy().clock_back_until is None
    assert rig.publishing.drain("demo") == 1
    assert rig.state(row) is State.POSTED
    with rig.store.look() as looking:
        assert looking.alerts(open_only=True) == []


def test_two_minutes_back_are_the_clocks_own_business(rig: Rig) -> None:
    beat(rig)
    rig.put(queued(due_at=NOON - timedelta(minutes=3)))
    rig.clock.set(NOON - GAP)

    assert rig.publishing.tidy().clock_back_until is None
    assert rig.publishing.drain("demo") == 1


def test_the_last_beat_never_goes_back(rig: Rig) -> None:
    beat(rig)
    rig.clock.set(NOON - GAP)
    beat(rig)

    with rig.store.look() as looking:
        assert looking.mark(LAST_BEAT) == NOON.isoformat()


def test_a_delivery_of_a_schedule_that_is_gone_has_the_usual_late_limit(rig: Rig) -> None:
    rig.house = replace(rig.house, schedules=())
    rows = overdue(rig)
    beat(rig, hours=1)
    beat(rig)

    assert [rig.state(row) for row in rows] == [State.QUEUED] * 3
