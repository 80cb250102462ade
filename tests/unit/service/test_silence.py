from pathlib import Path

import pytest

from scheduler.errors import ChannelTrouble
from scheduler.model.count import Bin
from scheduler.model.watch import DAY, Origin, Watch, Watched
from scheduler.service.accepting import Current
from scheduler.service.pulsing import Pulsing
from scheduler.service.reports import Reports
from scheduler.service.silence import is_silent, silences
from tests.make import CAMPAIGN, a_campaign, a_house
from tests.rig import NOON, Rig
from tests.unit.attention.series import HOUR, START, days
from tests.watchtower import TALK, Topic, Watchtower

OTHER = Watched(id="other", origin=Origin.URL)


def silent(tower: Watchtower) -> list[str]:
    with tower.store.look() as looking:
        return list(silences(looking, tower.house, tower.clock.now()))


@pytest.mark.parametrize(
    ("watched", "hours", "silent"),
    [
        (TALK, 24, False),
        (TALK, 25, True),
        (Watched(id="w", origin=Origin.WIKIPEDIA, daily=True), 95, False),
        (Watched(id="w", origin=Origin.WIKIPEDIA, daily=True), 96, True),
        (Watched(id="o", origin=Origin.OWN), 500, False),
    ],
)
def test_silence_is_a_day_or_three_where_days_are_counted(watched: Watched, hours: int, silent: bool) -> None:
    assert is_silent(watched, START, START, START + hours * HOUR) is silent


def test_who_is_silent_is_said_with_since_when_and_why_and_what_becomes_of_the_plan(tmp_path: Path) -> None:
    talk, other = Topic(days(9)), Topic(days(9))
    tower = Watchtower(tmp_path, {"talk": talk, "other": other}, TALK, OTHER)
    tower.pass_hours(2)
    talk.trouble = ChannelTrouble("it answered 500")
    tower.pass_hours(23)
    assert not silent(tower)
    tower.pass_hours(1)
    heard = "close-the-camps: nothing was heard from the source talk since 2026-01-05 02:00 UTC: it answered 500"
    assert silent(tower) == [f"{heard}; posts go out as planned, and its other sources are heard"]
    other.trouble = ChannelTrouble("it answered 404")
    tower.pass_hours(24)
    assert silent(tower)[0] == f"{heard}; posts go out as planned, and the plan is the fixed one"
    assert len(silent(tower)) == 2
    talk.trouble = other.trouble = None
    tower.pass_hours(1)
    assert not silent(tower)


def test_one_that_is_not_even_asked_is_silent_too(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic(days(9))})
    tower.pass_hours(2)
    tower.clock.advance(3 * DAY)
    [said] = silent(tower)
    assert "since 2026-01-05 02:00 UTC; posts go out as planned" in said


def test_status_says_it_and_the_pulse_stays_about_posting(tmp_path: Path) -> None:
    watch = Watch(sources=(Watched(id="talk", origin=Origin.URL),))
    rig = Rig(tmp_path, house=a_house(campaigns=(a_campaign(watch=watch),)))
    current = Current(number=4, accepted_at=NOON, digest="", house=rig.house)
    with rig.store.write() as writing:
        writing.keep_counts(CAMPAIGN, "talk", [Bin(NOON - 2 * DAY, 3)])
    with rig.store.engine_lock("boot me"):
        rig.publishing.tidy()
        status = Reports(rig.desk, rig.files, rig.channels.get, lambda: current).status()
        assert Pulsing(rig.desk, lambda: rig.house).feel().useful
    assert not status.healthy
    [said] = status.troubles
    assert "nothing was heard from the source talk since 2026-11-21 13:00 UTC; posts go out as planned" in said
