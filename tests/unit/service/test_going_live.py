from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.errors import NoSuchThing, NotAllowed
from scheduler.model.delivery import State
from scheduler.model.receipt import Capabilities
from scheduler.service.accepting import Current
from scheduler.service.going_live import GoingLive, Voice
from scheduler.service.planning import Planning
from tests.rig import NOON, Rig, queued

WHO = "user:anna"


class Place:
    def __init__(self, folder: Path) -> None:
        self.rig = Rig(folder)
        self.rig.network.capabilities = Capabilities(public=True)
        self.planning = Planning(self.rig.desk, self.rig.channels.get)
        self.going_live = GoingLive(self.rig.desk, self.planning, self.rig.channels.get)
        self.current = Current(number=1, accepted_at=NOON, digest="", house=self.rig.house)

    def voice(self) -> Voice:
        return self.going_live.voice(self.current, "demo")

    def let(self) -> None:
        self.going_live.let(self.current, "demo", who=WHO)

    def states(self) -> set[State]:
        with self.rig.store.look() as looking:
            return {row.state for row in looking.deliveries()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_new_account_on_a_public_network_waits_for_a_person(place: Place) -> None:
    assert place.voice() is Voice.WAITING
    assert place.planning.apply(place.current).add == ()


def test_what_never_leaves_this_machine_needs_nobodys_decision(place: Place) -> None:
    place.rig.network.capabilities = Capabilities(public=False)

    assert place.voice() is Voice.BY_ITSELF
    place.let()
    assert place.rig.events() == []


def test_without_a_channel_there_is_nothing_to_decide(place: Place) -> None:
    place.rig.channels.clear()

    with pytest.raises(NotAllowed, match="no channel for paper, so demo cannot go live"):
        place.voice()


def test_an_unknown_account_is_said(place: Place) -> None:
    with pytest.raises(NoSuchThing):
        place.going_live.voice(place.current, "nobody")


def test_the_first_week_is_shown_without_a_change(place: Place) -> None:
    week = place.going_live.first_week(place.current, "demo")

    assert (week.plan.until - NOON).days == 7
    assert {planned.slot.key.account for planned in week.plan.slots} == {"demo"}
    assert len(week.plan.slots) == 21
    assert place.rig.events() == []


def test_once_let_it_is_planned_for_at_once_and_the_record_says_by_whom(place: Place) -> None:
    place.let()

    assert place.voice() is Voice.LET
    assert place.states() == {State.PLANNED}
    assert place.rig.events()[0] == "account.live"
    assert place.rig.happened[0][0].who == WHO
    assert place.rig.happened[0][0].chain == "demo"


def test_letting_it_twice_is_one_decision(place: Place) -> None:
    place.let()
    before = place.rig.events()
    place.let()

    assert before == place.rig.events()


def test_taken_back_it_loses_all_that_is_ahead_also_what_was_put_there_by_hand(place: Place) -> None:
    place.let()
    place.rig.put(queued(5))

    assert place.going_live.take_back("demo", who=WHO)
    assert place.states() == {State.WITHDRAWN}
    assert place.voice() is Voice.WAITING
    assert "account.silenced" in place.rig.events()
    assert place.rig.why("delivery.withdrawn") == "demo is no longer live"


def test_what_is_out_stays_out(place: Place) -> None:
    place.let()
    out = place.rig.put(queued(5, state=State.POSTED))
    place.going_live.take_back("demo", who=WHO)

    assert place.rig.state(out) is State.POSTED


def test_nothing_is_taken_back_where_nobody_let_it(place: Place) -> None:
    place.rig.put(queued(5))

    assert not place.going_live.take_back("demo", who=WHO)
    assert place.states() == {State.QUEUED}


def test_let_again_it_says_again_what_is_still_ahead(place: Place) -> None:
    place.let()
    place.going_live.take_back("demo", who=WHO)
    place.let()

    assert place.states() == {State.PLANNED}


@pytest.mark.parametrize("change", [{"network": "mastodon"}, {"server": "https://b.example"}, {"handle": "other"}])
def test_an_account_that_an_edit_makes_somebody_else_waits_for_a_person_again(
    place: Place, change: dict[str, str]
) -> None:
    place.let()
    account = replace(place.rig.house.account("demo"), **change)  # type: ignore[arg-type]
    place.rig.house = replace(place.rig.house, accounts=(account,))
    place.current = replace(place.current, number=2, house=place.rig.house)
    place.planning.apply(place.current)

    assert place.voice() is Voice.WAITING
    assert place.states() == {State.WITHDRAWN}
    place.let()
    assert place.voice() is Voice.LET
    assert place.states() == {State.PLANNED}
