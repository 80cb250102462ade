from dataclasses import FrozenInstanceError
from datetime import time, timedelta

import pytest

from scheduler.model.account import AcceptedRisk, Account, Limits, Quiet
from scheduler.model.secret import Secret
from tests.make import an_account

DAY = Quiet(start=time(12, 0), end=time(14, 0))
NIGHT = Quiet(start=time(22, 0), end=time(8, 0))


@pytest.mark.parametrize(
    ("wall", "quiet"),
    [
        (time(11, 59, 59, 999999), False),
        (time(12, 0), True),
        (time(13, 0), True),
        (time(13, 59, 59, 999999), True),
        (time(14, 0), False),
        (time(0, 0), False),
    ],
    ids=str,
)
def test_quiet_hours_begin_with_their_start_and_end_before_their_end(wall: time, quiet: bool) -> None:
    assert quiet is DAY.covers(wall)


@pytest.mark.parametrize(
    ("wall", "quiet"),
    [
        (time(21, 59, 59, 999999), False),
        (time(22, 0), True),
        (time(23, 59, 59, 999999), True),
        (time(0, 0), True),
        (time(7, 59, 59, 999999), True),
        (time(8, 0), False),
        (time(12, 0), False),
    ],
    ids=str,
)
def test_quiet_hours_may_cross_midnight(wall: time, quiet: bool) -> None:
    assert quiet is NIGHT.covers(wall)


@pytest.mark.parametrize("wall", [time(0, 0), time(9, 0), time(23, 59)], ids=str)
def test_quiet_hours_that_end_where_they_start_are_none(wall: time) -> None:
    assert not Quiet(start=time(9, 0), end=time(9, 0)).covers(wall)


def test_until_midnight_is_until_the_day_ends() -> None:
    evening = Quiet(start=time(20, 0), end=time(0, 0))
    assert [evening.covers(wall) for wall in (time(19, 59), time(20, 0), time(23, 59), time(0, 0))] == [
        False,
        True,
        True,
        False,
    ]


def test_an_account_without_limits_of_its_own_is_modest() -> None:
    assert Account(id="demo", network="paper").limits == Limits(
        per_day=6, per_week=42, gap=timedelta(hours=1), quiet=None, characters=None
    )


def test_an_account_keeps_the_manners_of_its_network() -> None:
    assert an_account(network="mastodon").manners == "mastodon"


def test_a_paper_account_keeps_the_manners_of_what_it_imitates() -> None:
    assert an_account(network="paper", like="x").manners == "x"


def test_an_account_accepts_the_risks_that_a_person_took_and_no_others() -> None:
    risks = tuple(AcceptedRisk(rule=rule, who="anna", why="asked") for rule in ("tags", "links"))
    account = an_account(accepted=risks)
    assert [account.accepts(rule) for rule in ("tags", "links", "quiet")] == [True, True, False]
    assert not an_account().accepts("tags")


def test_a_secret_is_a_place_and_never_the_token() -> None:
    assert set(Secret.__dataclass_fields__) == {"env", "file"}


def test_an_account_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        an_account().id = "other"  # type: ignore[misc]  # wrong on purpose
