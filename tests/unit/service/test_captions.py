import pytest

from scheduler.errors import Problem
from scheduler.model.account import Account
from scheduler.model.house import House
from scheduler.service.captions import caption_problems
from tests.make import a_campaign, a_campaigns_picture, a_house, a_schedule, an_account


def place(campaign: str, path: str) -> tuple[str, int, int]:
    return f"config/campaigns/{campaign}.yaml", 7, 5


def found(house: House) -> list[Problem]:
    return list(caption_problems(house, house.campaigns[0], place))


def showing(alt: str, *accounts: Account) -> House:
    campaign = a_campaign(pictures=(a_campaigns_picture(alt={"en": "A banner.", "ru": alt}),), never_say=("savages",))
    speaking = a_schedule(accounts=tuple(account.id for account in accounts))
    return a_house(campaigns=(campaign,), accounts=accounts, schedules=(speaking,))


def test_a_word_that_is_never_said_is_not_said_of_a_picture_either() -> None:
    [problem] = found(showing("A banner on which stands: SAVAGES.", an_account()))

    assert str(problem) == (
        "config/campaigns/close-the-camps.yaml:7:5: pictures[banner].alt: "
        "it says 'savages', which `never_say` forbids; word it differently"
    )


@pytest.mark.parametrize(("network", "longest"), [("x", 1000), ("mastodon", 1500), ("bluesky", 2000), ("paper", 1500)])
def test_words_are_as_long_as_the_network_takes(network: str, longest: int) -> None:
    account = an_account("voice", network=network)
    assert found(showing("я" * longest, account)) == []

    [problem] = found(showing("я" * (longest + 1), account))
    assert problem.what == f"it has {longest + 1} characters, and {network} (voice) takes {longest}"
    assert problem.severity == "error"


def test_the_strictest_of_the_networks_on_which_a_campaign_speaks_decides() -> None:
    accounts = (an_account("one", network="bluesky"), an_account("two", network="paper", like="x"), an_account("three"))

    assert [p.what for p in found(showing("я" * 2001, *accounts))] == ["it has 2001 characters, and x (two) takes 1000"]


def test_an_account_that_does_not_speak_for_the_campaign_does_not_matter() -> None:
    house = showing("я" * 1200, an_account("one", network="mastodon"))
    silent = an_account("two", network="x")

    assert (
        found(a_house(campaigns=house.campaigns, schedules=house.schedules, accounts=(*house.accounts, silent))) == []
    )
    assert found(showing("я" * 3000)) == []
