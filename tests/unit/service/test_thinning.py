from datetime import timedelta
from pathlib import Path

from scheduler.model.count import Bin
from scheduler.model.watch import Origin, Watch, Watched
from scheduler.service.thinning import thin
from tests.make import CAMPAIGN, a_campaign, a_house, utc
from tests.rig import Rig

NOW = utc("2026-11-23 12:00")
HOUR = timedelta(hours=1)
OLD = utc("2025-10-01 00:00")


def kept(rig: Rig, source: str = "talk") -> list[Bin]:
    with rig.store.look() as looking:
        return looking.counts(CAMPAIGN, source, since=OLD - 9999 * HOUR, until=NOW)


def a_rig(folder: Path, bins: list[Bin]) -> Rig:
    watch = Watch(sources=(Watched(id="talk", origin=Origin.URL), Watched(id="wiki", origin=Origin.URL, daily=True)))
    rig = Rig(folder, house=a_house(campaigns=(a_campaign(watch=watch),)))
    with rig.store.write() as writing:
        writing.keep_counts(CAMPAIGN, "talk", bins)
        writing.keep_counts(CAMPAIGN, "wiki", [Bin(OLD, 7)])
    return rig


def test_the_hours_of_a_day_a_year_ago_become_one_count_and_stay_it(tmp_path: Path) -> None:
    recent = Bin(NOW - 379 * 24 * HOUR, 3)
    rig = a_rig(tmp_path, [*(Bin(OLD + n * HOUR, 2) for n in range(48)), recent])
    assert thin(rig.desk, rig.house, "test") == 2
    assert kept(rig) == [Bin(OLD, 48), Bin(OLD + 24 * HOUR, 48), recent]
    assert thin(rig.desk, rig.house, "test") == 0
    assert kept(rig) == [Bin(OLD, 48), Bin(OLD + 24 * HOUR, 48), recent]


def test_a_day_with_some_hours_unknown_is_taken_for_like_the_others_and_one_with_many_becomes_a_gap(
    tmp_path: Path,
) -> None:
    some, few = (range(6, 24), range(18, 24))
    rig = a_rig(tmp_path, [*(Bin(OLD + n * HOUR, 2) for n in some), *(Bin(OLD + (24 + n) * HOUR, 2) for n in few)])
    thin(rig.desk, rig.house, "test")
    assert kept(rig) == [Bin(OLD, 48)]


def test_days_are_as_they_are_until_they_are_ten_years_old(tmp_path: Path) -> None:
    rig = a_rig(tmp_path, [])
    thin(rig.desk, rig.house, "test")
    assert kept(rig, "wiki") == [Bin(OLD, 7)]
    rig.pass_by(days=3650)
    thin(rig.desk, rig.house, "test")
    with rig.store.look() as looking:
        assert not looking.counts(CAMPAIGN, "wiki", since=OLD, until=OLD + HOUR)


def test_hours_of_a_campaign_that_left_the_files_become_days_and_days_stay_days(tmp_path: Path) -> None:
    rig = a_rig(tmp_path, [Bin(OLD + n * HOUR, 2) for n in range(48)])
    left = a_house(campaigns=())
    assert thin(rig.desk, left, "test") == 2
    assert kept(rig) == [Bin(OLD, 48), Bin(OLD + 24 * HOUR, 48)]
    assert kept(rig, "wiki") == [Bin(OLD, 7)]


def test_sums_stay_where_the_note_of_them_was_forgotten(tmp_path: Path) -> None:
    rig = a_rig(tmp_path, [Bin(OLD + n * HOUR, 2) for n in range(48)])
    thin(rig.desk, rig.house, "test")
    with rig.store.write() as writing:
        for name in writing.mark_names():
            writing.set_mark(name, None)
    assert thin(rig.desk, rig.house, "test") == 0
    assert kept(rig) == [Bin(OLD, 48), Bin(OLD + 24 * HOUR, 48)]
