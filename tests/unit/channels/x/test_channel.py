import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduler.channels.x.channel import X
from scheduler.clock import ManualClock
from scheduler.errors import ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.model.account import Profile
from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Found,
    Image,
    Locked,
    NotSent,
    Posted,
    Prepared,
    Reading,
    Receipt,
    Refused,
    Unknown,
)
from tests.at_x import an_x, at_x
from tests.drawn import a_picture
from tests.outgoing import KEY, NINE, an_outgoing, opened
from tests.servers.x_fake import FakeX

CREATE = "POST /2/tweets"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NINE)


@pytest.fixture
def x(clock: ManualClock) -> Iterator[FakeX]:
    with at_x(clock=clock) as fake:
        yield fake


def posted(channel: X, text: str = "Sign.") -> Receipt:
    outcome = channel.send(channel.prepare(an_outgoing(text)), opened)
    assert isinstance(outcome, Posted), outcome
    return outcome.receipt


def test_what_goes_out_is_what_was_prepared(x: FakeX) -> None:
    channel = an_x(x.address)
    prepared = channel.prepare(an_outgoing("Sign <this> & «that» 🕯️"))
    channel.send(prepared, opened)

    assert x.requests[-1].json() == json.loads(prepared.wire)["body"] == {"text": "Sign <this> & «that» 🕯️"}


def test_pictures_go_up_first_and_the_post_shows_them_in_its_order(x: FakeX) -> None:
    channel = an_x(x.address)
    images = tuple(Image(content=a_picture(), alt=alt) for alt in ("A banner", "Anna & «co»"))
    prepared = channel.prepare(replace(an_outgoing("Sign."), pictures=images))
    assert x.texts() == []

    assert isinstance(channel.send(prepared, opened), Posted)
    assert [x.world.media[media_id].alt for media_id in x.posts[0].media] == ["A banner", "Anna & «co»"]
    assert isinstance(channel.find(prepared), Found)


def test_a_picture_that_cannot_be_drawn_uploads_none_of_them(x: FakeX) -> None:
    images = (Image(content=a_picture(), alt="A banner"), Image(content=b"none", alt="Nothing"))
    with pytest.raises(ChannelTrouble, match="picture"):
        an_x(x.address).prepare(replace(an_outgoing("Sign."), pictures=images))
    assert x.requests == []


def test_a_receipt_leads_to_the_post_with_and_without_its_handle(x: FakeX) -> None:
    profile = an_x(x.address).introduce()
    assert posted(an_x(x.address), "One.").url == f"https://x.com/i/status/{x.posts[0].id}"
    assert (
        posted(an_x(x.address, profile=profile), "Two.").url == f"https://x.com/awareness_test/status/{x.posts[1].id}"
    )


def test_nothing_is_ever_sent_again(x: FakeX) -> None:
    channel = an_x(x.address)
    assert not channel.resend_safe(channel.prepare(an_outgoing()), NINE, NINE)


def test_a_copy_that_x_refuses_is_the_post_that_is_there(x: FakeX) -> None:
    channel = an_x(x.address)
    first = posted(channel)
    outcome = channel.send(channel.prepare(an_outgoing("Sign.")), opened)

    assert isinstance(outcome, Posted)
    assert outcome.receipt == first
    assert (outcome.evidence.startswith("1 of the 1 post that X shows"), outcome.looked_at) == (True, 1)
    assert x.texts() == ["Sign."]


def test_a_copy_of_what_was_said_long_before_is_a_doubt(x: FakeX, clock: ManualClock) -> None:
    posted(an_x(x.address))
    clock.advance(timedelta(hours=1))
    channel = an_x(x.address, clock=clock)
    outcome = channel.send(channel.prepare(replace(an_outgoing("Sign."), at=clock.now())), opened)

    assert isinstance(outcome, Unknown)
    assert outcome.reason.startswith("X holds an equal text already (403: You are not allowed to create a Tweet")
    assert "it does not show" in outcome.reason


def test_a_copy_that_cannot_be_looked_up_is_a_doubt(x: FakeX) -> None:
    channel = an_x(x.address)
    posted(channel)
    x.next("GET /2/users/{id}/tweets", 503, "", wrong=True)
    outcome = channel.send(channel.prepare(an_outgoing("Sign.")), opened)

    assert isinstance(outcome, Unknown)
    assert "503" in outcome.reason


def test_a_second_request_of_a_create_call_is_stopped(x: FakeX) -> None:
    channel = an_x(x.address)
    client = channel._client()

    def twice() -> None:
        client.create_tweet(text="One.")
        client.create_tweet(text="Two.")

    passed = channel._door.create("POST", "/2/tweets", opened, twice)
    assert (passed.sent, "a second request" in passed.trouble) == (True, True)
    assert x.texts() == ["One."]


def test_a_look_up_uses_the_kept_profile_and_asks_where_there_is_none(x: FakeX) -> None:
    prepared = an_x(x.address).prepare(an_outgoing())
    an_x(x.address, profile=an_x(x.address).introduce()).find(prepared)
    kept = [asked.path for asked in x.requests[1:]]
    an_x(x.address).find(prepared)

    assert kept == [f"/2/users/{x.world.user}/tweets"]
    assert [asked.path for asked in x.requests[2:]] == ["/2/users/me", f"/2/users/{x.world.user}/tweets"]


@pytest.mark.parametrize(
    "wire", [b"", b"{}", b'{"account":"other","since":"2026-11-23T09:00:00Z","body":{"text":"A"}}']
)
def test_bytes_that_are_no_post_of_this_account_are_refused_and_not_looked_up(x: FakeX, wire: bytes) -> None:
    prepared = Prepared(key=KEY, account="demo", wire=wire)
    channel = an_x(x.address)

    assert isinstance(channel.send(prepared, opened), Refused)
    assert isinstance(channel.find(prepared), CannotTell)
    assert x.requests == []


def test_a_token_of_another_shape_locks_and_nothing_goes_out(x: FakeX) -> None:
    channel = an_x(x.address, token="canary")  # noqa: S106 - a canary
    prepared = channel.prepare(an_outgoing())
    outcome, finding = channel.send(prepared, opened), channel.find(prepared)

    assert isinstance(outcome, Locked)
    assert isinstance(finding, CannotTell)
    assert "consumer-key:consumer-secret:" in outcome.reason
    assert "canary" not in outcome.reason + finding.reason
    for ask in (channel.introduce, lambda: channel.read(Receipt(remote_id="17", url="", at=NINE))):
        with pytest.raises(ChannelLocked):
            ask()
    assert x.requests == []


def test_without_a_server_nothing_was_sent() -> None:
    channel = an_x("http://127.0.0.1:9")
    prepared = channel.prepare(an_outgoing())

    assert isinstance(channel.send(prepared, opened), NotSent)
    assert isinstance(channel.find(prepared), CannotTell)
    with pytest.raises(ChannelTrouble, match="refused the connection"):
        channel.introduce()


@pytest.mark.parametrize("old_names", [False, True])
def test_a_post_is_read_under_older_names_and_newer(old_names: bool) -> None:
    with at_x(old_names=old_names) as x:
        receipt = posted(an_x(x.address))
        x.metrics(receipt.remote_id, repost_count=1, reply_count=2, like_count=3, quote_count=4, bookmark_count=5)
        x.metrics(receipt.remote_id, impression_count=600)
        reading = an_x(x.address).read(receipt)

    counts = {"boosts": 1, "replies": 2, "likes": 3, "quotes": 4, "bookmarks": 5, "impressions": 600}
    assert reading == Reading(at=NINE, counts=counts)


def test_a_count_that_x_does_not_give_is_left_out(x: FakeX) -> None:
    post = {"id": "17", "text": "Sign.", "public_metrics": {"like_count": 3, "reply_count": None, "new_count": 9}}
    x.next("GET /2/tweets", 200, {"data": [post]}, wrong=True)
    assert an_x(x.address).read(Receipt(remote_id="17", url="", at=NINE)) == Reading(at=NINE, counts={"likes": 3})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": []},
        {"data": [{"id": "18", "public_metrics": {}}]},
        {"data": [{"id": "17"}]},
        {"data": "17"},
        {"errors": [{"type": "https://api.x.com/2/problems/not-authorized-for-resource"}]},
        "a page",
    ],
)
def test_an_answer_without_counts_is_trouble_and_no_absence(x: FakeX, body: Any) -> None:
    x.next("GET /2/tweets", 200, body, wrong=True)
    with pytest.raises(ChannelTrouble, match="does not say"):
        an_x(x.address).read(Receipt(remote_id="17", url="", at=NINE))


def test_a_deleted_post_is_absent(x: FakeX) -> None:
    channel = an_x(x.address)
    receipt = posted(channel)
    channel.delete(receipt)
    assert channel.read(receipt) == Absent(evidence=f"X has no post {receipt.remote_id}")


@pytest.mark.parametrize(("status", "body"), [(404, {"title": "Not Found"}), (200, {"data": {"deleted": False}})])
def test_what_is_gone_already_is_taken_down(x: FakeX, status: int, body: dict[str, Any]) -> None:
    x.next("DELETE /2/tweets/{id}", status, body, wrong=True)
    an_x(x.address).delete(Receipt(remote_id="17", url="", at=NINE))


@pytest.mark.parametrize("body", ["", {}, {"data": {}}, {"data": {"deleted": "yes"}}])
def test_an_answer_that_does_not_say_whether_it_is_gone_is_trouble(x: FakeX, body: Any) -> None:
    x.next("DELETE /2/tweets/{id}", 200, body, wrong=True)
    with pytest.raises(ChannelTrouble, match="does not say"):
        an_x(x.address).delete(Receipt(remote_id="17", url="", at=NINE))


def test_what_is_no_name_of_a_post_is_never_part_of_an_address(x: FakeX) -> None:
    with pytest.raises(ChannelRefused, match="by numbers"):
        an_x(x.address).delete(Receipt(remote_id="../users/17", url="", at=NINE))
    assert x.requests == []


def test_it_is_introduced_with_what_x_says_of_it(x: FakeX) -> None:
    assert an_x(x.address).introduce() == Profile(
        at=NINE,
        remote_id=x.world.user,
        handle="awareness_test",
        url="https://x.com/awareness_test",
        automated=None,
        limits={"characters": 280, "pictures": 4},
        left={"requests of this kind in 15 minutes": "74 of 75 until 2026-11-23 09:15 UTC"},
    )


def test_what_is_left_of_a_day_is_remembered_from_the_last_post(x: FakeX) -> None:
    channel = an_x(x.address)
    day = {"x-user-limit-24hour-limit": "100", "x-user-limit-24hour-remaining": "99"}
    x.next(CREATE, 201, {"data": {"id": "17", "text": "Sign."}}, day, wrong=True)
    posted(channel)
    assert channel.introduce().left["of this account in 24 hours"] == "99 of 100"


def test_what_the_token_may_do_is_told_where_x_says_it(x: FakeX) -> None:
    user = {"data": {"id": "17", "name": "A", "username": "a"}}
    x.next("GET /2/users/me", 200, user, {"x-access-level": "read"}, wrong=True)
    assert an_x(x.address).introduce().scopes == ("read",)


@pytest.mark.parametrize("handle", ["awareness_test", "Awareness_Test", None])
def test_the_account_of_the_files_is_let_in(x: FakeX, handle: str | None) -> None:
    assert an_x(x.address, handle=handle).introduce().handle == "awareness_test"


def test_the_token_of_another_account_is_locked(x: FakeX) -> None:
    with pytest.raises(ChannelLocked, match="@awareness_test"):
        an_x(x.address, handle="somebody_else").introduce()


@pytest.mark.parametrize("body", ["", {}, {"data": {"id": "17"}}, {"data": {"id": 17, "username": "a"}}, {"data": []}])
def test_an_answer_that_names_nobody_is_trouble(x: FakeX, body: Any) -> None:
    x.next("GET /2/users/me", 200, body, wrong=True)
    with pytest.raises(ChannelTrouble, match="whose keys"):
        an_x(x.address).introduce()
