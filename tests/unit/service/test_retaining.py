from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.house import Settings
from scheduler.model.receipt import Reading
from scheduler.model.upkeep import Keep
from scheduler.service.fence import let_as
from scheduler.service.links import mark_of
from scheduler.service.retaining import LAST, LEFT, MOST, TOGETHER, Retaining
from scheduler.service.tidying import LAST_BEAT
from tests.make import a_house, a_key, an_account
from tests.rig import NOON, Rig, queued

LINK = "https://example.org/amnesty-petition"
KEEP = Keep(readings=timedelta(days=100), files=timedelta(days=30), alerts=timedelta(days=100))


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path, house=a_house(settings=Settings(keep=KEEP)))


def tidy_up(rig: Rig, most: int = MOST, **passed: float) -> dict[str, int]:
    rig.pass_by(**passed)
    return Retaining(rig.desk, lambda: rig.house, most).tidy_up()


def read(rig: Rig, count: int, *, days_ago: int = 200) -> None:
    with rig.store.write() as writing:
        for nth in range(count):
            assert writing.add_reading(a_key(), nth, Reading(at=NOON - timedelta(days=days_ago), counts={}))


def set_marks(rig: Rig, *names: str) -> None:
    with rig.store.write() as writing:
        for name in names:
            writing.set_mark(name, "{}")


def test_it_is_done_once_a_day_and_said_in_one_line_of_the_record(rig: Rig) -> None:
    read(rig, 3)

    assert tidy_up(rig) == {"readings": 3}
    assert rig.events() == ["store.tidied"]
    assert rig.why("store.tidied") == "no longer kept: 3 readings"
    assert rig.last("store.tidied").evidence == {"readings": "3"}

    read(rig, 1)
    assert tidy_up(rig, hours=23) == {}
    assert tidy_up(rig, hours=1) == {"readings": 1}


def test_where_nothing_is_old_nothing_is_said(rig: Rig) -> None:
    read(rig, 3, days_ago=99)

    assert tidy_up(rig) == {}
    assert rig.events() == []
    assert rig.mark(LAST) == NOON.isoformat()


def test_it_goes_in_transactions_of_a_hundred_rows(rig: Rig) -> None:
    read(rig, 2 * TOGETHER + 1)

    assert tidy_up(rig) == {"readings": 2 * TOGETHER + 1}


def test_what_is_too_much_for_one_beat_goes_on_at_the_next(rig: Rig) -> None:
    read(rig, TOGETHER + 1)

    assert tidy_up(rig, most=1) == {"readings": TOGETHER}
    assert tidy_up(rig, most=1) == {"readings": 1}


def test_a_clock_that_stands_before_what_was_recorded_removes_nothing(rig: Rig) -> None:
    read(rig, 1)
    with rig.store.write() as writing:
        writing.set_mark(LAST_BEAT, (NOON + timedelta(hours=1)).isoformat())

    assert tidy_up(rig) == {}
    assert tidy_up(rig, hours=1) == {"readings": 1}


def test_a_last_time_that_lies_far_ahead_is_not_believed(rig: Rig) -> None:
    read(rig, 1)
    with rig.store.write() as writing:
        writing.set_mark(LAST, (NOON + timedelta(days=3650)).isoformat())

    assert tidy_up(rig) == {"readings": 1}


def test_deliveries_their_keys_and_the_record_are_never_touched(rig: Rig) -> None:
    row = rig.put(queued())
    with rig.store.look() as looking:
        before = looking.sealed()
    tidy_up(rig, days=36_500)

    assert rig.row(row.key) == replace(row, revision=rig.row(row.key).revision)
    with rig.store.look() as looking:
        assert looking.sealed()[: len(before)] == before


def test_what_was_noted_about_a_link_or_an_account_that_left_goes_once_it_has_been_away_long_enough(rig: Rig) -> None:
    names = [
        "circuit gone",
        "reading pause gone",
        "readings gone",
        "profile gone",
        let_as("gone"),
        mark_of("https://a.b/"),
    ]
    set_marks(rig, *names, "profile demo", mark_of(LINK), "some other mark")
    with rig.store.write() as writing:
        writing.set_live("gone", NOON)
        writing.set_live("demo", NOON)

    assert tidy_up(rig) == {}
    assert tidy_up(rig, days=29) == {}
    assert tidy_up(rig, days=1) == {"notes about what left the files": 6}
    with rig.store.look() as looking:
        assert not set(names) & set(looking.mark_names())
        assert {"profile demo", mark_of(LINK), "some other mark"} <= set(looking.mark_names())
        assert list(looking.live()) == ["demo"]
    assert rig.mark(LEFT) is None


def test_an_account_that_comes_back_in_time_is_as_it_was(rig: Rig) -> None:
    set_marks(rig, let_as("back"))
    with_it = replace(rig.house, accounts=(*rig.house.accounts, an_account("back")))
    tidy_up(rig)
    without, rig.house = rig.house, with_it
    tidy_up(rig, days=20)
    rig.house = without
    tidy_up(rig, days=20)

    assert rig.mark(let_as("back")) == "{}"
    tidy_up(rig, days=30)
    assert rig.mark(let_as("back")) is None


def test_the_silence_of_a_source_that_left_the_files_is_over(rig: Rig) -> None:
    with rig.desk.transaction("test") as t:
        t.alert("source", "close-the-camps/gone", "nothing was heard")
        t.alert("trouble", "main", "it stays")
    tidy_up(rig)
    with rig.store.look() as looking:
        assert [alert.kind for alert in looking.alerts(open_only=True)] == ["trouble"]
