from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.channels.bluesky.channel import is_bot, left_in
from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Found,
    Later,
    Locked,
    NotSent,
    Outcome,
    Posted,
    Prepared,
    Reading,
    Receipt,
    Refused,
    Unknown,
)
from tests.blueskies import PUT, REFRESH, SIGN_IN, Sky, a_sky, said, told
from tests.outgoing import NINE, an_outgoing, marked, opened
from tests.servers import faults
from tests.servers.faults import Fault
from tests.servers.pds_server import Pds

GET = "com.atproto.repo.getRecord"
VIEW = "app.bsky.feed.getPosts"
SOON = NINE + timedelta(seconds=90)


@pytest.fixture(scope="module")
def sky_of_the_module(pds: Pds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sky]:
    with a_sky(pds, pds.account(), tmp_path_factory.mktemp("sky")) as sky:
        yield sky


@pytest.fixture
def sky(sky_of_the_module: Sky) -> Iterator[Sky]:
    """Signed in, perhaps with posts of other tests; each post has a key of its own."""
    yield sky_of_the_module
    sky_of_the_module.proxy.mend()


def prepared(sky: Sky, text: str = "Sign.", **changes: Any) -> Prepared:
    return sky.channel().prepare(an_outgoing(text, key=changes.pop("key", None) or sky.key(), **changes))


def answered(sky: Sky, *faults: Fault) -> Outcome:
    """What a create call comes to that is answered so."""
    ready = prepared(sky)
    sky.answers(PUT, *faults)
    return sky.channel().send(ready, opened)


@pytest.mark.parametrize(
    ("fault", "outcome", "words"),
    [
        (said(400, "InvalidRequest", "Record/text must not be longer"), Refused, "400: InvalidRequest: Record/text"),
        (said(400, "BlobNotFound"), Later, "no longer has a picture"),
        (said(400, "AccountDeactivated"), Locked, "deactivated"),
        (said(401, "AccountTakedown", "Account has been taken down"), Locked, "taken down"),
        (said(400, "AccountSuspended"), Locked, "suspended"),
        (said(403, "AccountNotFound"), Locked, "no such account"),
        (said(403, "Forbidden"), Locked, "forbids"),
        (said(403), Later, "before the server"),
        (said(404), Later, "`server:`"),
        (said(405), Later, "`server:`"),
        (said(301, Location="https://example.org"), Later, "mend `server:`"),
        (said(307, Location="https://example.org"), Later, "mend `server:`"),
        (said(308, Location="https://example.org"), Later, "mend `server:`"),
        (said(302, Location="https://example.org"), Unknown, "means nothing"),
        (said(303, Location="https://example.org"), Unknown, "means nothing"),
        (said(408), Unknown, "waited too long"),
        (said(413, "PayloadTooLargeError"), Refused, "too large"),
        (said(400), Later, "before the server"),
        (said(418), Later, "before the server"),
        (said(418, "Teapot"), Refused, "does not take it"),
        (said(425), Unknown, "in the middle"),
        (said(499, "ClientClosedRequest"), Unknown, "in the middle"),
        (said(524), Unknown, "has trouble"),
        (said(429, "RateLimitExceeded"), Later, "asks for a pause"),
        (said(500, "InternalServerError"), Unknown, "has trouble"),
        (said(501, "MethodNotImplemented"), Unknown, "has trouble"),
        (said(502), Unknown, "has trouble"),
        (said(503), Unknown, "has trouble"),
        (told({"uri": "at://did:plc:other/app.bsky.feed.post/3jzfcijpj2z2a"}), Unknown, "means nothing"),
        (told([]), Unknown, "means nothing"),
        (faults.refuse, Unknown, "without an answer"),
    ],
)
def test_every_answer_to_a_create_call_has_its_outcome(
    sky: Sky, fault: Fault, outcome: type[Outcome], words: str
) -> None:
    found = answered(sky, fault)
    assert type(found) is outcome
    assert not isinstance(found, Posted)
    assert words in found.reason


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry_After": "90"},
        {"RateLimit_Reset": str(int(SOON.timestamp()))},
        {"Retry_After": "90", "RateLimit_Reset": "0"},
    ],
)
def test_a_pause_is_as_long_as_the_server_says(sky: Sky, headers: dict[str, str]) -> None:
    found = answered(sky, said(429, "RateLimitExceeded", **headers))
    assert isinstance(found, Later)
    assert found.when == SOON


@pytest.mark.parametrize("refusal", [said(400, "ExpiredToken"), said(400, "InvalidToken"), said(401, "AuthMissing")])
def test_a_session_that_ended_is_renewed_for_the_next_try_and_only_then_is_the_account_locked(
    sky: Sky, refusal: Fault
) -> None:
    refreshed = sky.asked(REFRESH)
    assert isinstance(answered(sky, refusal), Later)
    assert isinstance(answered(sky, refusal), Locked)
    assert isinstance(sky.send(key=sky.key()), Posted)
    assert isinstance(answered(sky, refusal), Later)
    assert isinstance(sky.send(key=sky.key()), Posted)
    assert sky.asked(REFRESH) - refreshed == 3


def test_what_stands_in_the_way_before_the_create_call_is_told_as_it_is(sky: Sky, tmp_path: Path) -> None:
    ready = prepared(sky)
    sky.folder, kept = tmp_path, sky.folder
    sky.answers(SIGN_IN, said(401, "AuthenticationRequired"), said(429, retry_after="90"), said(502))
    found = [sky.channel().send(ready, opened) for _ in range(3)]
    sky.folder = kept
    assert [type(outcome) for outcome in found] == [Locked, Later, NotSent]
    assert isinstance(found[1], Later)
    assert found[1].when == SOON


def test_bytes_that_are_not_ours_are_not_sent(sky: Sky, pds: Pds, tmp_path: Path) -> None:
    ready = prepared(sky)
    broken = replace(ready, wire=ready.wire + b" ,")
    assert isinstance(sky.channel().send(broken, opened), Refused)
    assert isinstance(sky.channel().find(broken), CannotTell)
    with a_sky(pds, pds.account(), tmp_path) as other:
        found = other.channel().send(ready, opened)
    assert isinstance(found, Refused)
    assert "are a post of did:plc:" in found.reason


def test_a_post_made_anew_after_a_backup_was_put_back_is_the_one_that_is_out(sky: Sky) -> None:
    key, text = sky.key(), "Ask @nobody.test."
    first = sky.channel().send(prepared(sky, text, key=key), opened)
    later = an_outgoing(text, key=key, at=NINE + timedelta(days=1), entities=marked(text, mention="nobody.test"))
    again = sky.channel().prepare(later)
    assert isinstance(sky.channel().find(again), Found)
    assert sky.channel().send(again, opened) == first


@pytest.mark.parametrize(
    "hidden", [said(502), faults.drop, said(400, "RecordNotFound")], ids=["trouble", "drop", "gone"]
)
def test_a_key_that_is_taken_by_nobody_knows_what_is_doubt(sky: Sky, hidden: Fault) -> None:
    key = sky.key()
    sky.post(key=key)
    other = prepared(sky, "Sign!", key=key)
    sky.answers(GET, hidden)
    assert isinstance(sky.channel().send(other, opened), Unknown)
    assert isinstance(sky.channel().send(other, opened), Refused)
    assert sky.channel().find(other) == CannotTell(reason="another text stands under this key")


def test_a_handle_that_cannot_be_asked_for_now_puts_the_post_off(sky: Sky) -> None:
    sky.answers("com.atproto.identity.resolveHandle", said(502))
    text = "Ask @crew.example."
    with pytest.raises(ChannelTrouble):
        prepared(sky, text, entities=marked(text, mention="crew.example"))


def test_half_a_character_is_refused_before_anything_is_asked(sky: Sky) -> None:
    asked = len(sky.proxy.requests)
    whole = an_outgoing()
    with pytest.raises(ChannelRefused, match="no network can carry"):
        sky.channel().prepare(replace(whole, post=replace(whole.post, text="half \ud83d")))
    assert len(sky.proxy.requests) == asked


def test_counts_are_read_from_the_view_of_the_network(sky: Sky) -> None:
    receipt = sky.post(key=sky.key())
    counts = {"likeCount": 5, "repostCount": 4, "replyCount": 3, "quoteCount": 2, "bookmarkCount": 1}
    odd = {"replyCount": "many", "quoteCount": True}
    others = {"uri": "at://did:plc:other/app.bsky.feed.post/3jzfcijpj2z2a", "likeCount": 9}
    sky.answers(VIEW, told({"posts": ["odd", others, {"uri": receipt.remote_id, "author": {}, **counts}]}))
    sky.answers(VIEW, told({"posts": [{"uri": receipt.remote_id, "likeCount": 0, **odd}]}))
    expected = {"likes": 5, "boosts": 4, "replies": 3, "quotes": 2, "bookmarks": 1}
    assert sky.channel().read(receipt) == Reading(at=NINE, counts=expected)
    assert sky.channel().read(receipt) == Reading(at=NINE, counts={"likes": 0})


@pytest.mark.parametrize("view", [told({"posts": []}), told({"posts": None}), told([]), said(502), said(429)], ids=str)
def test_a_post_that_the_view_does_not_show_is_only_gone_when_its_own_server_says_so(sky: Sky, view: Fault) -> None:
    receipt = sky.post(key=sky.key())
    sky.answers(VIEW, view)
    with pytest.raises(ChannelTrouble):
        sky.channel().read(receipt)
    sky.channel().delete(receipt)
    sky.answers(VIEW, view)
    assert sky.channel().read(receipt) == Absent(evidence=f"the server has no {receipt.remote_id}")


def test_trouble_on_the_way_to_a_post_is_not_its_absence(sky: Sky) -> None:
    receipt = sky.post(key=sky.key())
    sky.answers(GET, said(502))
    with pytest.raises(ChannelTrouble):
        sky.channel().read(receipt)


def test_a_post_whose_page_a_person_gave_is_read_and_deleted_like_any_other(sky: Sky) -> None:
    receipt = sky.post(key=sky.key())
    found = replace(receipt, remote_id=receipt.url.rpartition("/")[2])
    sky.answers(VIEW, told({"posts": [{"uri": receipt.remote_id, "likeCount": 5}]}))
    assert sky.channel().read(found) == Reading(at=NINE, counts={"likes": 5})
    sky.channel().delete(found)
    assert sky.channel().read(receipt) == Absent(evidence=f"the server has no {receipt.remote_id}")


def test_what_is_no_address_of_a_post_is_neither_read_nor_deleted(sky: Sky) -> None:
    odd = Receipt(remote_id="0", url="", at=NINE)
    for call in sky.channel().read, sky.channel().delete:
        with pytest.raises(ChannelTrouble, match="no address of a Bluesky post"):
            call(odd)


def test_deleting_says_what_went_wrong(sky: Sky) -> None:
    receipt = sky.post(key=sky.key())
    sky.answers("com.atproto.repo.deleteRecord", said(429, retry_after="90"), said(500))
    with pytest.raises(ChannelBusy) as busy:
        sky.channel().delete(receipt)
    assert busy.value.when == SOON
    with pytest.raises(ChannelTrouble):
        sky.channel().delete(receipt)


def test_an_account_introduces_itself(sky: Sky) -> None:
    who = "com.atproto.server.getSession"
    profile = sky.channel().introduce()
    assert (profile.remote_id, profile.handle) == (sky.login.did, sky.login.handle)
    assert profile.url == f"https://bsky.app/profile/{sky.login.handle}"
    assert profile.scopes == ("com.atproto.appPass",)
    assert profile.automated is False
    assert (profile.software, profile.version) == ("AT Protocol PDS", "0.5.35")
    assert profile.limits == {"characters": 300, "pictures": 4}
    assert profile.left == {}

    limits = {"RateLimit_Remaining": "2966", "RateLimit_Policy": "3000;w=300"}
    sky.answers(
        who, faults.answering(200, b'{"handle": "handle.invalid"}', {n.replace("_", "-"): v for n, v in limits.items()})
    )
    sky.answers("_health", said(404))
    other = sky.channel().introduce()
    assert other.left == {"requests": "2966 of 3000 in 5 min"}
    assert other.url == f"https://bsky.app/profile/{sky.login.did}"
    assert other.version == ""

    sky.answers(who, told({"active": False, "status": "takendown"}))
    with pytest.raises(ChannelLocked, match="the account is takendown"):
        sky.channel().introduce()


def test_a_profile_that_calls_itself_a_bot_is_automated(sky: Sky) -> None:
    labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "bot"}]}
    record = {"$type": "app.bsky.actor.profile", "labels": labels}
    with sky.pds.session(sky.login) as owner:
        place = {"repo": sky.login.did, "collection": "app.bsky.actor.profile", "rkey": "self"}
        owner.post(PUT, **place, record=record)
        assert sky.channel().introduce().automated
        owner.post("com.atproto.repo.deleteRecord", **place)


@pytest.mark.parametrize("labels", [None, [], {}, {"values": None}, {"values": ["bot"]}, {"values": [{"val": "!no"}]}])
def test_other_labels_make_no_bot(labels: object) -> None:
    assert not is_bot({"labels": labels})


@pytest.mark.parametrize("policy", ["", "3000", "3000;w=", "a;w=b", "3000;w=300;x"])
def test_limits_that_cannot_be_read_are_not_told(policy: str) -> None:
    assert left_in({"ratelimit-remaining": "1", "ratelimit-policy": policy}) == {}
    assert left_in({"ratelimit-remaining": "-1", "ratelimit-policy": "3000;w=300"}) == {}
