from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from scheduler.model.record import Alert
from scheduler.model.secret import Secret
from scheduler.model.upkeep import Pulse
from scheduler.model.watch import DAY, Watch
from scheduler.service.alerting import Alerting
from scheduler.service.allies import LONGEST, Heard, Owed, owed
from scheduler.service.pulsing import Pulsing
from tests.unit.attention.series import days
from tests.watchtower import TALK, Topic, Watchtower

HOUR = timedelta(hours=1)


class People:
    def __init__(self) -> None:
        self.told: list[str] = []

    def tell(self, alerts: Sequence[Alert]) -> None:
        self.told += [alert.kind for alert in alerts]


class Allies:
    """Of two allies the first cannot be reached."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.reached = {1}

    def tell(self, owed: Sequence[Owed]) -> list[Heard]:
        heard = [(one, ally) for one in owed for ally in one.allies if ally in self.reached]
        self.told += [f"{ally} {one.kind}" for one, ally in heard]
        return heard


def a_surge(folder: Path, *tell: Secret) -> Watchtower:
    """That began an hour ago."""
    tower = Watchtower(folder, {"talk": Topic([*days(12), *days(9, 6)])})
    tower.set(watch=Watch(sources=(TALK,), tell=tell or (Secret(env="A"), Secret(env="B"))))
    tower.clock.advance(12 * DAY)
    tower.look()
    while "surge" not in tower.kinds():
        tower.pass_hours(1)
    return tower


def left(tower: Watchtower) -> list[Owed]:
    with tower.store.look() as looking:
        return owed(looking)


def test_one_who_cannot_be_reached_is_told_later_and_nobody_else_twice(tmp_path: Path) -> None:
    tower, allies, people = a_surge(tmp_path), Allies(), People()
    for _ in range(3):
        Alerting(tower.desk, [people], allies).send()  # as each pass from cron does, which remembers nothing
    assert allies.told == ["1 rising", "1 surge"]
    assert people.told == ["rising", "surge"]
    allies.reached = {0, 1}
    for _ in range(2):
        Alerting(tower.desk, [people], allies).send()
    assert allies.told == ["1 rising", "1 surge", "0 rising", "0 surge"]
    assert not left(tower)


def test_that_an_ally_cannot_be_reached_does_not_stop_the_pulse(tmp_path: Path) -> None:
    tower = a_surge(tmp_path)
    Alerting(tower.desk, [People()], Allies()).send()
    tower.clock.advance(HOUR)
    assert left(tower)
    assert Pulsing(tower.desk, lambda: tower.house).feel() == Pulse(at=tower.clock.now(), troubles=())


def test_after_a_day_it_is_old_news(tmp_path: Path) -> None:
    tower, allies = a_surge(tmp_path), Allies()
    tower.clock.advance(LONGEST + HOUR)
    Alerting(tower.desk, [], allies).send()
    assert not allies.told
    assert not left(tower)


def test_where_nobody_is_to_be_told_nothing_is_kept(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic([*days(12), *days(9, 6)])})
    tower.clock.advance(12 * DAY)
    tower.look()
    tower.pass_hours(24)
    assert "surge" in tower.kinds()
    assert not left(tower)


def test_what_another_version_kept_stands_in_nobodys_way(tmp_path: Path) -> None:
    tower = a_surge(tmp_path)
    with tower.store.write() as writing:
        writing.set_mark("allies owed", '[{"at": 7}]')
    assert not left(tower)
    assert Alerting(tower.desk, [People()], Allies()).send() == 2
