from pathlib import Path

from scheduler.attention.meter import State
from scheduler.errors import ChannelTrouble
from scheduler.model.watch import DAY, Origin, Watched
from tests.unit.attention.series import HOUR, START, days
from tests.watchtower import Topic, Watchtower

SURGE = [*days(12), *days(2, 6), *days(5)]


def test_a_campaign_that_watches_nothing_stands_nowhere(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {})
    tower.set(watch=type(tower.campaign.watch)())
    found = tower.stands()
    assert (found.state, found.loudest, found.sources) == (None, None, ())


def test_it_stands_as_its_loudest_source_says(tmp_path: Path) -> None:
    two = (Watched(id="calm", origin=Origin.URL), Watched(id="talk", origin=Origin.URL))
    tower = Watchtower(tmp_path, {"calm": Topic(days(19)), "talk": Topic(SURGE)}, *two)
    tower.clock.advance(12 * DAY + HOUR)
    tower.look()
    found = tower.stands()
    assert found.state is State.RISING
    assert found.loudest is not None
    assert found.loudest.watched.id == "talk"
    assert [source.measure.state for source in found.sources if source.measure] == [State.QUIET, State.RISING]


def test_after_a_surge_it_counts_the_days_and_what_is_left(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic(SURGE)})
    tower.clock.advance(14 * DAY)
    tower.look()
    found = tower.stands()
    assert found.surge is not None
    assert (found.day, found.share) == (2, 1.0)
    tower.clock.advance(12 * HOUR)
    tower.look()
    later = tower.stands()
    assert later.day == 2
    assert 0.2 < (later.share or 0) < 0.9
    assert later.loudest is not None
    assert later.loudest.since is not None
    assert later.loudest.since < tower.clock.now()
    tower.clock.advance(10 * DAY)
    assert tower.stands().surge is None


def test_what_is_left_of_a_surge_is_not_told_by_a_source_that_is_silent(tmp_path: Path) -> None:
    topic = Topic(SURGE)
    tower = Watchtower(tmp_path, {"talk": topic})
    tower.clock.advance(14 * DAY)
    tower.look()
    topic.trouble = ChannelTrouble("it answered 500")
    tower.pass_hours(26, 2)
    found = tower.stands()
    assert (found.day, found.share) == (3, None)


def test_a_silent_source_speaks_for_nobody(tmp_path: Path) -> None:
    topic = Topic(SURGE)
    tower = Watchtower(tmp_path, {"talk": topic})
    tower.clock.advance(12 * DAY)
    tower.look()
    topic.trouble = ChannelTrouble("it answered 500")
    tower.pass_hours(26, 2)
    found = tower.stands()
    [source] = found.sources
    assert source.silent
    assert source.newest == START + 12 * DAY - HOUR
    assert (found.state, found.loudest) == (None, None)
