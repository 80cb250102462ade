from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.errors import FenceClosed, StoreBusy
from scheduler.model.account import Budget
from scheduler.model.delivery import Delivery, State
from scheduler.model.money import Booking, Purpose
from scheduler.model.receipt import Prepared
from scheduler.model.record import Scope, Stop, StopFile
from scheduler.service.fence import Speaker, let_as, open_fence, stop_over
from scheduler.store.database import Database
from tests.make import an_account
from tests.rig import LEASE, NOON, HeldFiles, Rig, claimed, doubtful, queued
from tests.scripted import Scripted

DEADLINE = timedelta(minutes=1)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def fenced(rig: Rig, row: Delivery, budget: int | None = None) -> Delivery:
    prepared = Prepared(key=str(row.key), account=row.account, wire=b"the bytes")
    account = an_account(budget=None if budget is None else Budget(posting=budget))
    speaker = Speaker(account=account, channel=rig.network, owner="boot me", deadline=DEADLINE)
    return open_fence(rig.desk, rig.files, row, prepared, speaker)


def closed(rig: Rig, row: Delivery, budget: int | None = None) -> str:
    """Why the fence did not open; nothing was written."""
    before = (rig.row(row.key), rig.events())
    with pytest.raises(FenceClosed) as error:
        fenced(rig, row, budget)
    assert (rig.row(row.key), rig.events()) == before
    return str(error.value)


def test_behind_the_fence_a_delivery_is_sending_with_its_bytes_its_owner_and_a_lease(rig: Rig) -> None:
    row = rig.put(claimed())
    rig.pass_by(minutes=1)
    now = rig.clock.now()

    assert fenced(rig, row) == replace(
        row,
        state=State.SENDING,
        first_sent=now,
        wire=b"the bytes",
        lease_until=now + 2 * DEADLINE,
        revision=row.revision + 1,
    )


def test_what_it_returns_is_what_is_stored(rig: Rig) -> None:
    row = rig.put(claimed())

    assert fenced(rig, row) == rig.row(row.key)


def test_it_stands_in_the_record(rig: Rig) -> None:
    fenced(rig, rig.put(claimed()))

    entry = rig.last("delivery.sending")
    assert (entry.who, entry.why) == ("beat:publish", "the fence is committed; bytes may go out now")


def test_a_repeat_is_a_new_attempt_of_this_boot_that_remembers_the_first(rig: Rig) -> None:
    row = rig.put(doubtful())
    rig.pass_by(minutes=1)

    after = fenced(rig, row)
    assert (after.attempt, after.owner, after.first_sent) == (row.attempt + 1, "boot me", NOON)


def test_it_stays_closed_while_a_stop_file_lies_there(rig: Rig) -> None:
    row = rig.put(claimed())
    rig.files.stopped = True

    assert closed(rig, row) == "a STOP file lies beside the configuration"


@pytest.mark.parametrize(
    ("scope", "subject"),
    [
        (Scope.ALL, ""),
        (Scope.CAMPAIGN, "close-the-camps"),
        (Scope.ACCOUNT, "demo"),
        (Scope.POST, "close-the-camps/daily/2026-11-23T12:00/demo/1"),
    ],
)
@pytest.mark.parametrize("row", [claimed(), doubtful()])
def test_it_stays_closed_under_a_stop_that_covers_the_post(rig: Rig, row: Delivery, scope: Scope, subject: str) -> None:
    rig.stop(scope, subject)

    assert closed(rig, rig.put(row)) == "stopped by user:anna: rest"


def test_a_stop_of_another_account_closes_nothing(rig: Rig) -> None:
    rig.stop(Scope.ACCOUNT, "other")

    assert fenced(rig, rig.put(claimed())).state is State.SENDING


@pytest.mark.parametrize(
    "row",
    [
        claimed(send_by=NOON),
        claimed(lease_until=NOON),
        claimed(lease_until=None),
        doubtful(lease_until=NOON - timedelta(hours=1)),
    ],
)
def test_it_opens_up_to_the_last_moment_and_to_the_end_of_a_claim(rig: Rig, row: Delivery) -> None:
    assert fenced(rig, rig.put(row)).state is State.SENDING


@pytest.mark.parametrize("row", [claimed(), doubtful()])
def test_it_stays_closed_for_an_account_that_was_silenced_since_it_was_claimed(rig: Rig, row: Delivery) -> None:
    rig.network = Scripted(at=NOON, public=True)

    assert closed(rig, rig.put(row)) == "demo is no longer live"


@pytest.mark.parametrize(("voice", "opens"), [("paper - -", True), ("paper https://mastodon.example -", False)])
def test_it_opens_only_to_whom_a_person_let_speak(rig: Rig, voice: str, opens: bool) -> None:
    rig.network = Scripted(at=NOON, public=True)
    row = rig.put(claimed())
    with rig.desk.transaction("user:anna") as t:
        t.writing.set_live("demo", NOON)
        t.writing.set_mark(let_as("demo"), voice)

    if opens:
        assert fenced(rig, row).state is State.SENDING
    else:
        assert closed(rig, row) == "demo is no longer live"


@pytest.mark.parametrize("row", [claimed(send_by=NOON), doubtful(send_by=NOON)])
def test_it_stays_closed_after_the_last_moment(rig: Rig, row: Delivery) -> None:
    rig.put(row)
    rig.pass_by(microseconds=1)

    assert closed(rig, row) == "its last moment has passed"


def test_it_stays_closed_once_the_claim_has_run_out(rig: Rig) -> None:
    row = rig.put(claimed())
    rig.clock.set(LEASE + timedelta(microseconds=1))

    assert closed(rig, row) == "the claim ran out"


@pytest.mark.parametrize("other", [{"owner": "boot other"}, {"attempt": 2}, {"revision": 1}])
def test_it_stays_closed_for_a_claim_that_changed_meanwhile(rig: Rig, other: dict[str, object]) -> None:
    row = rig.put(claimed())

    assert closed(rig, replace(row, **other)) == "the claim was lost"  # type: ignore[arg-type]


def test_it_stays_closed_for_a_post_that_is_not_in_the_store(rig: Rig) -> None:
    with pytest.raises(FenceClosed, match=r"^the claim was lost$"):
        fenced(rig, claimed())


def test_two_posts_of_one_account_are_never_on_the_wire_together(rig: Rig) -> None:
    rig.put(claimed(minute=30, owner="boot other"))
    row = rig.put(doubtful())

    assert closed(rig, row) == "another post of this account is on its way"


def test_of_several_stops_the_first_that_covers_a_post_counts() -> None:
    def a_stop(scope: Scope, subject: str, why: str) -> Stop:
        return Stop(scope=scope, subject=subject, at=NOON, who="user:anna", why=why)

    other = a_stop(Scope.CAMPAIGN, "other", "rest")
    first, second = a_stop(Scope.CAMPAIGN, "close-the-camps", "first"), a_stop(Scope.ALL, "", "second")

    assert stop_over([other, first, second], queued()) == first
    assert stop_over([other], queued()) is None


def costing(millionths: int) -> Delivery:
    row = claimed()
    return replace(row, post=replace(row.post, cost=millionths))


def spent(rig: Rig) -> dict[tuple[str, str], int]:
    with rig.store.look() as looking:
        return dict(looking.spent(Purpose.POSTING, since="2026-01"))


def test_the_last_of_the_budget_is_booked_in_the_same_commit(rig: Rig) -> None:
    fenced(rig, rig.put(costing(200_000)), budget=200_000)

    assert spent(rig) == {("demo", "2026-11"): 200_000}
    assert rig.last("delivery.sending").evidence == {"cost": "0.20 US dollars"}


def test_what_the_budget_no_longer_holds_does_not_pass(rig: Rig) -> None:
    row = rig.put(costing(200_000))
    with rig.store.write() as writing:
        writing.book(Booking(account="demo", at=NOON, purpose=Purpose.POSTING, what="post", millionths=100_001))
        writing.book(Booking(account="demo", at=NOON, purpose=Purpose.READING, what="read", millionths=900_000))

    assert closed(rig, row, budget=300_000) == "its account's budget for this month is spent"
    assert closed(rig, row) == "its account's budget for this month is spent"
    fenced(rig, row, budget=300_001)


def test_a_stop_file_is_looked_for_within_the_transaction_which_may_have_waited_for_its_turn(tmp_path: Path) -> None:
    class Within(HeldFiles):
        asked = 0

        def stop_file(self) -> StopFile | None:
            self.asked += 1
            other = Database(tmp_path / "awareness.db", patience=timedelta(milliseconds=2))
            with pytest.raises(StoreBusy), other.write():
                pass
            return None

    rig = Rig(tmp_path)
    row = rig.put(claimed())
    rig.files = files = Within()

    assert fenced(rig, row).state is State.SENDING
    assert files.asked == 1
