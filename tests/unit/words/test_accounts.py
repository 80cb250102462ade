from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.model.account import Budget, Profile
from scheduler.words.accounts import costs, label, left, limits, money, rules, software, speaker, token_end
from tests.make import an_account
from tests.rig import NOON

BARE = Profile(at=NOON, remote_id="1", handle="camps@mastodon.example", url="")
FULL = replace(
    BARE,
    software="mastodon",
    version="4.6.0",
    limits={"characters": 500, "link_length": 23},
    left={"requests": "299 of 300"},
    rules=("Be kind.", "No \x1b[31mnoise."),
    expires=NOON + timedelta(days=3),
)


def test_a_speaker_has_one_at_sign_and_steers_no_terminal() -> None:
    assert speaker(BARE) == "@camps@mastodon.example"
    assert speaker(replace(BARE, handle="@camps\x1b[31m")) == "@camps�[31m"


@pytest.mark.parametrize(("automated", "said"), [(True, "yes"), (False, "no"), (None, "the network does not say")])
def test_the_label(automated: bool | None, said: str) -> None:
    assert label(replace(BARE, automated=automated)) == said


def test_what_a_network_says_reads_well() -> None:
    assert token_end(FULL, NOON, "UTC") == "Thu 26 Nov 12:00 UTC, in 3 days"
    assert software(FULL) == "mastodon 4.6.0"
    assert limits(FULL) == "500 characters, a link counts as 23"
    assert limits(replace(BARE, limits={"picture_bytes": 10_485_760, "picture_pixels": 16_777_216, "alt_text": 9})) == (
        "10 MiB a picture, 16.8 million pixels a picture, alt text 9"
    )
    assert left(FULL) == "requests: 299 of 300"
    assert list(rules(FULL)) == ["1. Be kind.", "2. No �[31mnoise."]


def test_what_it_does_not_say_is_said_not_to_be_known() -> None:
    assert token_end(BARE, NOON, "UTC") == "not known to end"
    assert {software(BARE), limits(BARE), left(BARE)} == {"it does not say"}
    assert list(rules(BARE)) == []


def test_only_where_it_costs_something_is_money_spoken_of() -> None:
    account = an_account(network="x", budget=Budget(posting=20_000_000, reading=2_000_000))

    assert costs(account).startswith("each post costs 0.015 US dollars, one with a link 0.20 US dollars")
    assert money(account, 1_500_000) == "1.50 of 22.00 US dollars spent this month"
    assert money(an_account(network="x"), 0) == "0.00 of 0.00 US dollars spent this month"
    assert costs(an_account(network="mastodon")) == money(an_account(network="mastodon"), 0) == ""
