from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import NotAllowed
from scheduler.model.account import Limits
from scheduler.model.campaign import Windows
from scheduler.model.delivery import Delivery, State
from scheduler.model.house import House, Settings
from scheduler.model.schedule import Cron, Late
from scheduler.model.slot import SlotKey
from scheduler.model.surge import Followed, KeptSurge
from scheduler.model.sustain import Mode, Sustain
from scheduler.service.accepting import Current
from scheduler.service.planning import Planning
from scheduler.service.reports import Reports
from scheduler.service.sustaining import FOLLOW_UP, SURGE, Sustaining
from tests.make import a_campaign, a_house, a_schedule, an_account, an_action
from tests.rig import NOON, Rig
from tests.surging import a_kept_surge

FREE = Windows(template=timedelta(0), action=timedelta(0), text=timedelta(0))


def a_following_house(mode: Mode = Mode.AUTO) -> House:
    campaign = a_campaign(actions=(an_action(),), no_repeat=FREE, sustain=Sustain(mode=mode))
    daily = a_schedule(at=Cron(expression="0 9 * * *"), late=Late(limit=timedelta(minutes=40)))
    return a_house(campaigns=(campaign,), schedules=(daily,), settings=Settings(horizon=timedelta(days=5)))


class Town:
    def __init__(self, folder: Path, mode: Mode) -> None:
        self.rig = Rig(folder, house=a_following_house(mode))
        self.planning = Planning(self.rig.desk, self.rig.channels.get)
        self.sustaining = Sustaining(self.rig.desk, lambda: self.rig.house, self.planning)
        self.number = 1
        self.planning.apply(self.current)

    @property
    def current(self) -> Current:
        return Current(number=self.number, accepted_at=NOON, digest="", house=self.rig.house)

    def edit(self, mode: Mode) -> None:
        self.number += 1
        self.rig.house = a_following_house(mode)
        self.planning.apply(self.current)

    def surge(self, **changes: Any) -> KeptSurge:
        kept = a_kept_surge()
        with self.rig.desk.transaction("beat:watch") as t:
            self.sustaining.on_surge(t, replace(kept, surge=replace(kept.surge, **changes)))
            return t.writing.surges()[-1]

    def more(self, state: State = State.PLANNED) -> list[Delivery]:
        with self.rig.store.look() as looking:
            return [d for d in looking.deliveries(states=[state]) if d.key.schedule.startswith("surge-")]

    def steady(self) -> list[SlotKey]:
        with self.rig.store.look() as looking:
            rows = looking.deliveries(states=[State.PLANNED])
        return [d.key for d in rows if not d.key.schedule.startswith("surge-")]


@pytest.fixture
def after(tmp_path: Path) -> Callable[[Mode], Town]:
    return lambda mode: Town(tmp_path, mode)


def test_on_auto_a_surge_brings_posts_into_the_plan_each_with_its_reason(after: Callable[[Mode], Town]) -> None:
    found = after(Mode.AUTO)
    kept = found.surge()
    found.planning.apply(found.current)
    first, second = found.more()

    assert (kept.followed, kept.who, len(kept.extras)) == (Followed.TAKEN, "beat:watch", 8)
    assert str(first.key) == "close-the-camps/surge-2026-11-23/2026-11-26T21:00/demo/1"
    assert first.why[0] == "day 3 of the 10-day follow-up of the surge of 23 November: 2 a day in Europe/London"
    assert second.due_at - first.due_at == timedelta(days=1)
    assert found.rig.why(SURGE) == (
        "close-the-camps, by mastodon: 4,356 in 24 hours, where 1,324 are usual; "
        "8 more posts on demo, 26 November to 3 December, after the surge of 23 November"
    )
    assert found.rig.why(FOLLOW_UP).startswith("taken, because sustain.mode is auto: 8 more posts on demo")
    assert found.planning.apply(found.current).nothing


def test_what_was_fixed_stays_whatever_is_counted_later(after: Callable[[Mode], Town]) -> None:
    found = after(Mode.AUTO)
    kept = found.surge()
    found.planning.apply(found.current)
    again = found.surge(peak=99_999)

    assert (again.extras, again.surge.peak) == (kept.extras, 99_999)
    assert found.planning.apply(found.current).nothing
    assert found.rig.events().count(SURGE) == 1


def test_mode_off_takes_out_what_is_ahead_and_auto_brings_it_back(after: Callable[[Mode], Town]) -> None:
    found = after(Mode.AUTO)
    found.surge()
    found.planning.apply(found.current)
    found.edit(Mode.OFF)
    assert (len(found.more()), len(found.more(State.WITHDRAWN))) == (0, 2)
    assert found.rig.why("delivery.withdrawn") == (
        "campaign close-the-camps follows no surge any more: its sustain.mode is off"
    )
    found.edit(Mode.SUGGEST)
    assert len(found.more()) == 2


@pytest.mark.parametrize("limits", [Limits(per_day=1), Limits(per_week=7), Limits(gap=timedelta(hours=12, minutes=30))])
def test_where_a_cap_is_lowered_the_extra_posts_go_and_the_steady_ones_stay(
    after: Callable[[Mode], Town], limits: Limits
) -> None:
    found = after(Mode.AUTO)
    found.surge()
    found.planning.apply(found.current)
    assert len(found.more()) == 2
    steady = found.steady()
    found.rig.house = replace(found.rig.house, accounts=(an_account(limits=limits),))
    found.number += 1
    found.planning.apply(found.current)

    assert found.more() == []
    assert found.steady() == steady
    assert "takes no steady post's place" in found.rig.why("delivery.withdrawn")


def test_off_notes_the_surge_and_does_nothing(after: Callable[[Mode], Town]) -> None:
    found = after(Mode.OFF)
    kept = found.surge()
    assert kept.followed is Followed.NONE
    assert found.rig.why(SURGE).endswith("nothing is done about it, because sustain.mode is off")
    assert FOLLOW_UP not in found.rig.events()
    assert found.planning.apply(found.current).nothing
    with pytest.raises(NotAllowed, match=r"its sustain\.mode is off"):
        found.sustaining.decide(found.current, kept, Followed.TAKEN, who="user:anna")


@pytest.mark.parametrize("mode", [Mode.SUGGEST, Mode.AUTO])
def test_who_turns_it_on_after_the_surge_began_may_take_what_would_have_followed(
    after: Callable[[Mode], Town], mode: Mode
) -> None:
    found = after(Mode.OFF)
    found.surge()
    found.edit(mode)
    assert found.more() == []
    [kept] = found.sustaining.open_ones()
    found.sustaining.decide(found.current, kept, Followed.TAKEN, who="user:anna")
    assert len(found.more()) == 2


def test_a_suggestion_changes_nothing_until_a_person_takes_it(after: Callable[[Mode], Town]) -> None:
    found = after(Mode.SUGGEST)
    kept = found.surge()
    assert found.planning.apply(found.current).nothing
    assert found.rig.why(SURGE).startswith("close-the-camps, by mastodon: 4,356")
    [told] = found.rig.alerts()
    assert told.startswith(
        "follow-up: close-the-camps: suggested are up to 8 more posts on demo, 26 November to 3 December"
    )
    assert "`awareness attention follow-up close-the-camps` shows them" in told
    [suggested] = found.sustaining.open_ones("close-the-camps")
    assert suggested.followed is Followed.SUGGESTED
    assert len(found.sustaining.as_taken(found.current, suggested).plan.slots) == 8
    assert found.more() == []

    found.sustaining.decide(found.current, kept, Followed.TAKEN, who="user:anna")
    assert len(found.more()) == 2
    assert found.rig.why(FOLLOW_UP).startswith("taken by user:anna: 8 more posts on demo")


def test_while_nobody_answers_the_status_asks_for_it(after: Callable[[Mode], Town]) -> None:
    found = after(Mode.SUGGEST)
    reports = Reports(found.rig.desk, found.rig.files, found.rig.channels.get, lambda: found.current)

    def asked() -> list[str]:
        return [trouble for trouble in reports.status().troubles if "follow-up" in trouble]

    assert asked() == []
    kept = found.surge()
    [said] = asked()
    assert said.startswith(
        "close-the-camps: nobody has said yet whether up to 8 more posts on demo, 26 November to 3 Dec"
    )
    assert said.endswith("`awareness attention follow-up close-the-camps` shows them, and takes or declines them")
    found.edit(Mode.OFF)
    assert asked() == []
    found.edit(Mode.SUGGEST)
    found.sustaining.decide(found.current, kept, Followed.DECLINED, who="user:anna")
    assert asked() == []


def test_what_is_declined_is_withdrawn_with_who_declined_it(after: Callable[[Mode], Town]) -> None:
    found = after(Mode.AUTO)
    kept = found.surge()
    found.planning.apply(found.current)
    declined = found.sustaining.decide(found.current, kept, Followed.DECLINED, who="user:anna")

    assert (declined.followed, declined.who) == (Followed.DECLINED, "user:anna")
    assert found.more() == []
    why = "the follow-up of the surge of 23 November was declined by user:anna"
    assert found.rig.why("delivery.withdrawn") == why


def test_when_its_days_are_over_there_is_nothing_to_decide(after: Callable[[Mode], Town]) -> None:
    found = after(Mode.SUGGEST)
    kept = found.surge()
    found.rig.pass_by(days=12)
    assert found.sustaining.open_ones() == []
    with pytest.raises(NotAllowed, match="is over"):
        found.sustaining.decide(found.current, kept, Followed.TAKEN, who="user:anna")


def test_after_a_gap_the_late_policy_is_that_of_the_schedule_it_follows(after: Callable[[Mode], Town]) -> None:
    found = after(Mode.AUTO)
    found.surge()
    found.planning.apply(found.current)
    found.rig.publishing.tidy()
    found.rig.clock.advance(found.more()[1].due_at + timedelta(minutes=10) - found.rig.clock.now())
    found.rig.publishing.tidy()
    assert [row.key.nominal for row in found.more(State.QUEUED)] == ["2026-11-27T21:00"]
    assert found.more(State.EXPIRED)[0].send_by == found.more(State.EXPIRED)[0].due_at + timedelta(minutes=40)
