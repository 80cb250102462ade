from dataclasses import replace

import pytest

from scheduler.errors import Problem
from scheduler.model.campaign import Kind
from scheduler.model.house import House
from scheduler.model.schedule import Cron
from scheduler.model.sustain import FollowUp, Mode, Sustain
from scheduler.service.foreseeing import foreseen
from tests.make import a_campaign, a_house, a_schedule, a_template, an_action
from tests.rig import NOON

LEARN, COIN = Sustain(learn=True), Sustain(coin=True)


def a_rhythm(sustain: Sustain, times: str = "0 9 * * *", templates: int = 7) -> House:
    return a_house(
        campaigns=(a_campaign(sustain=sustain, actions=tuple(an_action(f"a{n}") for n in range(3))),),
        templates=tuple(a_template(f"t{n}") for n in range(templates)),
        schedules=(a_schedule(at=Cron(expression=times)),),
    )


def found(house: House) -> list[Problem]:
    def place(campaign: str, _: str) -> tuple[str, int, int]:
        return f"config/campaigns/{campaign}.yaml", 7, 5

    return list(foreseen(house, house.campaigns[0], place, lambda _, __: True, NOON))


def test_with_too_few_templates_for_its_slots_a_campaign_that_learns_is_told_how_many_it_lacks() -> None:
    [problem] = found(a_rhythm(LEARN, templates=3))
    assert str(problem) == (
        "config/campaigns/close-the-camps.yaml:7:5: warning: sustain.learn: "
        "demo has 7 slots in a week for 3 templates, "
        "and where a campaign learns none is said more than once a week: some slots will stay empty; "
        "write 4 more, or leave this out"
    )
    assert problem.severity == "warning"


@pytest.mark.parametrize(("times", "templates"), [("0 9 * * *", 7), ("0 9,18 * * *", 5), ("0 9,14,18 * * *", 5)])
def test_with_enough_of_them_nothing_is_said_and_with_one_less_it_is(times: str, templates: int) -> None:
    assert found(a_rhythm(LEARN, times, templates)) == []
    assert len(found(a_rhythm(LEARN, times, templates - 1))) == 1


def test_each_schedule_needs_enough_of_its_own() -> None:
    house = a_rhythm(LEARN, templates=9)
    rally = a_template("rally", kinds=(Kind.RALLY,))
    petitions = [replace(template, kinds=(Kind.PETITION,)) for template in house.templates]
    campaign = replace(house.campaigns[0], actions=(*house.campaigns[0].actions, an_action("march", kind=Kind.RALLY)))
    marching = a_schedule("marching", at=Cron(expression="0 12 * * *"), kinds=(Kind.RALLY,))
    house = replace(house, campaigns=(campaign,), templates=(*petitions, rally), schedules=(*house.schedules, marching))
    [problem] = found(house)
    assert (
        "demo has 7 slots in a week for 1 template, and where a campaign learns none is said more than 3 times"
        in problem.what
    )


def test_a_coin_that_no_slot_has_room_for_is_told() -> None:
    assert found(a_rhythm(COIN)) == []
    [problem] = found(a_rhythm(COIN, "0 9,13,17,21 * * *"))
    assert problem.path == "sustain.coin"
    assert "no slot has room for its coin" in problem.what


def test_a_follow_up_that_would_add_nothing_is_told_with_the_reason() -> None:
    assert found(a_rhythm(Sustain(mode=Mode.AUTO))) == []
    [busy] = found(a_rhythm(Sustain(mode=Mode.SUGGEST), "0 9,18 * * *"))
    assert busy.path == "sustain.follow_up"
    assert busy.what.endswith("nothing more would be said: every account speaks 2 times a day already, or has no room")
    for plan in (FollowUp(days=2), FollowUp(most=0)):
        [never] = found(a_rhythm(Sustain(mode=Mode.AUTO, follow_up=plan)))
        assert never.what.endswith("its sustain.follow_up leaves no day and no post for it")
    assert found(a_rhythm(Sustain(follow_up=FollowUp(most=0)))) == []


def test_a_paused_campaign_is_not_asked() -> None:
    house = a_rhythm(LEARN, templates=1)
    assert found(replace(house, campaigns=(replace(house.campaigns[0], paused=True),))) == []
