from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.model.account import Account, Limits, Quiet
from scheduler.model.campaign import Link, Verification
from scheduler.model.delivery import State
from scheduler.model.house import Settings
from scheduler.model.receipt import Later, Outcome, Receipt
from scheduler.model.record import Scope
from scheduler.service.circuit import note_trouble
from scheduler.service.publishing import NO_CHANNEL
from scheduler.service.tidying import GAP, Tidied
from tests.make import a_campaign, a_house, a_post, an_account, an_action, an_attachment
from tests.outgoing import marked
from tests.rig import NOON, Rig, on_the_wire, queued
from tests.scripted import Scripted

SOON = NOON + timedelta(hours=2)
MOMENT = timedelta(microseconds=1)
LIMITED = an_account(limits=Limits(gap=timedelta(minutes=20)))
QUIET = an_account(limits=Limits(gap=timedelta(0), quiet=Quiet(start=NOON.time(), end=SOON.time())))


def with_accounts(folder: Path, *accounts: Account) -> Rig:
    return Rig(folder, house=a_house(accounts=accounts))


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_a_claim_names_its_owner_its_lease_and_its_try(rig: Rig) -> None:
    rig.network.fails_to_prepare = True
    rig.put(queued())
    rig.publishing.drain("demo")

    claim = next(delivery for entry, delivery in rig.happened if entry.event == "delivery.claimed")
    assert claim is not None
    assert (claim.owner, claim.attempt, claim.lease_until) == ("boot me", 1, NOON + timedelta(minutes=5))
    entry = rig.last("delivery.claimed")
    assert (entry.why, entry.who) == ("try 1", "beat:publish")


@pytest.mark.parametrize(("send_by", "tried"), [(NOON, 1), (NOON - MOMENT, 0)])
def test_a_post_is_claimed_up_to_its_last_moment(rig: Rig, send_by: datetime, tried: int) -> None:
    rig.put(queued(send_by=send_by))

    assert rig.publishing.drain("demo") == tried


def test_after_trouble_the_lane_waits_and_then_tries_again(rig: Rig) -> None:
    rig.network.answers = [Later(reason="busy", when=NOON + timedelta(minutes=10))]
    row = rig.put(queued())
    rig.publishing.drain("demo")

    rig.pass_by(minutes=9, seconds=59)
    assert rig.publishing.drain("demo") == 0

    rig.pass_by(seconds=1)
    assert rig.publishing.drain("demo") == 1
    assert (rig.state(row), rig.row(row.key).attempt) == (State.POSTED, 2)


def test_nothing_is_claimed_while_a_stop_file_lies_there(rig: Rig) -> None:
    row = rig.put(queued())
    rig.files.stopped = True

    assert rig.publishing.drain("demo") == 0
    assert rig.row(row.key).attempt == 0


def test_a_stop_passes_over_what_it_covers_and_lets_the_rest_go(rig: Rig) -> None:
    stopped, free = rig.put(queued()), rig.put(queued(minute=1))
    rig.stop(Scope.POST, str(stopped.key))
    rig.pass_by(minutes=1)
    rig.publishing.drain("demo")

    assert (rig.state(stopped), rig.state(free)) == (State.QUEUED, State.POSTED)


def test_a_post_that_comes_too_soon_after_another_waits_for_the_gap(tmp_path: Path) -> None:
    rig = with_accounts(tmp_path, LIMITED)
    said = Receipt(remote_id="1", url="https://example.org/1", at=NOON - timedelta(minutes=5))
    rig.put(queued(minute=1, state=State.POSTED, receipt=said, due_at=said.at))
    row = rig.put(queued())

    assert rig.publishing.drain("demo") == 0
    waiting = rig.row(row.key)
    assert (waiting.state, waiting.not_before) == (State.QUEUED, NOON + timedelta(minutes=15))
    assert rig.last("delivery.delayed").who == "beat:publish"
    assert rig.publishing.next_due() == NOON + timedelta(minutes=15)

    rig.pass_by(minutes=15)
    assert rig.publishing.drain("demo") == 1
    assert rig.row(row.key).not_before is None


@pytest.mark.parametrize(("send_by", "state"), [(SOON, State.QUEUED), (SOON - MOMENT, State.EXPIRED)])
def test_a_post_waits_up_to_its_last_moment_and_is_let_go_where_it_would_have_to_wait_longer(
    tmp_path: Path, send_by: datetime, state: State
) -> None:
    rig = with_accounts(tmp_path, QUIET)
    row = rig.put(queued(send_by=send_by))
    rig.publishing.drain("demo")

    assert rig.state(row) is state
    why = f"expired: demo: 1 post not said, the first {row.key}: the account is quiet from 12:00 to 14:00"
    assert rig.alerts() == ([why] if state is State.EXPIRED else [])


def test_what_is_still_ahead_does_not_hold_up_what_is_due(tmp_path: Path) -> None:
    rig = with_accounts(tmp_path, LIMITED)
    first, second = rig.put(queued()), rig.put(queued(minute=5))

    assert rig.publishing.drain("demo") == 1
    assert (rig.state(first), rig.state(second)) == (State.POSTED, State.QUEUED)


def test_what_has_no_channel_or_no_account_any_more_is_let_go(tmp_path: Path) -> None:
    rig = with_accounts(tmp_path, an_account(), an_account("other"))
    no_channel, no_account = rig.put(queued(account="demo")), rig.put(queued(account="other"))
    del rig.channels["demo"]
    rig.publishing.drain("demo")
    assert (rig.state(no_channel), rig.why("delivery.expired")) == (State.EXPIRED, NO_CHANNEL)

    rig.house = replace(rig.house, accounts=())
    rig.publishing.drain("other")
    assert rig.state(no_account) is State.EXPIRED
    assert rig.why("delivery.expired") == "there is no account 'other'; known: none"


def test_each_account_with_something_due_is_a_lane_of_its_own(tmp_path: Path) -> None:
    rig = with_accounts(tmp_path, *(an_account(name) for name in ("demo", "other", "third")))
    rows = [rig.put(queued(account=account)) for account in ("other", "demo")]
    rig.put(queued(minute=1, account="third"), queued(account="third", state=State.PLANNED))

    assert rig.publishing.lanes() == ["demo", "other"]
    assert rig.publishing.drain("demo") == 1
    assert [rig.state(row) for row in rows] == [State.QUEUED, State.POSTED]


def test_the_next_due_is_the_earliest_that_is_ahead_and_not_paused(tmp_path: Path) -> None:
    rig = with_accounts(tmp_path, an_account(), an_account("other"))
    assert rig.publishing.next_due() is None

    rig.put(queued(due_at=NOON - MOMENT), queued(minute=1, state=State.POSTED), queued(minute=2, account="other"))
    rig.put(queued(minute=9, state=State.PLANNED))
    assert rig.publishing.next_due() == NOON + timedelta(minutes=2)

    with rig.desk.transaction("test") as t:
        note_trouble(t, "other", "busy", NOON + timedelta(minutes=30))
    assert rig.publishing.next_due() == NOON + timedelta(minutes=9)


def test_a_lane_whose_account_has_a_post_on_its_way_waits(rig: Rig) -> None:
    rig.put(on_the_wire(minute=30))
    row = rig.put(queued())

    assert (rig.publishing.drain("demo"), rig.row(row.key)) == (0, row)


def test_a_lane_that_is_ending_takes_up_nothing_more(rig: Rig) -> None:
    rig.put(queued(), queued(minute=1))
    rig.pass_by(minutes=1)

    assert rig.publishing.drain("demo", lambda: bool(rig.network.taken)) == 1


def test_a_text_that_a_person_took_away_is_not_said_when_it_is_rendered_again(rig: Rig) -> None:
    said = rig.put(queued(minute=1, state=State.POSTED, due_at=NOON - timedelta(days=1)))
    with rig.store.write() as writing:
        writing.redact(said.post.digest)
    row = rig.put(queued())

    rig.publishing.drain("demo")
    assert (rig.state(row), rig.network.taken) == (State.EXPIRED, [])
    assert rig.why("delivery.expired") == ("a person took this text away; change its template to say something else")


def test_an_ask_that_ended_meanwhile_is_let_go(tmp_path: Path) -> None:
    rig = Rig(tmp_path, house=a_house(campaigns=(a_campaign(actions=(an_action(until=NOON),)),)))
    row = rig.put(queued())
    rig.publishing.drain("demo")

    assert (rig.state(row), rig.network.taken) == (State.EXPIRED, [])


def test_nothing_is_claimed_while_the_clock_is_set_back(rig: Rig) -> None:
    rig.publishing.tidy()
    row = rig.put(queued(due_at=NOON - timedelta(minutes=10)))
    rig.clock.set(NOON - GAP - MOMENT)
    assert rig.publishing.tidy() == Tidied(clock_back_until=NOON)
    assert (rig.publishing.drain("demo"), rig.row(row.key)) == (0, row)

    rig.clock.set(NOON - GAP)
    assert rig.publishing.drain("demo") == 1


def test_a_hand_that_slept_through_a_gap_lets_nothing_flood_before_it_goes_on(rig: Rig) -> None:
    rows = [rig.put(queued(minute, send_by=NOON + timedelta(hours=9))) for minute in range(3)]
    rig.publishing.tidy()

    def suspended() -> Outcome:
        rig.pass_by(hours=5)
        return rig.network.take(str(rows[0].key))

    rig.network.answers = [suspended]
    assert rig.publishing.drain("demo") == 2
    assert [rig.state(row) for row in rows] == [State.POSTED, State.EXPIRED, State.POSTED]


@pytest.mark.parametrize(("let", "state"), [(True, State.POSTED), (False, State.EXPIRED)])
def test_nothing_goes_out_to_the_world_on_an_account_that_nobody_let_go_live(rig: Rig, let: bool, state: State) -> None:
    row = rig.put(queued())
    rig.channels["demo"] = Scripted(at=NOON, public=True)
    with rig.store.write() as writing:
        writing.set_live("demo", NOON if let else None)
    rig.publishing.drain("demo")

    assert rig.state(row) is state
    assert let or rig.why("delivery.expired") == "nobody has let demo go live"


def test_a_post_whose_link_was_swapped_after_its_text_was_made_is_not_sent(tmp_path: Path) -> None:
    """The account is public by now; both addresses were looked at, and the text holds the old one."""
    swapped = an_action(link=Link(url="https://new.example/", verified=Verification(on=NOON.date(), by="Anna")))
    rig = Rig(
        tmp_path, house=a_house(accounts=(an_account(network="mastodon"),), campaigns=(a_campaign(actions=(swapped,)),))
    )
    old, new = "https://example.org/amnesty-petition", "https://new.example/"
    rig.put(queued(post=a_post(old, entities=marked(old, link=old))))
    rig.publishing.drain("demo")

    assert "the post says https://example.org/amnesty-petition, which is no verified link" in rig.why(
        "delivery.expired"
    )
    rig.put(queued(1, due_at=NOON, post=a_post(new, entities=marked(new, link=new))))
    with rig.store.write() as writing:
        writing.set_live("demo", NOON)
    assert rig.publishing.drain("demo") == 1


def test_what_waits_for_a_rule_a_network_or_a_person_is_not_due(rig: Rig) -> None:
    row = rig.put(queued(minute=1))
    assert not rig.publishing.is_due("demo")
    rig.pass_by(minutes=1)
    assert rig.publishing.is_due("demo")
    assert not rig.publishing.is_due("other")

    rig.stop(Scope.POST, str(row.key))
    assert not rig.publishing.is_due("demo")
    rig.put(queued(minute=2, not_before=SOON))
    rig.pass_by(minutes=1)
    assert not rig.publishing.is_due("demo")
    rig.pass_by(hours=3)
    assert not rig.publishing.is_due("demo")


def test_a_claim_lasts_longer_where_pictures_go_up_first(rig: Rig) -> None:
    row = rig.put(queued(post=a_post(pictures=(an_attachment(), an_attachment()))))
    rig.publishing.drain("demo")

    claim = next(delivery for entry, delivery in rig.happened if entry.event == "delivery.claimed")
    assert claim is not None
    assert claim.lease_until == NOON + timedelta(minutes=5) + 4 * timedelta(minutes=1)
    assert claim.key == row.key


def test_each_post_is_sent_as_the_files_in_force_at_its_claim_say(rig: Rig) -> None:
    first, second = rig.put(queued()), rig.put(queued(minute=1))
    rig.pass_by(minutes=2)

    def edited() -> Outcome:
        rig.house = replace(rig.house, settings=Settings(deadline=timedelta(minutes=9)))
        return rig.network.take(str(first.key))

    rig.network.answers = [edited]
    rig.publishing.drain("demo")

    leases = {d.key: d.lease_until for entry, d in rig.happened if d is not None and entry.event == "delivery.sending"}
    assert leases[first.key] == NOON + timedelta(minutes=2 + 2)
    assert leases[second.key] == NOON + timedelta(minutes=2 + 18)
