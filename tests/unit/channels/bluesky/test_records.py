import json
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from scheduler.channels.bluesky.records import Ours, Shown, card, ours_in, record_of, url_of, wire_of
from scheduler.channels.bluesky.tids import tid_of
from scheduler.model.receipt import Prepared
from tests.make import utc
from tests.outgoing import KEY, NINE, an_outgoing, marked

DID = "did:plc:al54bwep3ia6vjwizxxtkgsz"
LINK = "https://www.example.org/petition?ref=a"
PICTURE = Shown(blob={"$type": "blob", "ref": {"$link": "bafk"}}, alt="A square.", width=3, height=2)


def nobody(_: str) -> None:
    return None


def prepared(text: str = "Sign.", key: str = KEY) -> Prepared:
    post = an_outgoing(text, key=key)
    return Prepared(key=key, account="demo", wire=wire_of(post, DID, record_of(post, (), nobody)))


def test_a_record_holds_the_text_its_language_and_when_it_was_made() -> None:
    assert record_of(an_outgoing("Подпиши.", language="ru"), (), nobody) == {
        "$type": "app.bsky.feed.post",
        "text": "Подпиши.",
        "createdAt": "2026-11-23T09:00:00.000Z",
        "langs": ["ru"],
    }


def test_the_instant_is_written_in_utc_with_milliseconds() -> None:
    at = utc("2026-11-23 09:00:00.123456").astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert record_of(an_outgoing(at=at), (), nobody)["createdAt"] == "2026-11-23T09:00:00.123Z"


def test_the_first_link_has_a_card_that_says_where_it_leads_and_no_more() -> None:
    text = f"Sign {LINK} and https://example.com/"
    record = record_of(an_outgoing(text, entities=marked(text, link=LINK)), (), nobody)
    assert record["embed"] == card(LINK)
    assert card(LINK)["external"] == {"uri": LINK, "title": "example.org", "description": ""}
    assert record["facets"][0]["features"][0]["uri"] == LINK


def test_a_link_that_is_no_address_of_the_web_has_no_card() -> None:
    entities = tuple(replace(entity, value="javascript:x") for entity in marked(LINK, link=LINK))
    assert "embed" not in record_of(an_outgoing(LINK, entities=entities), (), nobody)


def test_pictures_are_shown_in_the_place_of_the_card() -> None:
    record = record_of(an_outgoing(LINK, entities=marked(LINK, link=LINK)), [PICTURE], nobody)
    shown = {"image": PICTURE.blob, "alt": "A square.", "aspectRatio": {"width": 3, "height": 2}}
    assert record["embed"] == {"$type": "app.bsky.embed.images", "images": [shown]}


def test_the_bytes_say_that_nothing_may_stand_under_the_key_yet() -> None:
    body = json.loads(prepared().wire)
    assert body["swapRecord"] is None
    assert (body["repo"], body["collection"], body["rkey"]) == (DID, "app.bsky.feed.post", tid_of(KEY))
    assert prepared() == prepared()


def test_the_post_is_read_back_from_its_bytes() -> None:
    ours = ours_in(prepared())
    assert ours is not None
    assert ours.uri == f"at://{DID}/app.bsky.feed.post/{tid_of(KEY)}"
    assert ours.record["text"] == "Sign."


@pytest.mark.parametrize(
    "change", [{"rkey": "3jzfcijpj2z2a"}, {"swapRecord": "bafy"}, {"more": 1}, {"repo": 1}], ids=str
)
def test_other_bytes_are_no_post_under_this_key(change: dict[str, object]) -> None:
    wire = json.dumps(json.loads(prepared().wire) | change).encode()
    assert ours_in(replace(prepared(), wire=wire)) is None


@pytest.mark.parametrize(
    "wire", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"{}", b'{"repo": 1, "record": 2}', b"\xff"]
)
def test_bytes_that_cannot_be_read_are_no_post(wire: bytes) -> None:
    assert ours_in(replace(prepared(), wire=wire)) is None


def test_bytes_without_a_slots_key_are_no_post() -> None:
    assert ours_in(replace(prepared(), key="no key")) is None


def test_a_post_is_known_by_what_readers_find_not_by_when_it_was_made_or_whom_its_handles_led_to() -> None:
    ours = Ours(DID, "3jzfcijpj2z2a", record_of(an_outgoing("Sign."), [PICTURE], nobody))
    same = ours.record | {"createdAt": "2026-11-23T08:00:00.000Z", "facets": [{"odd": 1}]}
    assert ours.is_said_in(ours.record)
    assert ours.is_said_in(same)
    others: list[object] = [same | {"text": "Sign!"}, same | {"langs": ["fa"]}, same | {"embed": card(LINK)}, {}, None]
    for other in others:
        assert not ours.is_said_in(other)


def test_a_receipt_is_of_the_record_that_stands_there() -> None:
    ours = Ours(DID, "3jzfcijpj2z2a", record_of(an_outgoing(), (), nobody))
    receipt = ours.receipt({"createdAt": "2026-11-22T10:00:00.000+02:00"}, NINE)
    assert (receipt.remote_id, receipt.url) == (ours.uri, url_of(DID, "3jzfcijpj2z2a"))
    assert receipt.at == utc("2026-11-22 08:00")
    assert receipt.url == f"https://bsky.app/profile/{DID}/post/3jzfcijpj2z2a"


@pytest.mark.parametrize("created", [None, 1, "", "yesterday", "2026-11-22T10:00:00"])
def test_a_record_of_no_known_instant_was_taken_now(created: object) -> None:
    ours = Ours(DID, "3jzfcijpj2z2a", record_of(an_outgoing(), (), nobody))
    assert ours.receipt({"createdAt": created}, NINE).at == NINE
