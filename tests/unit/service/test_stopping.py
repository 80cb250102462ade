from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.errors import NoSuchThing
from scheduler.model.delivery import State
from scheduler.model.record import Scope
from scheduler.service.stopping import GRACE, known_subject
from tests.make import a_house
from tests.rig import NOON, Rig, queued

MINUTE = timedelta(minutes=1)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_a_stop_is_stored_and_recorded(rig: Rig) -> None:
    stopped = rig.stopping.stop(Scope.ACCOUNT, "demo", who="user:anna", why="rest", deadline=MINUTE)

    assert (stopped.new, stopped.on_the_wire) == (True, ())
    with rig.store.look() as looking:
        assert looking.stops() == [stopped.stop]
    entry = rig.happened[0][0]
    assert (entry.event, entry.chain, entry.who, entry.why) == ("stop.set", "demo", "user:anna", "rest")
    assert entry.evidence == {"scope": "account", "subject": "demo"}


def test_a_second_stop_of_the_same_changes_nothing(rig: Rig) -> None:
    rig.stopping.stop(Scope.ALL, "", who="user:anna", why="rest", deadline=MINUTE)
    again = rig.stopping.stop(Scope.ALL, "", who="user:ben", why="me too", deadline=MINUTE)

    assert (again.new, again.stop.who, again.stop.why) == (False, "user:anna", "rest")
    assert rig.events() == ["stop.set"]
    assert rig.happened[0][0].chain == "house"


def test_it_waits_for_what_is_on_the_wire_at_most_the_deadline_and_five_seconds(rig: Rig) -> None:
    row = rig.put(queued(state=State.SENDING, owner="boot me"))
    with rig.store.engine_lock("boot me"):
        stopped = rig.stopping.stop(Scope.ALL, "", who="user:anna", why="rest", deadline=MINUTE)

    assert stopped.on_the_wire == (row,)
    assert MINUTE + GRACE <= rig.clock.now() - NOON <= MINUTE + GRACE + timedelta(seconds=0.1)


def test_it_does_not_wait_for_an_owner_that_is_dead(rig: Rig) -> None:
    row = rig.put(queued(state=State.SENDING, owner="boot me"))
    stopped = rig.stopping.stop(Scope.ALL, "", who="user:anna", why="rest", deadline=MINUTE)

    assert (stopped.on_the_wire, rig.clock.now()) == ((row,), NOON)


def test_it_waits_for_what_is_claimed_whose_pictures_may_be_going_up(rig: Rig) -> None:
    row = rig.put(queued(state=State.CLAIMED, owner="boot me"))
    with rig.store.engine_lock("boot me"):
        stopped = rig.stopping.stop(Scope.ALL, "", who="user:anna", why="rest", deadline=MINUTE)

    assert (stopped.preparing, stopped.on_the_wire) == ((row,), ())
    assert rig.clock.now() - NOON >= MINUTE + GRACE


def test_what_a_dead_owner_had_claimed_goes_nowhere(rig: Rig) -> None:
    rig.put(queued(state=State.CLAIMED, owner="boot me"))
    stopped = rig.stopping.stop(Scope.ALL, "", who="user:anna", why="rest", deadline=MINUTE)

    assert (stopped.preparing, stopped.on_the_wire, rig.clock.now()) == ((), (), NOON)


def test_it_does_not_wait_for_what_is_outside_its_scope(rig: Rig) -> None:
    rig.put(queued(state=State.SENDING, owner="boot me"))
    with rig.store.engine_lock("boot me"):
        stopped = rig.stopping.stop(Scope.ACCOUNT, "other", who="user:anna", why="rest", deadline=MINUTE)

    assert (stopped.on_the_wire, rig.clock.now()) == ((), NOON)


def test_only_the_named_stop_is_lifted(rig: Rig) -> None:
    rig.stopping.stop(Scope.ALL, "", who="user:anna", why="rest", deadline=MINUTE)
    rig.stopping.stop(Scope.CAMPAIGN, "close-the-camps", who="user:anna", why="rest", deadline=MINUTE)
    rig.stopping.resume(Scope.ALL, "", who="user:ben", why="go on")

    with rig.store.look() as looking:
        assert [(stop.scope, stop.subject) for stop in looking.stops()] == [(Scope.CAMPAIGN, "close-the-camps")]
    assert rig.happened[-1][0].event == "stop.lifted"


def test_lifting_a_stop_that_is_not_there_names_those_that_are(rig: Rig) -> None:
    with pytest.raises(NoSuchThing, match=r"no stop on everything; in force: none"):
        rig.stopping.resume(Scope.ALL, "", who="user:ben", why="go on")
    rig.stopping.stop(Scope.ACCOUNT, "demo", who="user:anna", why="rest", deadline=MINUTE)

    with pytest.raises(NoSuchThing, match=r"no stop on everything; in force: account demo"):
        rig.stopping.resume(Scope.ALL, "", who="user:ben", why="go on")


def test_resuming_a_locked_account_ends_its_alert(rig: Rig) -> None:
    with rig.desk.transaction("test") as t:
        t.alert("locked", "demo", "the token was revoked")
    rig.stopping.stop(Scope.ACCOUNT, "demo", who="user:anna", why="rest", deadline=MINUTE)
    rig.stopping.resume(Scope.ACCOUNT, "demo", who="user:anna", why="new token")

    with rig.store.look() as looking:
        assert looking.alerts(open_only=True) == []


@pytest.mark.parametrize(("scope", "subject"), [(Scope.CAMPAIGN, "nothing"), (Scope.ACCOUNT, "nobody")])
def test_a_name_that_the_files_do_not_know_is_said(rig: Rig, scope: Scope, subject: str) -> None:
    with rig.store.look() as looking, pytest.raises(NoSuchThing, match=subject):
        known_subject(a_house(), looking, scope, subject)


def test_known_names_everything_and_an_unread_house_may_be_stopped(rig: Rig) -> None:
    with rig.store.look() as looking:
        known_subject(a_house(), looking, Scope.ALL, "")
        known_subject(a_house(), looking, Scope.ACCOUNT, "demo")
        known_subject(a_house(), looking, Scope.CAMPAIGN, "close-the-camps")
        known_subject(None, looking, Scope.ACCOUNT, "nobody")


@pytest.mark.parametrize(("scope", "subject"), [(Scope.CAMPAIGN, "close-the-camps"), (Scope.ACCOUNT, "gone")])
def test_what_left_the_files_may_be_stopped_while_it_has_posts_on_their_way(
    rig: Rig, scope: Scope, subject: str
) -> None:
    rig.put(queued(account="gone", state=State.IN_DOUBT))

    with rig.store.look() as looking:
        known_subject(a_house(campaigns=(), schedules=(), accounts=()), looking, scope, subject)


def test_what_may_be_out_already_is_said(rig: Rig) -> None:
    doubtful = rig.put(queued(state=State.IN_DOUBT))
    held = rig.put(queued(minute=1, state=State.HELD))
    rig.put(queued(minute=2))

    stopped = rig.stopping.stop(Scope.ALL, "", who="user:anna", why="rest", deadline=MINUTE)
    assert (stopped.doubtful, stopped.on_the_wire, stopped.served) == ((doubtful, held), (), False)


def test_resuming_a_campaign_ends_no_alert_of_an_account_with_its_name(rig: Rig) -> None:
    with rig.desk.transaction("test") as t:
        t.alert("locked", "demo", "the token was revoked")
    rig.stopping.stop(Scope.CAMPAIGN, "demo", who="user:anna", why="rest", deadline=MINUTE)
    rig.stopping.resume(Scope.CAMPAIGN, "demo", who="user:anna", why="go on")

    assert rig.alerts(open_only=True) == ["locked: the token was revoked"]
