from datetime import timedelta

import pytest

from scheduler.model.watch import Origin, Watch, Watched


@pytest.mark.parametrize(("daily", "hours"), [(False, 1), (True, 24)])
def test_a_source_counts_by_hours_or_by_days(daily: bool, hours: int) -> None:
    assert Watched(id="talk", origin=Origin.FILE, daily=daily).width == timedelta(hours=hours)


def test_a_sources_own_pace_comes_before_the_watchs() -> None:
    watch = Watch(every=timedelta(minutes=20))
    assert watch.pace(Watched(id="talk", origin=Origin.URL)) == timedelta(minutes=20)
    assert watch.pace(Watched(id="talk", origin=Origin.URL, every=timedelta(hours=2))) == timedelta(hours=2)


def test_only_readings_of_our_own_posts_speak_of_us() -> None:
    assert [origin for origin in Origin if Watched(id="o", origin=origin).speaks_of_us] == [Origin.OWN]
