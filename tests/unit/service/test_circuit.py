from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.service.circuit import (
    FIRST,
    LONGEST,
    Calls,
    note_trouble,
    note_well,
    pause,
    paused_until,
    troubles_of,
)
from tests.rig import NOON, Rig


def test_a_first_trouble_pauses_for_half_a_minute_and_up_to_a_quarter_more() -> None:
    until = pause("demo", 1, None, NOON)

    assert FIRST <= until - NOON <= FIRST * 5 / 4


def test_each_further_trouble_doubles_the_pause() -> None:
    pauses = [pause("demo", n, None, NOON) - NOON for n in range(1, 7)]

    assert all(FIRST * 2**i <= waited <= FIRST * 2**i * 5 / 4 for i, waited in enumerate(pauses))


@pytest.mark.parametrize("troubles", [7, 11, 12, 5000])
def test_no_pause_is_longer_than_half_an_hour_and_a_quarter(troubles: int) -> None:
    waited = pause("demo", troubles, None, NOON) - NOON

    assert LONGEST <= waited <= LONGEST * 5 / 4


def test_two_accounts_do_not_come_back_at_the_same_instant() -> None:
    assert pause("demo", 3, None, NOON) != pause("other", 3, None, NOON)


def test_the_same_trouble_gives_the_same_pause_on_every_machine() -> None:
    assert pause("demo", 3, None, NOON) == NOON + timedelta(minutes=2, seconds=5.625)


def test_what_the_network_asks_for_is_honoured() -> None:
    asked = NOON + timedelta(hours=3)

    assert pause("demo", 1, asked, NOON) == asked


@pytest.mark.parametrize(
    ("asked", "believed"),
    [
        (timedelta(hours=24), True),
        (timedelta(hours=24, seconds=1), False),
        (timedelta(seconds=1), True),
        (timedelta(0), False),
        (timedelta(hours=-1), False),
    ],
)
def test_a_pause_in_the_past_or_beyond_a_day_is_not_believed(asked: timedelta, believed: bool) -> None:
    assert (pause("demo", 1, NOON + asked, NOON) == NOON + asked) is believed


def test_an_account_without_trouble_is_not_paused(tmp_path: Path) -> None:
    with Rig(tmp_path).store.look() as looking:
        assert paused_until(looking, "demo") is None


def test_trouble_pauses_one_account_alone(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with rig.desk.transaction("test") as t:
        note_trouble(t, "demo", "refused", None)

    with rig.store.look() as looking:
        assert paused_until(looking, "demo") == pause("demo", 1, None, NOON)
        assert paused_until(looking, "other") is None


def test_a_person_is_told_at_the_third_trouble_in_a_row_and_not_again(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    for _ in range(2):
        with rig.desk.transaction("test") as t:
            note_trouble(t, "demo", "connection refused", None)
    assert rig.alerts() == []

    for _ in range(3):
        with rig.desk.transaction("test") as t:
            note_trouble(t, "demo", "connection refused", None)

    assert rig.alerts() == ["trouble: demo: 3 tries in a row failed, the last because connection refused"]


def test_the_first_success_ends_the_pause_and_the_alert(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with rig.desk.transaction("test") as t:
        for _ in range(3):
            note_trouble(t, "demo", "connection refused", None)
        note_well(t, "demo")

    with rig.store.look() as looking:
        assert paused_until(looking, "demo") is None
        assert looking.alerts(open_only=True) == []


def test_after_a_success_the_counting_begins_anew(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with rig.desk.transaction("test") as t:
        note_trouble(t, "demo", "refused", None)
        note_trouble(t, "demo", "refused", None)
        note_well(t, "demo")
        note_trouble(t, "demo", "refused", None)

    with rig.store.look() as looking:
        assert paused_until(looking, "demo") == pause("demo", 1, None, NOON)


def test_readings_have_a_pause_of_their_own_which_tells_the_record_alone(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    for _ in range(4):
        with rig.desk.transaction("test") as t:
            note_trouble(t, "demo", "no answer", None, Calls.READING)

    with rig.store.look() as looking:
        assert paused_until(looking, "demo") is None
        assert paused_until(looking, "demo", Calls.READING) == pause("demo", 4, None, NOON)
        assert (troubles_of(looking, "demo"), troubles_of(looking, "demo", Calls.READING)) == (0, 4)
    assert (rig.alerts(), rig.events()) == ([], ["readings.failed"])
    assert rig.why("readings.failed") == "3 in a row, the last because no answer"


def test_a_good_reading_does_not_end_the_pause_of_posting(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with rig.desk.transaction("test") as t:
        note_trouble(t, "demo", "no answer", None)
        note_trouble(t, "demo", "no answer", None, Calls.READING)
        note_well(t, "demo", Calls.READING)

    with rig.store.look() as looking:
        assert paused_until(looking, "demo") is not None
        assert paused_until(looking, "demo", Calls.READING) is None
