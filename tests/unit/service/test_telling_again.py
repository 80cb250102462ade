from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.count import HOUR, Bin
from scheduler.model.watch import Origin, Watch, Watched
from tests.hindsight import Hindsight, counts
from tests.make import a_house
from tests.rig import NOON


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
