from collections.abc import Callable
from datetime import timedelta

import pytest

from scheduler.errors import NoSuchThing
from scheduler.model.campaign import Campaign
from scheduler.model.house import House, Settings
from tests.make import (
    CAMPAIGN,
    a_campaign,
    a_fact,
    a_house,
    a_schedule,
    a_target,
    a_template,
    an_account,
    an_action,
)

HOUSE = a_house(
    accounts=(an_account("demo"), an_account("alone")),
    campaigns=(
        a_campaign(
            "first",
            actions=(an_action("petition"), an_action("embassy")),
            facts=(a_fact("report"),),
            targets=(a_target("prosecutor"),),
        ),
        a_campaign("second", actions=()),
    ),
    templates=(
        a_template("plain", campaign="first"),
        a_template("short", campaign="second"),
        a_template("plain", campaign="second", drop=("fact",)),
    ),
    schedules=(
        a_schedule("daily", campaign="first", zone="Asia/Kathmandu"),
        a_schedule("daily", campaign="second", zone="UTC"),
        a_schedule("weekly", campaign="second", was="sundays", zone="UTC"),
    ),
)


def test_things_are_found_by_their_ids() -> None:
    assert HOUSE.account("alone") == an_account("alone")
    assert HOUSE.campaign("second").id == "second"
    assert HOUSE.action("first", "embassy") == an_action("embassy")
    assert HOUSE.fact("first", "report") == a_fact("report")
    assert HOUSE.target("first", "prosecutor") == a_target("prosecutor")


def test_things_of_two_campaigns_may_have_one_id() -> None:
    assert HOUSE.template("second", "plain").drop == ("fact",)
    assert HOUSE.template("first", "plain").drop == ()
    assert HOUSE.schedule("second", "daily").zone == "UTC"
    assert HOUSE.schedule("first", "daily").zone == "Asia/Kathmandu"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda: HOUSE.account("x"), "there is no account 'x'; known: alone, demo"),
        (lambda: HOUSE.campaign("x"), "there is no campaign 'x'; known: first, second"),
        (lambda: HOUSE.action("first", "x"), "there is no action 'x'; known: embassy, petition"),
        (lambda: HOUSE.action("second", "petition"), "there is no action 'petition'; known: none"),
        (lambda: HOUSE.fact("first", "x"), "there is no fact 'x'; known: report"),
        (lambda: HOUSE.target("first", "x"), "there is no target 'x'; known: prosecutor"),
        (lambda: HOUSE.template("first", "short"), "there is no template 'short'; known: plain"),
        (lambda: HOUSE.template("x", "plain"), "there is no template 'plain'; known: none"),
        (lambda: HOUSE.schedule("first", "weekly"), "there is no schedule 'weekly' in campaign 'first'"),
        (lambda: HOUSE.schedule("x", "daily"), "there is no schedule 'daily' in campaign 'x'"),
        (lambda: HOUSE.action("y", "petition"), "there is no campaign 'y'; known: first, second"),
    ],
    ids=lambda value: value if isinstance(value, str) else "asked",
)
def test_what_is_not_there_is_named_with_what_is(asked: Callable[[], object], words: str) -> None:
    with pytest.raises(NoSuchThing) as raised:
        asked()
    assert str(raised.value) == words


def test_a_renamed_schedule_is_found_by_both_its_ids() -> None:
    assert HOUSE.schedule("second", "weekly") is HOUSE.schedule("second", "sundays")


def house_of(*actions: tuple[str, str | None]) -> House:
    campaign: Campaign = a_campaign(actions=tuple(an_action(name, was=was) for name, was in actions))
    return a_house(campaigns=(campaign,))


def test_a_renamed_action_is_found_by_both_its_ids() -> None:
    house = house_of(("sign", "petition"), ("donate", None))
    assert [house.action(CAMPAIGN, name).id for name in ("sign", "petition", "donate")] == ["sign", "sign", "donate"]


def test_an_id_that_was_given_to_another_action_is_the_other_action() -> None:
    house = house_of(("sign", "petition"), ("petition", None))
    assert house.action(CAMPAIGN, "petition").was is None


def test_an_action_that_was_never_renamed_is_not_found_by_nothing() -> None:
    with pytest.raises(NoSuchThing):
        house_of(("sign", None)).action(CAMPAIGN, "")


def test_templates_are_those_of_their_campaign_in_the_order_of_the_files() -> None:
    assert [template.id for template in HOUSE.templates_of("second")] == ["short", "plain"]
    assert HOUSE.templates_of("x") == ()


def test_an_account_lives_in_the_zone_of_the_first_schedule_that_speaks_on_it() -> None:
    assert HOUSE.zone_of("demo") == "Asia/Kathmandu"


def test_an_account_that_nothing_speaks_on_lives_in_the_readers_zone() -> None:
    assert HOUSE.zone_of("alone") == "UTC"
    assert House(settings=Settings(reader_zone="Europe/Paris")).zone_of("demo") == "Europe/Paris"


def test_a_house_without_settings_plans_a_fortnight_and_freezes_for_half_an_hour() -> None:
    assert House().settings == Settings(
        horizon=timedelta(days=14),
        freeze=timedelta(minutes=30),
        deadline=timedelta(seconds=60),
        lease=timedelta(minutes=5),
        reader_zone="UTC",
        git="clean",
    )


def test_a_house_may_be_empty() -> None:
    assert (House().accounts, House().campaigns, House().templates, House().schedules) == ((), (), (), ())


def test_of_schedules_of_one_name_the_one_on_this_account_is_meant() -> None:
    one, two = (a_schedule("surge", accounts=(name,), zone=zone) for name, zone in (("a", "UTC"), ("b", "Asia/Tokyo")))
    house = a_house(schedules=(one, two))
    assert house.schedule("close-the-camps", "surge", "b") is two
    assert house.schedule("close-the-camps", "surge", "gone") is one
    assert house.schedule("close-the-camps", "surge") is one
