from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.campaign import Windows
from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.house import House, Settings
from scheduler.model.plan import Changes
from scheduler.model.schedule import Cron, Demonstration
from scheduler.model.template import Variant
from scheduler.model.version import Tree
from scheduler.service.accepting import Current
from scheduler.service.planning import FIRST_START, Planning, details, summary
from tests.make import a_campaign, a_delivery, a_house, a_schedule, a_template, an_account, an_action
from tests.rig import NOON, Rig
from tests.scripted import Scripted

FREE = Windows(template=timedelta(0), action=timedelta(0), text=timedelta(0))


def a_busy_house(**changes: object) -> House:
    house = a_house(
        settings=Settings(horizon=timedelta(days=2)),
        campaigns=(a_campaign(no_repeat=FREE, actions=(an_action("one"), an_action("two"))),),
    )
    return replace(house, **changes)  # type: ignore[arg-type]


class Place:
    def __init__(self, folder: Path) -> None:
        self.rig = Rig(folder, house=a_busy_house())
        self.planning = Planning(self.rig.desk, self.rig.channels.get)
        self.number = 0

    def current(self, house: House | None = None) -> Current:
        """A version of the files, accepted now."""
        self.number += 1
        self.rig.house = house or self.rig.house
        return Current(number=self.number, accepted_at=self.rig.clock.now(), digest="", house=self.rig.house)

    def apply(self, house: House | None = None) -> Changes:
        return self.planning.apply(self.current(house))

    def rows(self, *states: State) -> list[Delivery]:
        with self.rig.store.look() as looking:
            return looking.deliveries(states=states or None)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_horizon_is_filled_once_and_planning_again_changes_nothing(place: Place) -> None:
    first = place.apply()
    again = place.apply()

    assert [f"{row.due_at:%d %H:%M}" for row in place.rows()] == [
        "23 13:00", "23 18:00", "24 09:00", "24 13:00", "24 18:00", "25 09:00",
    ]  # fmt: skip
    assert (len(first.add), again.nothing, len(again.keep)) == (6, True, 6)


def test_every_row_carries_its_text_its_reasons_and_its_version(place: Place) -> None:
    place.apply()
    row = place.rows()[0]

    assert row.post.text.startswith("Sign the petition ")
    assert row.post.text.endswith(f"https://example.org/{row.action}")
    assert (row.state, row.version, row.send_by) == (State.PLANNED, 1, row.due_at + timedelta(hours=2))
    assert row.why != ()
    assert place.rig.why("delivery.planned") == "; ".join(place.rows()[-1].why)


def test_looking_changes_nothing(place: Place) -> None:
    look = place.planning.look(place.current())

    assert (len(look.changes.add), place.rows()) == (6, [])


def test_one_can_look_from_another_day_and_farther(place: Place) -> None:
    look = place.planning.look(place.current(), now=NOON + timedelta(days=7), days=timedelta(days=1))

    assert [f"{slot.slot.at:%d %H:%M}" for slot in look.plan.slots] == ["30 13:00", "30 18:00", "01 09:00"]


def test_an_account_that_is_not_live_gets_nothing(place: Place) -> None:
    place.rig.channels["demo"] = Scripted(at=NOON, public=True)
    assert place.apply().nothing

    with place.rig.store.write() as writing:
        writing.set_live("demo", NOON)
    assert len(place.apply().add) == 6


def test_an_account_without_a_channel_is_never_live(place: Place) -> None:
    with place.rig.store.write() as writing:
        writing.set_live("demo", NOON)
    place.rig.channels.clear()

    assert place.apply().nothing


def test_one_can_look_at_an_account_before_it_is_live(place: Place) -> None:
    place.rig.channels["demo"] = Scripted(at=NOON, public=True)

    assert len(place.planning.look(place.current(), accounts={"demo"}).changes.add) == 6


def test_what_leaves_the_schedule_is_withdrawn_and_comes_back_with_it(place: Place) -> None:
    place.apply()
    fewer = a_busy_house(schedules=(a_schedule(at=Cron(expression="0 9,13 * * *")),))
    withdrawn = place.apply(fewer)
    assert len(withdrawn.withdraw) == 2
    assert len(place.rows(State.WITHDRAWN)) == 2

    place.apply(a_busy_house())

    assert len(place.rows(*AHEAD)) == 6
    assert place.rig.why("delivery.planned").endswith("; it had been withdrawn")


def test_a_changed_template_rewrites_what_is_not_frozen(place: Place) -> None:
    place.apply()
    place.rig.pass_by(minutes=31)
    place.rig.publishing.tidy()
    new = a_template(variants=(Variant(name="text", source="Now: {{ action.ask }} {{ action.link }}", line=1),))
    changes = place.apply(a_busy_house(templates=(new,)))

    assert len(changes.rewrite) == 5
    assert [row.post.text.startswith("Now: ") for row in place.rows()] == [False, True, True, True, True, True]
    assert {row.version for row in place.rows()} == {1, 2}


def test_a_demonstration_counts_from_the_first_start(place: Place) -> None:
    shown = a_schedule(at=Demonstration(after=(timedelta(seconds=5), timedelta(seconds=40))))
    assert place.apply(a_busy_house(schedules=(shown,))).nothing

    with place.rig.store.write() as writing:
        writing.set_mark(FIRST_START, NOON.isoformat())
    place.apply()

    assert [row.due_at - NOON for row in place.rows()] == [timedelta(seconds=5), timedelta(seconds=40)]


def test_a_plan_that_was_overtaken_is_harmless(place: Place) -> None:
    place.apply()
    stale = place.planning.look(place.current())
    skipped = place.rows()[0]
    with place.rig.desk.transaction("user:anna") as t:
        t.move(skipped, skipped.to(State.SKIPPED), "delivery.skipped", "not this one")
    place.apply()

    assert len(stale.changes.keep) == 6
    assert place.rig.state(skipped) is State.SKIPPED
    assert len(place.rows(*AHEAD)) == 5


def test_the_memory_reaches_as_far_as_the_longest_window(place: Place) -> None:
    campaign = a_campaign(no_repeat=replace(FREE, text=timedelta(days=60)))
    house = a_busy_house(campaigns=(campaign,))
    place.apply(house)
    place.rig.publishing.tidy()
    place.rig.pass_by(hours=1)
    place.rig.publishing.tidy()
    place.rig.publishing.drain("demo")
    assert len(place.rows(State.POSTED)) == 1

    look = place.planning.look(place.current(house), now=NOON + timedelta(days=40))

    assert {slot.choice for slot in look.plan.slots} == {None}
    assert "text" in look.plan.slots[0].why[-1]


def test_two_accounts_speak_from_one_schedule(place: Place) -> None:
    house = a_busy_house(
        accounts=(an_account("demo"), an_account("second")), schedules=(a_schedule(accounts=("demo", "second")),)
    )
    place.rig.channels["second"] = place.rig.network
    place.apply(house)

    assert len(place.rows()) == 12


def test_an_edit_is_summed_up_in_a_line_and_told_post_by_post(place: Place) -> None:
    first = place.apply()
    key = first.add[0].slot.key
    second = place.apply(a_busy_house(schedules=(a_schedule(at=Cron(expression="30 13 * * *")),)))

    assert summary(first) == "6 added; 0 kept"
    assert summary(place.planning.look(place.current()).changes).startswith("nothing changed; ")
    assert "moved" in summary(second)
    assert details(first)[0].startswith(f"added {key}: ")
    assert details(first, most=2)[2:] == ["and 4 more"]
    assert any(line.startswith("withdrawn ") for line in details(second))
    assert any(line.startswith("moved ") for line in details(second))


def test_what_may_be_out_is_never_brought_back_however_long_ago_it_was(place: Place) -> None:
    far = a_busy_house(settings=Settings(horizon=timedelta(days=40)))
    long_ago = NOON - timedelta(days=29)
    moved = a_delivery("2026-12-20T09:00", due_at=long_ago, state=State.WITHDRAWN)
    place.rig.put(moved, replace(moved, key=replace(moved.key, nominal="2026-12-21T09:00"), first_sent=long_ago))
    place.apply(far)

    states = {row.key.nominal: row.state for row in place.rows()}
    assert states["2026-12-20T09:00"] is State.PLANNED
    assert states["2026-12-21T09:00"] is State.WITHDRAWN


def test_a_plan_that_newer_files_have_overtaken_is_left(place: Place) -> None:
    overtaken = place.current()
    with place.rig.store.write() as writing:
        for content in (b"1", b"2"):
            writing.accept(Tree(files={"config/a.yaml": content}), at=NOON, who="user:anna")

    assert place.planning.apply(overtaken).nothing
    assert place.rows() == []
    assert len(place.apply().add) == 6
