from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduler.channels.x.channel import X
from scheduler.channels.x.wire import prepared_from
from scheduler.clock import ManualClock
from scheduler.model.receipt import Absent, CannotTell, Found, Posted
from scheduler.rendering.networks import rule_for
from tests.at_x import an_x, at_x
from tests.outgoing import NINE, an_outgoing, opened
from tests.servers.x_fake import FakeX
from tests.servers.x_world import Media, Post

TIMELINE = "GET /2/users/{id}/tweets"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NINE)


@pytest.fixture
def x(clock: ManualClock) -> Iterator[FakeX]:
    with at_x(clock=clock) as fake:
        yield fake


def said(x: FakeX, text: str, **changes: Any) -> Post:
    """Said by the account, in whatever way."""
    post = replace(Post(x.world.new_id(), text, x.clock.now()), **changes)
    x.world.posts.append(post)
    return post


def channel(x: FakeX) -> X:
    return an_x(x.address, clock=x.clock)


def asked(x: FakeX) -> list[dict[str, str]]:
    return [request.query for request in x.requests if request.path.endswith("/tweets")]


def test_a_post_is_found_with_the_networks_own_instant(x: FakeX, clock: ManualClock) -> None:
    prepared = channel(x).prepare(an_outgoing())
    clock.advance(timedelta(seconds=42))
    post = said(x, "Sign Amnesty's petition.")
    found = channel(x).find(prepared)

    assert isinstance(found, Found)
    assert (found.receipt.remote_id, found.receipt.at) == (post.id, NINE + timedelta(seconds=42))
    assert found.evidence == "1 of the 1 post that X shows since 2026-11-23 08:58:00 UTC with this text"
    assert found.looked_at == 1


def test_it_looks_from_two_minutes_before_the_post_was_made(x: FakeX) -> None:
    said(x, "Sign.", at=NINE - timedelta(minutes=2, seconds=1))
    prepared = channel(x).prepare(an_outgoing("Sign."))

    assert isinstance(channel(x).find(prepared), Absent)
    assert asked(x)[0]["start_time"] == "2026-11-23T08:58:00Z"
    assert asked(x)[0]["exclude"] == "retweets"
    said(x, "Sign.", at=NINE - timedelta(minutes=2))
    assert isinstance(channel(x).find(prepared), Found)


def test_what_is_not_found_is_told_with_how_much_was_looked_at(x: FakeX) -> None:
    for number in range(3):
        said(x, f"Another {number}.")
    finding = channel(x).find(channel(x).prepare(an_outgoing()))

    assert isinstance(finding, Absent)
    assert finding.looked_at == 3
    assert "none of the 3 posts" in finding.evidence
    assert "no proof" in finding.evidence


def test_of_several_with_this_text_the_earliest_is_it(x: FakeX, clock: ManualClock) -> None:
    prepared = channel(x).prepare(an_outgoing("Sign."))
    first = said(x, "Sign.")
    clock.advance(timedelta(minutes=1))
    said(x, "Sign.")
    found = channel(x).find(prepared)

    assert isinstance(found, Found)
    assert (found.receipt.remote_id, found.looked_at) == (first.id, 2)
    assert found.evidence.startswith("2 of the 2 posts")


def test_it_turns_the_pages_to_the_end(x: FakeX) -> None:
    prepared = channel(x).prepare(an_outgoing("Sign."))
    post = said(x, "Sign.")
    for number in range(230):
        said(x, f"Another {number}.")
    found = channel(x).find(prepared)

    assert isinstance(found, Found)
    assert (found.receipt.remote_id, found.looked_at) == (post.id, 231)
    assert [query["max_results"] for query in asked(x)] == ["100"] * 3


def test_it_does_not_pay_for_a_timeline_without_end(x: FakeX) -> None:
    prepared = channel(x).prepare(an_outgoing("Sign."))
    said(x, "Sign.")
    for number in range(500):
        said(x, f"Another {number}.")
    finding = channel(x).find(prepared)

    assert isinstance(finding, CannotTell)
    assert finding.looked_at == 500
    assert "more than 5 pages" in finding.reason


def test_a_look_up_that_breaks_off_tells_what_it_cost_and_keeps_what_it_found(x: FakeX) -> None:
    here, gone = (channel(x).prepare(an_outgoing(text)) for text in ("Sign.", "Never said."))
    page = {"data": [{"id": "17", "text": "Sign.", "created_at": "2026-11-23T09:00:00Z"}], "meta": {"next_token": "t"}}
    for _ in range(2):
        x.next(TIMELINE, 200, page, wrong=True)
        x.next(TIMELINE, 503, "", wrong=True)

    found, finding = channel(x).find(here), channel(x).find(gone)
    assert isinstance(found, Found)
    assert isinstance(finding, CannotTell)
    assert (found.looked_at, finding.looked_at) == (1, 1)


@pytest.mark.parametrize(
    "body",
    [
        "a page",
        {"errors": [{"title": "Not Found Error"}]},
        {"meta": {"result_count": 0}, "errors": [{"title": "Authorization Error"}]},
        {"meta": {}, "data": [{"id": "17"}]},
    ],
)
def test_an_answer_that_is_not_whole_tells_nothing(x: FakeX, body: Any) -> None:
    x.next(TIMELINE, 200, body, wrong=True)
    finding = channel(x).find(channel(x).prepare(an_outgoing()))
    assert isinstance(finding, CannotTell)


def test_a_link_is_found_behind_what_x_makes_of_it(x: FakeX) -> None:
    text = "Sign https://www.amnesty.org/en/?a=1&b=2 and example.org, <now> & here: https://example.org/a."
    prepared = channel(x).prepare(an_outgoing(text))
    assert isinstance(channel(x).send(prepared, opened), Posted)
    assert isinstance(channel(x).find(prepared), Found)


def test_of_an_account_that_may_write_long_the_whole_text_is_asked_for(x: FakeX) -> None:
    x.world.limit = 25_000
    long = an_x(x.address, limits=rule_for("x", 25_000))
    prepared = long.prepare(an_outgoing("Sign. " * 100))
    assert isinstance(long.send(prepared, opened), Posted)
    assert isinstance(long.find(prepared), Found)
    assert "note_tweet" in asked(x)[-1]["tweet.fields"]


def test_the_number_of_pictures_tells_posts_apart(x: FakeX) -> None:
    media = Media(x.world.new_id(), NINE, "tweet_image")
    x.world.media[media.id] = media
    said(x, "Sign.", media=(media.id,))

    assert isinstance(channel(x).find(prepared_from(an_outgoing("Sign."), ())), Absent)
    assert isinstance(channel(x).find(prepared_from(an_outgoing("Sign."), (media.id,))), Found)


def test_an_answer_to_somebody_with_the_same_text_is_another_post(x: FakeX) -> None:
    other = said(x, "Another.")
    said(x, "Sign.", reply_to=other.id)
    assert isinstance(channel(x).find(channel(x).prepare(an_outgoing("Sign."))), Absent)


def test_under_older_names_it_sees_the_same() -> None:
    with at_x(old_names=True) as x:
        other = said(x, "Another.")
        said(x, "Sign.", reply_to=other.id)
        said(x, "Go.")
        assert isinstance(channel(x).find(channel(x).prepare(an_outgoing("Sign."))), Absent)
        assert isinstance(channel(x).find(channel(x).prepare(an_outgoing("Go."))), Found)
