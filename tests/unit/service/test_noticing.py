from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.attention.meter import State
from scheduler.errors import ChannelTrouble
from scheduler.model.count import Bin
from scheduler.model.sustain import Sustain
from scheduler.model.watch import DAY, Origin, Watch, Watched
from tests.unit.attention.series import DAY as USUAL
from tests.unit.attention.series import START, days
from tests.watchtower import TALK, Topic, Watchtower

SURGE = [*days(12), *days(2, 6), *days(1, 2.2), *days(3, 1.5), *days(12)]
"""Twelve days of the usual, two days six times as loud, and then less and less."""

USUAL_DAY = sum(USUAL)


def watched(folder: Path, counts: list[int | None] = SURGE, *sources: Watched) -> Watchtower:
    """From the end of the twelve days on."""
    tower = Watchtower(folder, {name: Topic(counts) for name in ("talk", "other")}, *sources)
    tower.clock.advance(12 * DAY)
    tower.look()
    return tower


def test_each_turn_of_a_surge_is_told_once_and_in_its_order(tmp_path: Path) -> None:
    tower = watched(tmp_path)
    assert not tower.alerts()
    tower.pass_hours(6 * 24, 6)
    assert tower.kinds() == ["rising", "surge", "fading", "floor"]
    rising, surge, fading, floor = [text for _, text in tower.alerts()]
    assert rising.startswith("close-the-camps: attention is rising: ")
    assert "where about 20 are usual (seen by talk)" in rising
    assert f"in 24 hours, where {USUAL_DAY:,} are usual" in surge
    assert "has faded to a quarter of its peak" in fading
    assert "below 2 times the usual" in floor
    assert "day 3 after the surge of 17 January" in floor
    assert not tower.alerts(open_only=True)


def test_a_surge_is_kept_and_handed_on_when_it_begins_and_followed_later(tmp_path: Path) -> None:
    tower = watched(tmp_path)
    tower.pass_hours(24, 4)
    [begun] = tower.surges
    assert begun.surge.usual == USUAL_DAY
    tower.pass_hours(6 * 24, 8)
    [kept] = tower.kept()
    assert (kept.surge.onset, kept.source) == (begun.surge.onset, "talk")
    assert kept.surge.peak > begun.surge.peak
    assert kept.surge.half is not None
    assert kept.surge.quarter is not None
    assert tower.surges == [begun]


def test_what_was_decided_on_a_surge_meanwhile_stays(tmp_path: Path) -> None:
    tower = watched(tmp_path)
    tower.pass_hours(16, 4)
    [kept] = tower.kept()
    with tower.store.write() as writing:
        writing.keep_surge(replace(kept, who="user:anna"))
    tower.pass_hours(24, 4)
    [later] = tower.kept()
    assert later.who == "user:anna"
    assert later.surge.peak > kept.surge.peak


def test_two_sources_that_see_the_same_wake_nobody_twice(tmp_path: Path) -> None:
    two = (Watched(id="talk", origin=Origin.URL), Watched(id="other", origin=Origin.URL))
    tower = watched(tmp_path, SURGE, *two)
    tower.pass_hours(40, 4)
    assert tower.kinds() == ["rising", "surge"]
    assert len(tower.kept()) == 1


def test_where_late_posts_make_an_earlier_hour_stand_out_the_rise_is_told(tmp_path: Path) -> None:
    class Late(Topic):
        """A third of each hour is heard when it ends, and the others an hour later."""

        def count(self, since: datetime, until: datetime) -> list[Bin]:
            found = super().count(since, until)
            return [*found[:-1], replace(found[-1], count=(found[-1].count or 0) // 3)]

    tower = Watchtower(tmp_path, {"talk": Late(SURGE)})
    tower.clock.advance(12 * DAY)
    tower.look()
    tower.pass_hours(40)
    assert tower.kinds() == ["rising", "surge"]


def test_a_surge_of_last_night_is_told_and_followed_when_the_machine_is_on_again(tmp_path: Path) -> None:
    tower = watched(tmp_path, [*days(12), *days(5, 6)])
    tower.clock.advance(timedelta(hours=36))
    tower.look()
    assert tower.kinds() == ["surge"]
    assert len(tower.surges) == 1


def test_who_heard_of_a_surge_hears_how_it_ended_though_the_source_was_silent_meanwhile(tmp_path: Path) -> None:
    topic = Topic(SURGE)
    tower = Watchtower(tmp_path, {"talk": topic})
    tower.clock.advance(12 * DAY)
    tower.look()
    tower.pass_hours(24, 4)
    topic.trouble = ChannelTrouble("it answered 500")
    tower.pass_hours(6 * 24, 4)
    assert tower.kinds() == ["rising", "surge", "source"]
    topic.trouble = None
    tower.pass_hours(24, 4)
    assert tower.kinds() == ["rising", "surge", "source", "fading", "floor"]


def test_an_older_surge_that_a_new_source_tells_of_makes_nobody_hear_of_the_last_one_twice(tmp_path: Path) -> None:
    daily = Watched(id="wiki", origin=Origin.WIKIPEDIA, daily=True)
    older = Topic([USUAL_DAY] * 12 + [USUAL_DAY * 6] * 2 + [USUAL_DAY] * 40, width=DAY)
    last = Topic([*days(30), *days(2, 6), *days(20)])
    tower = Watchtower(tmp_path, {"talk": last, "wiki": older}, TALK)
    tower.clock.advance(30 * DAY)
    tower.look()
    tower.pass_hours(4 * 24, 4)
    told = ["rising", "surge", "fading", "floor"]
    assert tower.kinds() == told
    tower.set(watch=Watch(sources=(TALK, daily)))
    tower.look()
    tower.pass_hours(24, 4)
    assert len(tower.kept()) == 2
    assert tower.kinds() == told


@pytest.mark.parametrize("past", [days(13, 4), [None] * 24 * 13], ids=["counted anew", "a gap"])
def test_another_hashtag_is_no_surge(tmp_path: Path, past: list[int | None]) -> None:
    fediverse = Watched(id="talk", origin=Origin.MASTODON, server="https://mastodon.example")
    tower = watched(tmp_path, days(60), fediverse)
    tower.pass_hours(30)
    tower.set(hashtags={"en": ("CloseTheCamps", "Chechnya", "Another")})
    tower.sources["talk"] = Topic([*past, *days(60, 4)])
    tower.pass_hours(20 * 24, 4)
    assert not tower.alerts()
    assert not tower.kept()
    assert [entry.event for entry in tower.entries].count("source.another") == 1
    assert tower.stands().state is State.QUIET


def test_the_past_of_a_new_source_is_kept_and_told_to_nobody(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic(SURGE)})
    tower.clock.advance(18 * DAY)
    tower.look()
    assert len(tower.kept()) == 1
    assert not tower.alerts()
    assert not tower.surges


def test_what_becomes_of_our_own_posts_begins_nothing(tmp_path: Path) -> None:
    tower = watched(tmp_path, SURGE, Watched(id="talk", origin=Origin.OWN))
    tower.pass_hours(48, 8)
    assert not tower.alerts()
    assert not tower.kept()


def test_the_floor_is_the_campaigns(tmp_path: Path) -> None:
    tower = watched(tmp_path)
    tower.set(sustain=Sustain(floor=1.2))
    tower.pass_hours(6 * 24, 8)
    assert "floor" not in tower.kinds()


def test_within_ten_days_of_a_surge_there_is_no_other(tmp_path: Path) -> None:
    tower = watched(tmp_path, [*days(12), *days(1, 6), *days(4), *days(1, 9), *days(9)])
    tower.pass_hours(8 * 24, 12)
    assert len(tower.kept()) == 1
    assert tower.kept()[0].surge.onset - START < timedelta(days=13, hours=1)


def test_in_its_first_days_a_source_wakes_nobody_by_a_morning(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic([5] * 8 + [60] * 20)})
    tower.pass_hours(20, 4)
    assert not tower.alerts()


@pytest.mark.parametrize("times", [0.1, 10])
def test_a_surge_of_the_hashtags_before_is_not_held_against_what_is_counted_now(tmp_path: Path, times: float) -> None:
    fediverse = Watched(id="talk", origin=Origin.MASTODON, server="https://mastodon.example")
    tower = watched(tmp_path, SURGE, fediverse)
    tower.pass_hours(20)
    [before] = tower.kept()
    tower.set(hashtags={"en": ("Another",)})
    tower.sources["talk"] = Topic([int((count or 0) * times) for count in SURGE])
    tower.pass_hours(7 * 24, 4)
    assert tower.kept() == [before]
    assert not {"fading", "floor"}.intersection(tower.kinds())
    assert tower.stands().surge == before
    assert tower.stands().share is None


def test_who_hears_of_the_first_surge_of_other_hashtags_hears_how_it_ends(tmp_path: Path) -> None:
    fediverse = Watched(id="talk", origin=Origin.MASTODON, server="https://mastodon.example")
    tower = watched(tmp_path, days(40), fediverse)
    tower.set(hashtags={"en": ("Another",)})
    tower.sources["talk"] = Topic(SURGE)
    tower.pass_hours(6 * 24, 4)
    assert tower.kinds() == ["rising", "surge", "fading", "floor"]
