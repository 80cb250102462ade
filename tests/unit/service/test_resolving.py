from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import NotAllowed
from scheduler.model.delivery import Delivery, State
from scheduler.model.money import Purpose
from scheduler.model.receipt import Absent, CannotTell, Finding, Receipt
from scheduler.model.text_rule import Prices
from scheduler.service.profiles import keep_profile
from scheduler.service.resolving import Resolving, name_in
from scheduler.service.verifying import Verifying
from tests.rig import NOON, Rig, queued
from tests.scripted import Scripted


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def held(rig: Rig, **changes: Any) -> Delivery:
    row = rig.put(queued(state=State.HELD, attempt=1, first_sent=NOON, wire=b"x", **changes))
    with rig.desk.transaction("test") as t:
        t.alert("held", str(row.key), "look at it")
    return row


def no_alert_is_open(rig: Rig) -> bool:
    with rig.store.look() as looking:
        return looking.alerts(open_only=True) == []


def test_a_held_post_that_a_person_found_counts_as_posted(rig: Rig) -> None:
    row = held(rig)
    Resolving(rig.desk).posted(row.key, "https://example.org/@us/99/", who="user:anna")

    after = rig.row(row.key)
    assert after.state is State.POSTED
    assert after.receipt == Receipt(remote_id="99", url="https://example.org/@us/99/", at=NOON)
    assert no_alert_is_open(rig)


def test_what_a_person_found_is_not_doubted_by_a_look_up_that_had_not_found_it(rig: Rig) -> None:
    row = held(rig)
    Resolving(rig.desk).posted(row.key, "https://example.org/posts/7", who="user:anna")
    rig.pass_by(hours=1)

    assert Verifying(rig.desk, rig.channels.get, rig.files).lanes() == []


def test_a_held_post_that_is_surely_not_out_is_sent_again(rig: Rig) -> None:
    row = held(rig)
    Resolving(rig.desk).send(row.key, who="user:anna", late=None)
    assert (rig.row(row.key).state, rig.row(row.key).wire, no_alert_is_open(rig)) == (State.QUEUED, None, True)

    rig.publishing.drain("demo")
    assert rig.row(row.key).state is State.POSTED


def test_what_its_network_shows_after_all_is_not_sent_again_whoever_says_so(rig: Rig) -> None:
    row = held(rig)
    rig.network.take(str(row.key))
    with pytest.raises(NotAllowed, match=rf"is out: https://example.org/.* --posted https://example.org/{row.key}"):
        Resolving(rig.desk, rig.channels.get).send(row.key, who="user:anna", late=None)

    assert (rig.row(row.key), rig.network.looked) == (row, 1)


@pytest.mark.parametrize("finding", [Absent(evidence="none of 3", looked_at=3), CannotTell(reason="502", looked_at=3)])
def test_where_its_network_does_not_show_it_the_word_of_a_person_counts_and_the_look_is_booked(
    rig: Rig, finding: Finding
) -> None:
    row = held(rig)
    prices = Prices(post=15_000, post_with_link=200_000, look_up=1_000, read=1_000)
    network = Scripted(at=NOON, finding=finding, prices=prices)
    Resolving(rig.desk, {"demo": network}.get).send(row.key, who="user:anna", late=None)

    assert rig.state(row) is State.QUEUED
    with rig.store.look() as looking:
        assert looking.spent(Purpose.POSTING, since="2026-11") == {("demo", "2026-11"): 3_000}


def test_after_its_last_moment_it_is_sent_only_when_asked_for_late(rig: Rig) -> None:
    row = held(rig, send_by=NOON)
    assert Resolving(rig.desk).send(row.key, who="user:anna", late=None).state is State.QUEUED

    row = held(rig, send_by=NOON - timedelta(seconds=1), key=replace(row.key, part=2))
    with pytest.raises(NotAllowed, match="add --late"):
        Resolving(rig.desk).send(row.key, who="user:anna", late=None)
    Resolving(rig.desk).send(row.key, who="user:anna", late=timedelta(hours=1))
    assert rig.row(row.key).send_by == NOON + timedelta(hours=1)


def test_a_held_post_can_be_let_go(rig: Rig) -> None:
    row = held(rig)
    Resolving(rig.desk).withdraw(row.key, who="user:anna")

    assert (rig.row(row.key).state, no_alert_is_open(rig)) == (State.WITHDRAWN, True)


def test_only_what_is_held_can_be_resolved(rig: Rig) -> None:
    row = rig.put(queued())

    with pytest.raises(NotAllowed, match="is queued, not held"):
        Resolving(rig.desk).posted(row.key, "https://example.org/1", who="user:anna")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://mastodon.example/@camp/109", "109"),
        ("https://mastodon.example/@camp/109/", "109"),
        ("https://x.com/camp/status/1977?s=20&t=abc", "1977"),
        ("https://bsky.app/profile/camp.example/post/3jzfcijpj2z2a", "3jzfcijpj2z2a"),
        ("file:///data/paper/demo.html#p17", "p17"),
    ],
)
def test_a_post_is_named_by_its_page_however_somebody_came_there(url: str, name: str) -> None:
    assert name_in(url) == name


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/@us@example.org/7", "file:///tmp/feed", "https://x.example"]
)
def test_a_copy_on_another_server_is_refused_since_it_goes_by_another_name(rig: Rig, url: str) -> None:
    seen = Receipt(remote_id="1", url="https://www.example.org/@us/1", at=NOON)
    rig.put(queued(minute=5, state=State.POSTED, receipt=seen))
    row = held(rig)
    with pytest.raises(NotAllowed, match=r"posts of demo are seen at example.org, and not at .*: look it up there"):
        Resolving(rig.desk).posted(row.key, url, who="user:anna")
    assert rig.row(row.key) == row

    Resolving(rig.desk).posted(row.key, "https://Example.org/@us/7", who="user:anna")
    assert rig.state(row) is State.POSTED


def test_where_posts_are_seen_is_also_what_its_network_said_of_the_account(rig: Rig) -> None:
    row = held(rig)
    with rig.desk.transaction("test") as t:
        keep_profile(t, "demo", rig.network.introduce())
    with pytest.raises(NotAllowed, match=r"seen at example.org, and not at other.example"):
        Resolving(rig.desk).posted(row.key, "https://other.example/7", who="user:anna")


@pytest.mark.parametrize("late", [None, timedelta(hours=2)])
def test_on_a_clock_that_was_set_back_nothing_is_sent_again(rig: Rig, late: timedelta | None) -> None:
    row = held(rig)
    rig.pass_by(hours=1)
    rig.publishing.tidy()
    rig.clock.set(NOON + timedelta(minutes=30))
    with pytest.raises(NotAllowed, match=r"the clock says 2026-11-23 12:30 UTC, which is before what was recorded"):
        Resolving(rig.desk).send(row.key, who="user:anna", late=late)
    assert rig.row(row.key) == row


def test_before_it_was_first_sent_nothing_is_sent_again(rig: Rig) -> None:
    row = held(rig)
    rig.clock.set(NOON - timedelta(seconds=1))
    with pytest.raises(NotAllowed, match="mend the clock, then ask again"):
        Resolving(rig.desk).send(row.key, who="user:anna", late=None)
    assert rig.row(row.key) == row


def test_past_its_last_moment_it_goes_out_within_the_time_that_a_person_gave(rig: Rig) -> None:
    row = held(rig)
    rig.pass_by(hours=3)
    Resolving(rig.desk).send(row.key, who="user:anna", late=timedelta(minutes=10))
    rig.pass_by(minutes=10)
    rig.publishing.drain("demo")

    assert rig.state(row) is State.POSTED
