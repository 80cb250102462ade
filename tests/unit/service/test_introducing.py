from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.errors import ChannelBusy, NotAllowed
from scheduler.model.account import Account, Profile
from scheduler.model.money import Booking, Purpose
from scheduler.model.record import Scope
from scheduler.service.introducing import Introducing, Standing
from scheduler.service.profiles import profile_of
from tests.make import an_account
from tests.rig import NOON, Rig
from tests.scripted import Scripted

ACCOUNT = an_account("far", network="mastodon")
WHO = "user:anna"
PROFILE = Profile(at=NOON, remote_id="7", handle="camps", url="", left={"requests": "3"}, limits={"characters": 500})


class Said(Scripted):
    """Says of itself what a test wrote down."""

    profile: Profile | Exception = PROFILE

    def introduce(self) -> Profile:
        if isinstance(self.profile, Exception):
            raise self.profile
        return self.profile


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


@pytest.fixture
def network() -> Said:
    return Said(at=NOON, public=True)


@pytest.fixture
def introducing(rig: Rig, network: Said) -> Introducing:
    return Introducing(rig.desk, lambda _: network)


def test_what_a_network_says_is_given_and_kept(introducing: Introducing, rig: Rig) -> None:
    assert introducing.meet(ACCOUNT, who=WHO) == PROFILE
    assert profile_of(rig.store, "far") == replace(PROFILE, left={})


def test_paper_has_nothing_to_keep(introducing: Introducing, rig: Rig, network: Said) -> None:
    network.capabilities = Scripted(at=NOON).capabilities
    introducing.meet(ACCOUNT, who=WHO)

    assert profile_of(rig.store, "far") is None


def test_without_a_channel_nobody_can_be_asked(rig: Rig) -> None:
    nobody: Callable[[Account], None] = lambda _: None  # noqa: E731 - a channel for none
    with pytest.raises(NotAllowed, match="no channel for mastodon"):
        Introducing(rig.desk, nobody).meet(ACCOUNT, who=WHO)
    assert "no channel for mastodon" in Introducing(rig.desk, nobody).standing(ACCOUNT, who=WHO).silent


def test_what_its_server_would_not_take_must_not_go_live(introducing: Introducing) -> None:
    short = replace(PROFILE, limits={"characters": 100})

    assert introducing.must_be_fit(ACCOUNT, PROFILE).troubles == ()
    with pytest.raises(NotAllowed, match=r"characters: 100"):
        introducing.must_be_fit(ACCOUNT, short)


def standing(introducing: Introducing, *, offline: bool = False) -> Standing:
    return introducing.standing(ACCOUNT, who=WHO, offline=offline)


def test_an_account_stands_well_where_its_network_says_so(introducing: Introducing, rig: Rig) -> None:
    with rig.desk.transaction(WHO) as t:
        t.writing.set_live("far", NOON)
        t.writing.book(Booking(account="far", at=NOON, purpose=Purpose.POSTING, what="post", millionths=15_000))
        t.writing.book(Booking(account="far", at=NOON, purpose=Purpose.READING, what="read", millionths=1_000))
    found = standing(introducing)

    assert (found.live, found.fresh, found.troubles, found.spent) == (True, True, (), 16_000)
    assert found.profile == PROFILE


def test_a_network_that_does_not_answer_is_said_beside_what_it_said_before(
    introducing: Introducing, network: Said
) -> None:
    introducing.meet(ACCOUNT, who=WHO)
    network.profile = ChannelBusy("it asks for a pause", None)
    found = standing(introducing)

    assert found.troubles == ("it asks for a pause",)
    assert (found.fresh, found.profile) == (False, replace(PROFILE, left={}))


def test_offline_nobody_is_asked(introducing: Introducing, network: Said) -> None:
    assert "was never asked" in standing(introducing, offline=True).silent
    introducing.meet(ACCOUNT, who=WHO)
    network.profile = ChannelBusy("asked", None)

    assert standing(introducing, offline=True).troubles == ()


def test_a_stop_and_an_end_are_troubles(introducing: Introducing, rig: Rig, network: Said) -> None:
    network.profile = replace(PROFILE, expires=NOON + timedelta(days=2))
    rig.stop(Scope.ACCOUNT, "far")
    found = standing(introducing)

    assert found.troubles[0] == "stopped by user:anna: rest"
    assert found.troubles[1].startswith("the token of far ends at")
    assert found.live is False
