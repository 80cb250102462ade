from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from scheduler.model.delivery import OUT, PERHAPS_OUT, Delivery, State
from scheduler.model.instants import OVER, reached
from scheduler.model.receipt import Reading, Receipt
from scheduler.model.record import Alert, Scope, Stop
from scheduler.model.version import Tree
from scheduler.store.database import Database
from tests.entries import a_store, an_entry
from tests.make import a_delivery, a_key, utc


def nominals(deliveries: list[Delivery]) -> list[str]:
    return [delivery.key.nominal[8:13] for delivery in deliveries]


@pytest.fixture
def three(tmp_path: Path) -> Database:
    """Three posts of three days, of two accounts, two campaigns and three states."""
    return a_store(
        tmp_path,
        a_delivery("2026-11-25T09:00", state=State.QUEUED, campaign="other"),
        a_delivery("2026-11-24T09:00", state=State.POSTED, account="main-mastodon"),
        a_delivery("2026-11-23T09:00"),
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["23T09", "24T09", "25T09"]),
        ({"newest_first": True}, ["25T09", "24T09", "23T09"]),
        ({"states": [State.PLANNED]}, ["23T09"]),
        ({"states": [State.PLANNED, State.QUEUED]}, ["23T09", "25T09"]),
        ({"states": []}, []),
        ({"account": "main-mastodon"}, ["24T09"]),
        ({"campaign": "other"}, ["25T09"]),
        ({"since": utc("2026-11-24 09:00")}, ["24T09", "25T09"]),
        ({"since": utc("2026-11-24 09:00:00.000001")}, ["25T09"]),
        ({"until": utc("2026-11-24 09:00")}, ["23T09"]),
        ({"until": utc("2026-11-24 09:00:00.000001")}, ["23T09", "24T09"]),
        ({"limit": 2}, ["23T09", "24T09"]),
        ({"limit": 0}, []),
        ({"limit": 1, "newest_first": True}, ["25T09"]),
        ({"account": "demo", "states": [State.QUEUED]}, ["25T09"]),
        ({"account": "nobody"}, []),
    ],
    ids=str,
)
def test_it_lists_the_deliveries_that_are_asked_for(
    three: Database, asked: dict[str, object], found: list[str]
) -> None:
    with three.look() as looking:
        assert found == nominals(looking.deliveries(**asked))  # type: ignore[arg-type]  # one value each, of its own type


def test_deliveries_due_at_once_are_in_the_order_of_their_keys(tmp_path: Path) -> None:
    at = utc("2026-11-23 09:00")
    given = [
        a_delivery(due_at=at, campaign="a-b"),
        a_delivery(due_at=at, campaign="a", part=10),
        a_delivery(due_at=at, campaign="a", part=2),
        a_delivery(due_at=at, campaign="a", account="b"),
    ]
    expected = sorted(given, key=lambda delivery: delivery.key)
    with a_store(tmp_path, *given).look() as looking:
        assert expected == looking.deliveries()
        assert expected[::-1] == looking.deliveries(newest_first=True)


def test_it_finds_a_delivery_by_its_key(three: Database) -> None:
    with three.look() as looking:
        assert a_delivery() == looking.delivery(a_key())
        assert looking.delivery(a_key(part=2)) is None


def test_it_finds_deliveries_by_the_name_that_a_person_types(three: Database) -> None:
    key = a_key()
    with three.look() as looking:
        assert [a_delivery()] == looking.named(str(key))
        assert [a_delivery()] == looking.named(key.short)
        assert looking.named(key.short[:7]) == []
        assert looking.named("") == []


@pytest.mark.parametrize("state", State)
def test_what_was_said_or_perhaps_said_counts_as_the_last_out(tmp_path: Path, state: State) -> None:
    sent = utc("2026-11-23 09:01")
    with a_store(tmp_path, a_delivery(state=state, first_sent=sent)).look() as looking:
        assert (sent if state in OUT | PERHAPS_OUT else None) == looking.last_out("demo")


def test_the_last_out_is_when_the_network_took_it(tmp_path: Path) -> None:
    receipt = Receipt(remote_id="1", url="u", at=utc("2026-11-23 09:02"))
    posted = a_delivery(state=State.POSTED, first_sent=utc("2026-11-23 09:01"), receipt=receipt)
    with a_store(tmp_path, posted).look() as looking:
        assert receipt.at == looking.last_out("demo")


def test_the_last_out_is_the_newest_of_this_account(tmp_path: Path) -> None:
    store = a_store(
        tmp_path,
        a_delivery("2026-11-23T09:00", state=State.POSTED),
        a_delivery("2026-11-23T13:00", state=State.HELD),
        a_delivery("2026-11-23T18:00", state=State.POSTED, account="other"),
        a_delivery("2026-11-23T19:00", state=State.QUEUED),
    )
    with store.look() as looking:
        assert utc("2026-11-23 13:00") == looking.last_out("demo")
        assert looking.last_out("nobody") is None


def test_it_counts_the_deliveries_in_each_state(tmp_path: Path, three: Database) -> None:
    with three.write() as writing:
        assert writing.add(a_delivery("2026-11-26T09:00"), an_entry())
    with three.look() as looking:
        assert looking.tally() == {State.PLANNED: 2, State.QUEUED: 1, State.POSTED: 1}
    with a_store(tmp_path / "empty").look() as looking:
        assert looking.tally() == {}


def test_it_gives_the_version_that_is_asked_for_and_the_newest_otherwise(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    with store.look() as looking:
        assert (looking.newest(), looking.version()) == (None, None)
    with store.write() as writing:
        first = writing.accept(
            Tree(files={"a": b"1", "b": b""}, commit="c1"), at=utc("2026-11-23 09:00"), who="git:Anna"
        )
        second = writing.accept(Tree(files={"a": b"2"}), at=utc("2026-11-23 10:00"), who="user:anna")
    with store.look() as looking:
        assert (2, second) == (looking.newest(), looking.version())
        assert [first, second, None] == [looking.version(number) for number in (1, 2, 3)]


def test_stops_are_in_the_order_in_which_they_were_set(tmp_path: Path) -> None:
    later = Stop(scope=Scope.ACCOUNT, subject="demo", at=utc("2026-11-23 10:00"), who="user:anna", why="rest")
    earlier = Stop(scope=Scope.POST, subject="k", at=utc("2026-11-23 09:00"), who="user:anna", why="rest")
    store = a_store(tmp_path)
    with store.write() as writing:
        assert writing.stop(later)
        assert writing.stop(earlier)
    with store.look() as looking:
        assert [earlier, later] == looking.stops()


def test_it_lists_the_alerts_that_are_asked_for(tmp_path: Path) -> None:
    at = utc("2026-11-23 09:00")
    store = a_store(tmp_path)
    with store.write() as writing:
        for subject in ("waiting", "sent", "closed", "done"):
            assert writing.alert(Alert(kind="locked", subject=subject, text="t", at=at))
        for number in (2, 4):
            writing.alert_sent(number, at)
        for subject in ("closed", "done"):
            assert writing.close_alert("locked", subject, at)

    def subjects(alerts: list[Alert]) -> list[str]:
        return [alert.subject for alert in alerts]

    with store.look() as looking:
        assert subjects(looking.alerts()) == ["waiting", "sent", "closed", "done"]
        assert subjects(looking.alerts(unsent_only=True)) == ["waiting", "closed"]
        assert subjects(looking.alerts(open_only=True)) == ["waiting", "sent"]
        assert subjects(looking.alerts(unsent_only=True, open_only=True)) == ["waiting"]
        assert (
            Alert(kind="locked", subject="done", text="t", at=at, id=4, sent_at=at, closed_at=at)
            == (looking.alerts()[3])
        )


@pytest.fixture
def recorded(tmp_path: Path) -> Database:
    """Five rows of the record, one each minute from 12:01."""
    store = a_store(tmp_path)
    with store.write() as writing:
        for minute, (chain, event_name, key) in enumerate(
            [("demo", "a", "k1"), ("house", "b", None), ("demo", "b", "k2"), ("demo", "c", "k1"), ("other", "a", None)],
            start=1,
        ):
            at = utc(f"2026-11-23 12:0{minute}")
            writing.note(an_entry(chain=chain, event=event_name, key=key, at=at))
    return store


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"chain": "demo"}, [1, 3, 4]),
        ({"key": "k1"}, [1, 4]),
        ({"since": utc("2026-11-23 12:03")}, [3, 4, 5]),
        ({"until": utc("2026-11-23 12:03")}, [1, 2]),
        ({"events": ["a", "b"]}, [1, 2, 3, 5]),
        ({"events": []}, []),
        ({"after": 2}, [3, 4, 5]),
        ({"after": 5}, []),
        ({"limit": 2}, [1, 2]),
        ({"after": 1, "limit": 2, "chain": "demo"}, [3, 4]),
        ({"chain": "nobody"}, []),
    ],
    ids=str,
)
def test_it_gives_the_page_of_the_record_that_is_asked_for(
    recorded: Database, asked: dict[str, object], numbers: list[int]
) -> None:
    with recorded.look() as looking:
        page = looking.sealed(**asked)  # type: ignore[arg-type]  # one value each, of its own type
    assert numbers == [number for number, _ in page]


def test_a_page_of_the_record_has_500_rows_unless_another_number_is_asked_for(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    with store.write() as writing:
        for _ in range(501):
            writing.note(an_entry())
    with store.look() as looking:
        assert (len(looking.sealed()), len(looking.sealed(after=500))) == (500, 1)


def test_it_names_every_chain_and_its_head(recorded: Database) -> None:
    with recorded.look() as looking:
        assert looking.chains() == ["demo", "house", "other"]
        newest = looking.sealed(chain="demo")[-1][1]
        assert (3, newest.hash) == looking.head("demo")
        assert looking.head("nobody") is None


def test_it_gives_a_text_by_its_digest(three: Database) -> None:
    with three.look() as looking:
        assert looking.text(a_delivery().post.digest) == a_delivery().post.text
        assert looking.text("unknown") is None


def test_it_gives_what_a_file_of_any_version_held(three: Database) -> None:
    pixels = b"\x89PNG\x00\xff"
    with three.write() as writing:
        writing.accept(Tree(files={"templates/a/b.png": pixels}), at=utc("2026-11-23 09:00"), who="user:anna")
        writing.accept(Tree(files={}), at=utc("2026-11-23 10:00"), who="user:anna")
    with three.look() as looking:
        assert looking.blob(sha256(pixels).hexdigest()) == pixels
        assert looking.blob(sha256(b"").hexdigest()) is None


def out(nominal: str, at: str, **changes: Any) -> Delivery:
    row = a_delivery(nominal, state=State.VERIFIED, **changes)
    return replace(row, receipt=Receipt(remote_id=nominal, url="", at=utc(at)))


def test_what_lacks_a_reading_that_is_due_is_found_the_early_readings_first(tmp_path: Path) -> None:
    store = a_store(
        tmp_path,
        out("2026-11-20T09:00", "2026-11-20 09:00"),
        out("2026-11-23T08:00", "2026-11-23 08:00"),
        out("2026-11-23T09:00", "2026-11-23 11:45"),
        out("2026-11-23T10:00", "2026-11-23 11:45:00.000001"),
        out("2026-11-23T11:00", "2026-11-23 08:00", account="other"),
        replace(out("2026-11-23T07:00", "2026-11-23 08:00"), state=State.DELETED),
        out("2026-10-01T09:00", "2026-10-01 09:00"),
    )
    noon = utc("2026-11-23 12:00")
    due = {"since": noon - OVER, "reached": reached(noon)}
    with store.look() as looking:
        assert nominals(looking.readings_due("demo", **due)) == ["23T09", "23T08", "20T09"]  # type: ignore[arg-type]
        assert nominals(looking.readings_due("demo", **due, limit=1)) == ["23T09"]  # type: ignore[arg-type]


def test_a_reading_that_was_taken_is_no_longer_due_and_the_next_one_is(tmp_path: Path) -> None:
    row = out("2026-11-23T09:00", "2026-11-23 09:00")
    store = a_store(tmp_path, row)
    early, late = utc("2026-11-23 09:20"), utc("2026-11-23 10:00")
    with store.write() as writing:
        assert writing.add_reading(row.key, 0, Reading(at=early, counts={"likes": 3}))
        assert not writing.add_reading(row.key, 0, Reading(at=late, counts={"likes": 4}))
    with store.look() as looking:
        assert looking.readings(row.key) == {0: Reading(at=early, counts={"likes": 3})}
        assert looking.readings(a_key("2026-11-23T13:00")) == {}
        assert looking.readings_due("demo", since=early - OVER, reached=reached(early)) == []
        assert looking.readings_due("demo", since=late - OVER, reached=reached(late)) == [row]


def test_readings_of_one_instant_are_those_of_the_account_since_then(tmp_path: Path) -> None:
    at = utc("2026-11-23 09:00")
    receipt = Receipt(remote_id="1", url="https://a.example/1", at=at)
    rows = [a_delivery(account=name, state=State.POSTED, receipt=receipt) for name in ("demo", "main")]
    store = a_store(tmp_path, *rows)
    with store.write() as writing:
        for row in rows:
            for nth in (0, 3):
                assert writing.add_reading(row.key, nth, Reading(at=at, counts={"likes": nth}))
    with store.look() as looking:
        found = {str(rows[0].key): Reading(at=at, counts={"likes": 3})}
        assert looking.readings_at(3, "demo", since=at) == found
        assert looking.readings_at(3, "demo", since=at + OVER) == {}
        assert looking.readings_at(4, "demo", since=at) == {}
