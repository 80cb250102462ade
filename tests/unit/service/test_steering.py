from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.errors import NoSuchThing, NotAllowed
from scheduler.model.account import Limits
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Capabilities, Receipt
from scheduler.model.slot import SlotKey
from scheduler.service.accepting import Current
from scheduler.service.steering import Steering, Wish
from tests.make import a_campaign, a_fact, a_house, a_template, an_account, an_action
from tests.rig import NOON, Rig, queued

RECEIPT = Receipt(remote_id="42", url="https://example.org/42", at=NOON)
WISH = Wish(campaign="close-the-camps", account="demo")


class Place:
    def __init__(self, folder: Path) -> None:
        gap = an_account(limits=Limits(gap=timedelta(minutes=30), per_day=6))
        self.rig = Rig(folder, house=a_house(accounts=(gap,)))
        self.steering = Steering(self.rig.desk, self.rig.channels.get)

    @property
    def current(self) -> Current:
        return Current(number=3, accepted_at=NOON, digest="", house=self.rig.house)

    def say(self, wish: Wish = WISH, *, dry: bool = False) -> Delivery:
        return self.steering.say(self.current, wish, who="user:anna", dry=dry)

    def row(self, delivery: Delivery) -> Delivery:
        return self.rig.row(delivery.key)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_what_is_said_by_hand_goes_into_the_outbox_for_now(place: Place) -> None:
    said = place.say()
    row = place.row(said)

    assert (row.state, row.due_at, row.send_by) == (State.PLANNED, NOON, NOON + timedelta(hours=2))
    assert (str(row.key), row.version) == ("close-the-camps/by-hand/2026-11-23T12:00:00Z/demo/1", 3)
    assert (row.action, row.template, row.moved_by) == ("amnesty-petition", "petition", "user:anna")
    assert row.why[0] == "said by hand by user:anna"
    assert place.rig.happened[-1][0].who == "user:anna"


def test_it_goes_out_like_any_other(place: Place) -> None:
    said = place.say()
    place.rig.publishing.tidy()
    place.rig.publishing.drain("demo")

    assert place.row(said).state is State.POSTED


def test_a_dry_run_writes_nothing(place: Place) -> None:
    assert place.say(dry=True).post.text.startswith("Sign the petition")
    assert place.rig.happened == []


def test_nothing_is_said_by_hand_on_an_account_that_is_not_live(place: Place) -> None:
    place.rig.network.capabilities = Capabilities(public=True)

    with pytest.raises(NotAllowed, match="demo is not live; see `awareness live demo`"):
        place.say(dry=True)

    with place.rig.desk.transaction("user:anna") as t:
        t.writing.set_live("demo", t.now)
    assert place.say(dry=True).account == "demo"


def test_nothing_is_said_by_hand_where_there_is_no_channel(place: Place) -> None:
    place.rig.channels.clear()

    with pytest.raises(NotAllowed, match="this version has no channel for demo"):
        place.say()


def test_the_rules_hold_by_hand_as_well(place: Place) -> None:
    place.say()

    with pytest.raises(NotAllowed, match=r"possible from 2026-11-23 12:30 UTC"):
        place.say(replace(WISH, at=NOON + timedelta(minutes=10)))


def test_every_reason_against_is_named_once(place: Place) -> None:
    over = an_action(until=NOON - timedelta(days=1))
    place.rig.house = replace(place.rig.house, campaigns=(a_campaign(actions=(over,)),))

    with pytest.raises(NotAllowed) as refused:
        place.say()
    assert "ended" in str(refused.value)
    assert ";" not in str(refused.value)


def test_a_time_that_is_past_is_refused(place: Place) -> None:
    with pytest.raises(NotAllowed, match=r"2026-11-23 11:59 UTC is past"):
        place.say(replace(WISH, at=NOON - timedelta(minutes=1)))


def test_the_same_instant_twice_is_one_post(place: Place) -> None:
    place.rig.house = replace(place.rig.house, accounts=(an_account(limits=Limits(gap=timedelta(0))),))
    campaign = a_campaign(actions=(an_action("one"), an_action("two")))
    place.rig.house = replace(
        place.rig.house, campaigns=(campaign,), templates=(a_template("first"), a_template("second"))
    )
    place.say(replace(WISH, action="one", template="first"))

    with pytest.raises(NotAllowed, match="in the outbox already"):
        place.say(replace(WISH, action="two", template="second"))


def test_action_and_template_can_be_named(place: Place) -> None:
    campaign = a_campaign(actions=(an_action("one"), an_action("two")), facts=(a_fact(),))
    place.rig.house = replace(
        place.rig.house,
        campaigns=(campaign,),
        templates=(a_template("first"), a_template("second")),
    )
    said = place.say(replace(WISH, action="two", template="second"))

    assert (said.action, said.template, said.fact) == ("two", "second", None)


@pytest.mark.parametrize(
    "wish",
    [
        replace(WISH, campaign="nothing"),
        replace(WISH, account="nobody"),
        replace(WISH, action="nothing"),
        replace(WISH, template="nothing"),
    ],
)
def test_unknown_names_are_said(place: Place, wish: Wish) -> None:
    with pytest.raises(NoSuchThing, match=r"there is no .* '(nothing|nobody)'"):
        place.say(wish)


def test_a_skipped_post_is_never_said(place: Place) -> None:
    row = place.rig.put(queued())
    place.steering.skip(row.key, who="user:anna", why="not today")

    place.rig.publishing.drain("demo")
    assert place.row(row).state is State.SKIPPED
    assert place.rig.network.taken == []
    assert place.rig.why("delivery.skipped") == "not today"


@pytest.mark.parametrize("state", [State.CLAIMED, State.SENDING, State.POSTED, State.EXPIRED])
def test_what_has_begun_or_ended_can_be_neither_skipped_nor_moved(place: Place, state: State) -> None:
    row = place.rig.put(queued(state=state))

    with pytest.raises(NotAllowed, match=f"is {state} and can no longer be skipped"):
        place.steering.skip(row.key, who="user:anna", why="")
    with pytest.raises(NotAllowed, match=f"is {state} and can no longer be moved"):
        place.steering.move(place.current, row.key, NOON + timedelta(hours=1), who="user:anna")


def test_a_moved_post_keeps_its_key_its_text_and_its_grace(place: Place) -> None:
    row = place.rig.put(queued(state=State.PLANNED))
    later = NOON + timedelta(hours=5)
    place.steering.move(place.current, row.key, later, who="user:anna")

    moved = place.row(row)
    assert (moved.due_at, moved.send_by, moved.moved_by) == (later, later + timedelta(hours=2), "user:anna")
    assert (moved.key, moved.post) == (row.key, row.post)
    assert place.rig.why("delivery.moved") == "moved by hand from 2026-11-23 12:00 UTC"


def test_a_post_is_not_moved_where_a_rule_forbids(place: Place) -> None:
    place.rig.put(queued(minute=59))
    row = place.rig.put(queued())

    with pytest.raises(NotAllowed, match="30 min"):
        place.steering.move(place.current, row.key, NOON + timedelta(minutes=40), who="user:anna")
    with pytest.raises(NotAllowed, match="is past"):
        place.steering.move(place.current, row.key, NOON - timedelta(seconds=1), who="user:anna")
    assert place.row(row) == row


def test_a_post_is_not_moved_beyond_the_end_of_its_ask(place: Place) -> None:
    ends = NOON + timedelta(hours=3)
    place.rig.house = replace(place.rig.house, campaigns=(a_campaign(actions=(an_action(until=ends),)),))
    row = place.rig.put(queued())

    place.steering.move(place.current, row.key, ends - timedelta(hours=1), who="user:anna")
    assert place.row(row).send_by == ends
    with pytest.raises(NotAllowed, match="ended"):
        place.steering.move(place.current, row.key, ends, who="user:anna")


def test_an_unknown_key_is_said(place: Place) -> None:
    with pytest.raises(NoSuchThing, match="there is no post a/b/c/d/1"):
        place.steering.skip(SlotKey("a", "b", "c", "d"), who="user:anna", why="")
