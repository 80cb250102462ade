from datetime import time, timedelta

import pytest

from scheduler.config.accounts import AccountForm, AccountsForm, LimitsForm
from scheduler.model.account import AcceptedRisk, Account, Limits, Quiet
from scheduler.model.secret import Secret

SHORTEST = {"id": "demo", "network": "paper"}


def account(**more: object) -> Account:
    return AccountForm.model_validate({**SHORTEST, **more}).build()


def test_an_account_is_an_id_and_a_network() -> None:
    assert account() == Account(id="demo", network="paper")


def test_every_key_of_an_account_can_be_given() -> None:
    found = account(
        network="mastodon",
        server="https://mastodon.example/",
        token={"env": "HARBOUR_TOKEN"},
        language="ru",
        limits={
            "per_day": "4",
            "per_week": "20",
            "gap": "3h",
            "quiet": "22:00-08:00",
            "characters": "1000",
            "readings_per_day": "0",
        },
        accept_risk=[{"rule": "tag-officials", "who": "Anna", "why": "agreed"}],
    )

    assert found == Account(
        id="demo",
        network="mastodon",
        server="https://mastodon.example",
        token=Secret(env="HARBOUR_TOKEN"),
        language="ru",
        limits=Limits(
            per_day=4,
            per_week=20,
            gap=timedelta(hours=3),
            quiet=Quiet(start=time(22), end=time(8)),
            characters=1000,
            readings_per_day=0,
        ),
        accepted=(AcceptedRisk(rule="tag-officials", who="Anna", why="agreed"),),
    )
    assert type(found.network) is str


def test_paper_can_be_like_another_network() -> None:
    found = account(like="x")

    assert found.like == "x"
    assert type(found.like) is str


def test_a_token_may_lie_in_a_file() -> None:
    assert account(token={"file": "token.txt"}).token == Secret(file="token.txt")


def test_a_week_has_seven_days_of_posts_where_it_is_not_said() -> None:
    assert LimitsForm().build() == Limits()
    assert LimitsForm.model_validate({"per_day": "10"}).build().per_week == 70
    assert LimitsForm.model_validate({"per_week": "10"}).build().per_week == 10


@pytest.mark.parametrize("network", ["paper", "x", "mastodon", "bluesky"])
def test_these_are_the_networks(network: str) -> None:
    assert account(network=network).network == network


def test_a_file_without_accounts_in_its_list_is_one() -> None:
    assert AccountsForm.model_validate({"accounts": []}).accounts == ()
