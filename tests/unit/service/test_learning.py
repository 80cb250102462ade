from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Reading, Receipt
from scheduler.model.sustain import Sustain
from scheduler.service.learning import AFTER_A_DAY, learned_weights, learnt, uses_of
from tests.make import a_campaign, a_delivery, a_house, a_schedule, utc
from tests.rig import NOON, Rig

LEARNS = a_house(campaigns=(a_campaign(sustain=Sustain(learn=True)), a_campaign("other")))
DAY = timedelta(days=1)


def posted(n: int, template: str = "petition", campaign: str = "close-the-camps") -> Delivery:
    """n days before the noon of the tests, at nine."""
    at = utc("2026-11-23 09:00") - n * DAY
    row = a_delivery(f"{at:%Y-%m-%dT%H:%M}", campaign=campaign, due_at=at, state=State.POSTED, template=template)
    return replace(row, receipt=Receipt(remote_id=str(n), url="https://a.example/1", at=at))


def read(rig: Rig, row: Delivery, likes: int, nth: int = AFTER_A_DAY) -> None:
    rig.put(row)
    with rig.store.write() as writing:
        writing.add_reading(row.key, nth, Reading(at=row.due_at + DAY, counts={"likes": likes, "impressions": 999}))


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    """Thirty posts of two templates: one is liked three times as much."""
    found = Rig(tmp_path, house=LEARNS)
    for n in range(1, 31):
        loved = n % 2 == 0
        read(found, posted(n, "loved" if loved else "plain"), 30 + n % 3 if loved else 10 + n % 3)
    return found


def test_what_is_liked_weighs_more_and_says_why(rig: Rig) -> None:
    with rig.store.look() as looking:
        found = learned_weights(looking, LEARNS, NOON)
    loved, plain = (("demo", "close-the-camps", name) for name in ("loved", "plain"))
    assert found.templates[loved] > 1 > found.templates[plain]
    assert found.why[loved].startswith("weighs 1.")
    assert "15 uses, engagement 1." in found.why[loved]


def test_only_what_learns_is_weighed(rig: Rig) -> None:
    with rig.store.look() as looking:
        assert learned_weights(looking, a_house(), NOON).templates == {}
        elsewhere = replace(LEARNS, schedules=(a_schedule(campaign="other"),))
        assert learned_weights(looking, elsewhere, NOON).templates == {}


def test_the_same_name_in_another_campaign_is_another_template(rig: Rig) -> None:
    for n in range(31, 38):
        read(rig, posted(n, "loved", "other"), 0)
    with rig.store.look() as looking:
        found = learned_weights(looking, LEARNS, NOON)
        names = {judged.template for judged in learnt(looking, "demo", NOON).templates}
    assert names == {"close-the-camps/loved", "close-the-camps/plain", "other/loved"}
    assert ("demo", "other", "loved") not in found.templates


def test_fewer_than_five_uses_weigh_as_all_do(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    for n in range(1, 5):
        read(rig, posted(n), 10)
    with rig.store.look() as looking:
        assert learned_weights(looking, LEARNS, NOON).templates == {}


def test_a_use_knows_its_hour_what_was_said_before_and_how_loud_the_topic_was(rig: Rig) -> None:
    with rig.store.look() as looking:
        uses = uses_of(looking, "demo", NOON, lambda _, __: 2.0)
    assert [(use.hour, use.level) for use in uses[:2]] == [(10, 2.0), (9, 2.0)]  # the clocks changed
    assert [use.recent for use in uses[:3]] == [0.0, 0.5, 0.75]


def test_other_readings_other_accounts_and_what_is_older_do_not_count(rig: Rig) -> None:
    read(rig, posted(40), 500, nth=2)
    read(rig, posted(91), 500)
    read(rig, replace(posted(41), key=replace(posted(41).key, account="main")), 500)
    with rig.store.look() as looking:
        assert max(use.engagement for use in uses_of(looking, "demo", NOON)) == 32


def test_slopes_are_told_for_the_report(rig: Rig) -> None:
    with rig.store.look() as looking:
        found = learnt(looking, "demo", NOON, lambda _, at: 1.0 + at.day % 4)
    assert found.amplification is not None
    assert found.amplification.low < found.amplification.slope < found.amplification.high
    assert found.fatigue is not None


def test_where_a_network_gives_no_such_count_nothing_is_known_rather_than_nought(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    row = rig.put(posted(1))
    with rig.store.write() as writing:
        writing.add_reading(row.key, AFTER_A_DAY, Reading(at=NOON, counts={"impressions": 999}))
    with rig.store.look() as looking:
        assert uses_of(looking, "demo", NOON) == []
