from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.model.campaign import Kind, Windows
from scheduler.model.house import House
from scheduler.model.schedule import Cron
from scheduler.model.sustain import Sustain
from scheduler.service.leeway import Leeway
from scheduler.service.timetable import Timetable
from tests.make import a_campaign, a_house, a_schedule, a_slot, a_template, an_action

H = timedelta(hours=1)
SLOT = a_slot("2026-11-24T09:00")


def a_daily_house(actions: int, templates: int, no_repeat: Windows, sustain: Sustain = Sustain(coin=True)) -> House:  # noqa: B008
    return a_house(
        campaigns=(
            a_campaign(actions=tuple(an_action(f"a{n}") for n in range(actions)), no_repeat=no_repeat, sustain=sustain),
        ),
        templates=tuple(a_template(f"t{n}") for n in range(templates)),
        schedules=(a_schedule(at=Cron(expression="0 9 * * *")),),
    )


def has(house: House) -> bool:
    return Leeway(house, Timetable(house), lambda _, __: True).has(SLOT)


def windows(template: int, action: int) -> Windows:
    return Windows(template=template * H, action=action * H, text=timedelta(0))


@pytest.mark.parametrize(
    ("actions", "templates", "no_repeat", "enough"),
    [
        (1, 1, windows(20, 20), True),
        (1, 9, windows(0, 21), False),
        (2, 9, windows(0, 21), True),
        (9, 2, windows(48, 0), False),
        (9, 3, windows(48, 0), True),
        (9, 7, windows(7 * 24, 0), False),
        (9, 8, windows(7 * 24, 0), True),
    ],
)
def test_four_hours_may_make_no_repetition_of_what_is_said_every_day(
    actions: int, templates: int, no_repeat: Windows, *, enough: bool
) -> None:
    assert has(a_daily_house(actions, templates, no_repeat)) is enough


def test_where_a_campaign_learns_the_quarter_of_a_week_counts_as_well() -> None:
    learning = Sustain(coin=True, learn=True)
    assert [has(a_daily_house(1, number, windows(0, 0), learning)) for number in (7, 8)] == [False, True]


def test_an_action_that_ends_meanwhile_does_not_count() -> None:
    house = a_daily_house(2, 9, windows(0, 21))
    first, second = house.campaigns[0].actions
    ending = replace(house.campaigns[0], actions=(first, replace(second, until=SLOT.at + H)))
    assert not has(replace(house, campaigns=(ending,)))


def test_what_another_schedule_says_of_other_things_does_not_count() -> None:
    house = a_daily_house(2, 9, windows(0, 21))
    rally = an_action("r", kind=Kind.RALLY)
    campaign = replace(house.campaigns[0], actions=(*house.campaigns[0].actions, rally))
    kind = house.campaigns[0].actions[0].kind
    petitions = replace(house.schedules[0], kinds=(kind,))
    more = a_schedule("more", at=Cron(expression="0 12 * * *"), kinds=(Kind.RALLY,))
    templates = (*(replace(t, kinds=(kind,)) for t in house.templates), a_template("rally", kinds=(Kind.RALLY,)))
    house = replace(house, campaigns=(campaign,), templates=templates, schedules=(petitions, more))
    assert has(house)
    assert not has(replace(house, schedules=(petitions, replace(more, kinds=(kind,)))))
