from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.account import Profile
from scheduler.model.count import Bin
from scheduler.model.delivery import State
from scheduler.model.receipt import Reading, Receipt
from scheduler.model.watch import Origin, Watched
from scheduler.service.attention_ports import Ours
from scheduler.service.ours import echo_of, ours_on
from scheduler.service.profiles import keep_profile
from tests.make import CAMPAIGN, a_house, an_account
from tests.rig import NOON, Rig, queued

HERE = "https://social.example"
ACCOUNT = an_account("fedi", network="mastodon", server=HERE, handle="Camps")
HOUR = timedelta(hours=1)


def ours(rig: Rig, **said: object) -> Ours:
    watched = Watched(id="talk", origin=Origin.MASTODON, **said)  # type: ignore[arg-type]  # one of its texts
    with rig.store.look() as looking:
        return ours_on(looking, rig.house, watched, rig.clock.now())


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    """Our account has said one post on its server."""
    rig = Rig(tmp_path, house=a_house(accounts=(ACCOUNT,)))
    receipt = Receipt(remote_id="77", url=f"{HERE}/@camps/77", at=NOON)
    rig.put(queued(account="fedi", state=State.POSTED, receipt=receipt))
    return rig


def test_on_our_own_server_names_are_short_and_ids_are_known(rig: Rig) -> None:
    assert ours(rig, server=HERE) == Ours(
        handles=frozenset({"camps", "camps@social.example"}),
        ids=frozenset({"77"}),
        urls=frozenset({f"{HERE}/@camps/77"}),
    )


def test_on_another_server_an_id_is_somebody_elses(rig: Rig) -> None:
    found = ours(rig, server="https://else.example")
    assert found.handles == {"camps@social.example"}
    assert not found.ids
    assert found.urls == {f"{HERE}/@camps/77"}


def test_what_the_network_calls_us_counts_too(rig: Rig) -> None:
    with rig.desk.transaction("test") as t:
        keep_profile(t, "fedi", Profile(at=NOON, remote_id="9", handle="renamed", url=f"{HERE}/@renamed"))
    assert "renamed" in ours(rig, server=HERE).handles


def test_other_networks_are_none_of_it(rig: Rig) -> None:
    with rig.store.look() as looking:
        assert ours_on(looking, rig.house, Watched(id="x", origin=Origin.X), NOON) == Ours()


def test_what_came_between_two_readings_is_in_the_hour_of_the_second(rig: Rig) -> None:
    row = rig.house.accounts and queued(account="fedi")
    assert row
    with rig.desk.transaction("test") as t:
        for nth, (hours, likes) in enumerate([(1, 4), (3, 9), (5, 7)]):
            counts = {"likes": likes, "boosts": 1, "impressions": 1000}
            t.writing.add_reading(row.key, nth, Reading(at=NOON + hours * HOUR, counts=counts))
    with rig.store.look() as looking:
        found = echo_of(looking, CAMPAIGN, NOON, NOON + 10 * HOUR, NOON + 10 * HOUR)
    assert found == [Bin(NOON + HOUR, 5), Bin(NOON + 3 * HOUR, 5), Bin(NOON + 5 * HOUR, 0)]
