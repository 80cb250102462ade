from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scheduler.errors import ChannelLocked, ChannelRefused, ChannelTrouble, NotAllowed
from scheduler.model.account import Account, Granted, Profile
from scheduler.model.delivery import State
from scheduler.model.record import Scope, Stop
from scheduler.service.going_live import GoingLive
from scheduler.service.logging_in import LoggingIn, Person
from scheduler.service.planning import Planning
from scheduler.service.profiles import profile_of
from tests.make import an_account
from tests.rig import NOON, Rig, queued
from tests.scripted import Scripted

WHO = "user:anna"
GOOD, BAD = Granted(token="canary-7f3a"), Granted(token="revoked")  # noqa: S106 - not one


@dataclass
class Box:
    """A safe in memory."""

    inside: dict[str, Granted] = field(default_factory=dict)
    closed: str = ""

    def may_keep(self, account: Account) -> None:
        if self.closed:
            raise NotAllowed(self.closed)

    def keep(self, account: Account, granted: Granted) -> None:
        self.may_keep(account)
        self.inside[account.id] = granted

    def kept(self, account: Account) -> Granted | None:
        return self.inside.get(account.id)

    def forget(self, account: Account) -> str:
        self.inside.pop(account.id, None)
        return "take the variable away"


@dataclass
class Way:
    wanted: str = "a token"
    revoked: list[Granted] = field(default_factory=list)
    trouble: ChannelTrouble | None = None

    def obtain(self, person: Person) -> Granted:
        return Granted(token=person.asked("The token"))

    def wrong(self, token: str) -> str:
        return "it is too short" if len(token) < 3 else ""

    def revoke(self, granted: Granted) -> str:
        if self.trouble:
            raise self.trouble
        self.revoked.append(granted)
        return ""


class Network(Scripted):
    def __init__(self, token: str) -> None:
        super().__init__(at=NOON, public=True)
        self._token = token

    def introduce(self) -> Profile:
        if self._token == BAD.token:
            raise ChannelLocked("it does not let the token in")
        return super().introduce()


class Place:
    def __init__(self, folder: Path) -> None:
        self.rig = Rig(folder)
        self.box, self.way = Box(), Way()
        self.account = an_account(network="mastodon")
        going_live = GoingLive(self.rig.desk, Planning(self.rig.desk, self.rig.channels.get), self.rig.channels.get)
        self.logging_in = LoggingIn(
            self.rig.desk,
            lambda account: None if account.network == "paper" else self.way,
            lambda account, token: None if account.network == "x" else Network(token),
            self.box,
            going_live,
        )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_token_that_works_is_kept_with_who_it_belongs_to(place: Place) -> None:
    profile = place.logging_in.accept(place.account, GOOD, who=WHO)

    assert profile.handle == "scripted"
    assert place.box.inside == {"demo": GOOD}
    assert profile_of(place.rig.store, "demo") == profile
    entry = place.rig.last("account.login")
    assert (entry.chain, entry.who) == ("demo", WHO)
    assert entry.evidence == {"handle": "scripted", "remote id": "1", "url": "https://example.org/scripted"}


@pytest.mark.parametrize("granted", [BAD, Granted(token="x")])  # noqa: S106 - not one
def test_one_that_does_not_work_changes_nothing(place: Place, granted: Granted) -> None:
    place.logging_in.accept(place.account, GOOD, who=WHO)
    with pytest.raises((ChannelLocked, ChannelRefused)):
        place.logging_in.accept(place.account, granted, who=WHO)

    assert place.box.inside == {"demo": GOOD}
    assert place.rig.events() == ["account.login"]


class Full(Box):
    """Full only once something is put into it."""

    def keep(self, account: Account, granted: Granted) -> None:
        raise NotAllowed("the disk is full")


def test_one_that_cannot_be_kept_leaves_no_trace_of_the_login(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.logging_in._safe = Full()
    with pytest.raises(NotAllowed, match="the disk is full"):
        place.logging_in.accept(place.account, GOOD, who=WHO)

    assert place.rig.events() == []
    assert profile_of(place.rig.store, "demo") is None


def test_where_it_could_not_be_kept_nobody_is_asked(place: Place) -> None:
    place.box.closed = "git would take it along"
    with pytest.raises(NotAllowed, match="git would take it along"):
        place.logging_in.login(place.account)


def test_paper_needs_no_login_and_a_network_without_a_channel_tries_no_token(place: Place) -> None:
    with pytest.raises(NotAllowed, match="demo is on paper, which needs no login"):
        place.logging_in.login(an_account())
    with pytest.raises(NotAllowed, match="which needs no login"):
        place.logging_in.log_out(an_account(), who=WHO)
    with pytest.raises(NotAllowed, match="no channel for x"):
        place.logging_in.accept(an_account(network="x"), GOOD, who=WHO)


def test_a_stop_that_stands_for_a_dead_token_is_known_from_a_persons(place: Place) -> None:
    assert place.logging_in.locked(place.account) is None
    place.rig.stop(Scope.ACCOUNT, "demo")
    assert place.logging_in.locked(place.account) is None
    with place.rig.desk.transaction("beat:publish") as t:
        t.writing.resume(Stop(scope=Scope.ACCOUNT, subject="demo", at=NOON, who=WHO, why="rest"))
        t.writing.stop(Stop(scope=Scope.ACCOUNT, subject="demo", at=NOON, who="beat:publish", why="locked: 401"))
    assert place.logging_in.locked(place.account) is not None


def test_logged_out_it_is_silent_and_nothing_here_can_speak_for_it(place: Place) -> None:
    place.logging_in.accept(place.account, GOOD, who=WHO)
    with place.rig.desk.transaction(WHO) as t:
        t.writing.set_live("demo", NOON)
    row = place.rig.put(queued(5))
    left = place.logging_in.log_out(place.account, who=WHO)

    assert left == ("take the variable away",)
    assert place.way.revoked == [GOOD]
    assert place.box.inside == {}
    assert profile_of(place.rig.store, "demo") is None
    assert place.rig.state(row) is State.WITHDRAWN
    assert place.rig.events()[-1] == "account.logout"


def test_a_network_that_cannot_be_asked_keeps_nobody_logged_in(place: Place) -> None:
    place.logging_in.accept(place.account, GOOD, who=WHO)
    place.way.trouble = ChannelTrouble("no connection could be made")
    left = place.logging_in.log_out(place.account, who=WHO)

    assert left[0].startswith("its token could not be revoked (no connection could be made); take it back")
    assert place.box.inside == {}


def test_logged_out_twice_there_is_nothing_to_revoke(place: Place) -> None:
    place.logging_in.log_out(place.account, who=WHO)

    assert place.way.revoked == []
