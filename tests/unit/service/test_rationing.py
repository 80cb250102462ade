from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduler.errors import ChannelTrouble
from scheduler.model.money import Purpose
from scheduler.service.rationing import wanted
from tests.readers import CENT, Readers, counting, paying
from tests.rig import NOON

AN_HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 23)


def spent(readers: Readers) -> int:
    with readers.store.look() as looking:
        return sum(looking.spent(Purpose.READING, since="2026-11").values())


def test_no_more_is_asked_in_a_day_of_utc_than_the_files_allow(tmp_path: Path) -> None:
    readers = Readers(tmp_path, counting(a_day=3))
    for minute in range(5):
        readers.out(minute, ago=2 * AN_HOUR)

    assert readers.take() == 3
    assert (readers.ration().asked, readers.ration().left_out) == (3, 2)
    readers.restart()
    assert readers.take() == 0
    readers.pass_by(hours=12)
    assert (readers.ration().asked, readers.take()) == (0, 3)


def test_an_answer_that_did_not_come_was_a_call(tmp_path: Path) -> None:
    readers = Readers(tmp_path, paying(5))
    readers.network.counts = [ChannelTrouble("no answer")]
    readers.out(ago=AN_HOUR)
    readers.take()

    assert (readers.ration().asked, spent(readers)) == (1, CENT)


def test_no_more_is_spent_in_a_month_than_is_set_aside_for_reading(tmp_path: Path) -> None:
    readers = Readers(tmp_path, paying(2))
    for minute in range(5):
        readers.out(minute, ago=AN_HOUR)

    assert (readers.take(), spent(readers), readers.ration().left_out) == (2, 2 * CENT, 3)
    readers.pass_by(days=7)
    assert readers.take() == 0
    readers.clock.set(NOON.replace(month=12, day=1))
    assert readers.take() == 2
    assert spent(readers) == 4 * CENT


def test_a_reading_that_waits_is_left_out_once_and_the_next_that_comes_due_as_well(tmp_path: Path) -> None:
    readers = Readers(tmp_path, counting(a_day=1))
    readers.out(0)
    readers.out(1)
    found = []
    for _ in range(3):
        readers.pass_by(minutes=20)
        readers.take()
        found.append(readers.ration().left_out)

    assert found == [1, 1, 3]


def test_what_a_day_left_out_is_recorded_once_when_it_is_over(tmp_path: Path) -> None:
    readers = Readers(tmp_path, counting(a_day=1))
    for minute in range(4):
        readers.out(minute, ago=AN_HOUR)
    for _ in range(30):
        readers.take()
        readers.pass_by(hours=1)

    noted = [entry for entry, _ in readers.happened if entry.event == "readings.left out"]
    assert [entry.evidence for entry in noted] == [{"day": "2026-11-23", "n": "7"}]
    assert noted[0].why == "7 readings came due on 2026-11-23 when the day's calls or the month's money were used up"
    assert noted[0].chain == "demo"
    assert readers.alerts() == []


def test_a_day_without_trouble_says_nothing(tmp_path: Path) -> None:
    readers = Readers(tmp_path)
    readers.out(ago=AN_HOUR)
    for _ in range(5):
        readers.take()
        readers.pass_by(days=1)

    assert "readings.left out" not in readers.events()


def test_an_edit_that_allows_more_is_followed(tmp_path: Path) -> None:
    readers = Readers(tmp_path, counting(a_day=1))
    for minute in range(3):
        readers.out(minute, ago=AN_HOUR)
    readers.take()
    readers.allow(counting(a_day=10))

    assert readers.take() == 2


@pytest.mark.parametrize("account", [counting(a_day=0), paying(0)])
def test_where_nothing_is_set_aside_nothing_is_asked_and_nothing_left_out(tmp_path: Path, account: object) -> None:
    readers = Readers(tmp_path, account)  # type: ignore[arg-type]
    readers.out(ago=AN_HOUR)

    assert (readers.readings.lanes(), readers.take(), readers.ration().left_out) == ([], 0, 0)


def test_what_is_free_needs_no_budget() -> None:
    assert wanted(counting(), 0)
    assert not wanted(counting(), CENT)
    assert wanted(paying(1), CENT)
    assert not wanted(paying(1), CENT + 1)


def test_a_day_nobody_asked_on_is_empty(tmp_path: Path) -> None:
    assert (Readers(tmp_path).ration().day, Readers(tmp_path).ration().asked) == (TODAY, 0)
