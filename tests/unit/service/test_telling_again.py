from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.count import HOUR, Bin
from scheduler.model.surge import KeptSurge
from scheduler.model.watch import DAY, Origin, Watch, Watched
from scheduler.service.telling_again import Told, look_back
from tests.hindsight import Hindsight, counts
from tests.make import a_house
from tests.rig import NOON
from tests.unit.attention.series import days
from tests.watchtower import Topic, Watchtower


@pytest.fixture
def past(tmp_path: Path) -> Hindsight:
    """Two sources are watched: `tags` and `news`."""
    house = a_house()
    sources = tuple(Watched(id=name, origin=Origin.FILE, file="counts.csv") for name in ("tags", "news"))
    campaign = replace(house.campaigns[0], watch=Watch(sources=sources))
    return Hindsight(tmp_path, house=replace(house, campaigns=(campaign,)))


def test_a_source_that_fell_silent_high_or_is_no_longer_watched_is_not_the_loudest(past: Hindsight) -> None:
    past.count("tags", counts())
    silent = [Bin(one.at, one.count) for one in counts() if one.at < NOON - timedelta(days=4, hours=12)]
    past.count("news", silent)
    past.count("removed", silent)
    found = past.report()
    assert found.watched[0].source == "tags"
    assert {one.source: one.heard for one in found.watched} == {"tags": True, "news": False, "removed": False}
    assert found.watched[1].newest is not None
    assert found.watched[0].newest is not None
    assert (found.watched[1].newest.times_usual or 0) > (found.watched[0].newest.times_usual or 0)


def test_where_none_is_heard_the_old_one_still_says_what_it_knew(past: Hindsight) -> None:
    past.count("removed", counts())
    assert past.report().loudest is not None


def test_a_surge_that_was_kept_stands_though_its_source_is_gone(past: Hindsight) -> None:
    past.count()
    kept = past.surge(source="gone")
    [first, latest] = past.report().surges
    assert (first.source, latest.source) == ("tags", "gone")
    assert latest.course.surge.onset == kept.surge.onset
    assert latest.course.known == 0


def test_what_two_sources_see_of_one_surge_is_one_surge(past: Hindsight) -> None:
    past.count("tags")
    past.count("news", [Bin(one.at + 3 * HOUR, one.count) for one in counts()][:-3])
    assert len(past.report().surges) == 2


TAGS = Watched(id="talk", origin=Origin.MASTODON, server="https://mastodon.example")


def edited(tower: Watchtower, tag: str, counts: list[int | None]) -> None:
    """Other hashtags are counted, for nine days."""
    tower.set(hashtags={"en": (tag,)})
    tower.sources["talk"] = Topic(counts)
    tower.pass_hours(9 * 24, 8)


def told(tower: Watchtower) -> Told:
    now = tower.clock.now()
    with tower.store.look() as looking:
        return look_back(looking, tower.campaign, now - 90 * DAY, now)


def test_an_edit_of_the_hashtags_is_no_surge_nor_the_edit_after_it(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic(days(20))}, TAGS)
    tower.clock.advance(20 * DAY)
    tower.look()
    for tag, times in (("Louder", 4), ("Loudest", 16)):
        edited(tower, tag, days(60, times))
        found = told(tower)
        assert not found.surges
        newest = [measure for measure in found.watched[0].measures if tower.clock.now() - measure.at < 23 * DAY]
        assert not any(measure.alarm for measure in newest)
        tower.pass_hours(16 * 24, 24)


def test_a_surge_that_ran_when_its_hashtags_were_edited_is_told_as_it_was_kept(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic([*days(14), *days(2, 6)])}, TAGS)
    tower.clock.advance(14 * DAY)
    tower.look()
    tower.pass_hours(30, 2)
    kept: list[KeptSurge] = tower.kept()
    edited(tower, "Another", days(40, 0.2))
    [surge] = told(tower).surges
    assert [surge.course.surge] == [one.surge for one in kept]
    assert not surge.course.shares
    assert surge.course.known == 0
