import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from scheduler.errors import StoreDamaged
from scheduler.model.delivery import Delivery, State
from scheduler.model.post import Attachment, Entity, Post, digest_of
from scheduler.model.receipt import Receipt
from scheduler.model.record import Entry, Scope, Stop
from scheduler.store.connecting import connecting_to
from tests.entries import a_store, an_entry
from tests.make import a_delivery, a_key, a_post, utc

FULL_POST = Post(
    text="Sign #Now @Genproc https://example.org/é",
    digest=digest_of("Sign #Now @Genproc https://example.org/é"),
    length=37,
    limit=280,
    variant="short",
    dropped=("fact", "hashtags"),
    entities=(
        Entity(kind="hashtag", start=5, end=9, value="Now"),
        Entity(kind="link", start=19, end=40, value="https://example.org/é"),
    ),
    tagged=("prosecutor-general",),
    cost=200_000,
    warning="Violence",
    visibility="unlisted",
    pictures=(
        Attachment(file="templates/a/b.png", digest="0" * 64, alt="Плакат: “Close the camps”"),
        Attachment(file="config/c.jpg", digest="1" * 64, alt="A map."),
    ),
)
FULL = Delivery(
    key=a_key(part=2),
    state=State.IN_DOUBT,
    zone="Asia/Kathmandu",
    due_at=utc("2026-11-23 09:00:00.000001"),
    send_by=utc("2026-11-23 11:30"),
    action="embassy",
    template="ask-first",
    fact="first-report",
    language="ru",
    post=FULL_POST,
    why=("it was its turn", "nothing else fits"),
    version=7,
    revision=3,
    attempt=4,
    owner="boot me",
    lease_until=utc("2026-11-23 09:05"),
    not_before=utc("2026-11-23 09:06"),
    first_sent=utc("2026-11-23 09:07"),
    wire=b"\x00\xff{}",
    receipt=Receipt(remote_id="114", url="https://example.org/@us/114", at=utc("2026-11-23 09:08")),
    moved_by="anna",
    slot_at=utc("2026-11-23 08:59"),
)


def came_back(folder: Path, delivery: Delivery) -> Delivery | None:
    with a_store(folder, delivery).look() as looking:
        return looking.delivery(delivery.key)


def plain(thing: Any) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(thing)}


@pytest.mark.parametrize(("full", "ordinary"), [(FULL, a_delivery()), (FULL_POST, a_post())], ids=["delivery", "post"])
def test_the_sample_differs_from_an_ordinary_one_in_every_field(full: object, ordinary: object) -> None:
    same = [name for name, value in plain(full).items() if value == plain(ordinary)[name]]
    assert same == []


def test_every_field_of_a_delivery_comes_back(tmp_path: Path) -> None:
    kept = came_back(tmp_path, FULL)
    assert kept is not None
    assert plain(FULL) == plain(kept)


def test_a_delivery_without_what_it_may_lack_comes_back(tmp_path: Path) -> None:
    assert a_delivery() == came_back(tmp_path, a_delivery())


@pytest.mark.parametrize("state", State)
def test_every_state_comes_back(tmp_path: Path, state: State) -> None:
    kept = came_back(tmp_path, a_delivery(state=state))
    assert kept is not None
    assert state is kept.state


def test_a_post_that_says_nothing_is_not_a_redacted_one(tmp_path: Path) -> None:
    kept = came_back(tmp_path, a_delivery(post=a_post("")))
    assert kept is not None
    assert not kept.post.redacted


def test_every_field_of_an_entry_comes_back(tmp_path: Path) -> None:
    full = Entry(
        chain="main-mastodon",
        event="delivery.posted",
        at=utc("2026-11-23 09:08:00.000001"),
        who="beat:publish",
        why="the network took it",
        key=str(a_key()),
        before="sending",
        after="posted",
        digest=digest_of("x"),
        evidence={"url": "https://example.org/é"},
    )
    store = a_store(tmp_path)
    with store.write() as writing:
        writing.note(full)
    with store.look() as looking:
        ((number, sealed),) = looking.sealed()
    assert (1, 1, full) == (number, sealed.seq, sealed.entry)


def test_an_entry_without_what_it_may_lack_comes_back(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    with store.write() as writing:
        writing.note(an_entry())
    with store.look() as looking:
        assert an_entry() == looking.sealed()[0][1].entry


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ("state = 'sent twice'", "'sent twice' is not a valid State"),
        ("why = '1'", "'int' object is not iterable"),
        ("entities = '[{}]'", "missing 4 required keyword-only arguments"),
        ("dropped = '{'", "'{' is no JSON"),
        ("due_at = 'soon'", "'soon' is no instant"),
    ],
)
def test_a_row_that_no_version_wrote_is_damage(tmp_path: Path, changed: str, words: str) -> None:
    store = a_store(tmp_path, a_delivery())
    with connecting_to(tmp_path / "awareness.db").begin() as connection:
        connection.execute(text(f"UPDATE deliveries SET {changed}"))  # noqa: S608 - a test's own words
    with pytest.raises(StoreDamaged, match=rf"awareness\.db .*{re.escape(words)}"), store.look() as looking:
        looking.deliveries()


def test_a_state_that_no_version_wrote_is_damage_where_they_are_counted(tmp_path: Path) -> None:
    store = a_store(tmp_path, a_delivery())
    with connecting_to(tmp_path / "awareness.db").begin() as connection:
        connection.execute(text("UPDATE deliveries SET state = 'sent twice'"))
    with pytest.raises(StoreDamaged, match="'sent twice' is not a valid State"), store.look() as looking:
        looking.tally()


def test_a_stop_that_no_version_wrote_is_damage(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    with store.write() as writing:
        writing.stop(Stop(scope=Scope.ALL, subject="", at=utc("2026-11-23 09:00"), who="user:anna", why="rest"))
    with connecting_to(tmp_path / "awareness.db").begin() as connection:
        connection.execute(text("UPDATE stops SET scope = 'galaxy'"))
    with pytest.raises(StoreDamaged, match=r"the stop of all: 'galaxy' is not a valid Scope"), store.look() as looking:
        looking.stops()


def test_a_delivery_whose_text_is_gone_is_a_delivery_all_the_same(tmp_path: Path) -> None:
    store = a_store(tmp_path, FULL)
    with connecting_to(tmp_path / "awareness.db", foreign_keys=False).begin() as connection:
        connection.execute(text("DELETE FROM texts"))
    with store.look() as looking:
        assert [replace(FULL, post=replace(FULL_POST, text=""))] == looking.deliveries()
