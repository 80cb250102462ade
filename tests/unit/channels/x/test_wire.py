import json
from dataclasses import replace

import pytest

from scheduler.channels.x.wire import prepared_from, wire_of
from scheduler.errors import ChannelRefused
from scheduler.model.receipt import Prepared
from tests.outgoing import KEY, an_outgoing


def test_the_bytes_hold_what_goes_out_and_apart_from_it_what_a_look_up_needs() -> None:
    prepared = prepared_from(an_outgoing("Sign."), ("17", "18"))

    assert json.loads(prepared.wire) == {
        "account": "demo",
        "since": "2026-11-23T09:00:00Z",
        "body": {"text": "Sign.", "media": {"media_ids": ["17", "18"]}},
    }
    assert prepared == prepared_from(an_outgoing("Sign."), ("17", "18"))


def test_without_pictures_nothing_is_said_of_media() -> None:
    assert json.loads(prepared_from(an_outgoing("Sign."), ()).wire)["body"] == {"text": "Sign."}


def test_what_was_written_is_read_again() -> None:
    outgoing = an_outgoing("Закройте лагеря & co")
    wire = wire_of(prepared_from(outgoing, ("17",)))

    assert wire is not None
    assert (wire.body.text, wire.body.media_ids, wire.since) == (outgoing.post.text, ("17",), outgoing.at)


@pytest.mark.parametrize("found", [b"", b"{}", b"\xff", b'{"account": "demo", "body": {"text": "no instant"}}'])
def test_bytes_that_are_no_post_are_none(found: bytes) -> None:
    assert wire_of(Prepared(key=KEY, account="demo", wire=found)) is None


def test_the_bytes_of_another_account_are_none() -> None:
    wire = prepared_from(an_outgoing(account="other"), ()).wire
    assert wire_of(Prepared(key=KEY, account="demo", wire=wire)) is None


def test_a_text_that_is_none_is_refused() -> None:
    outgoing = an_outgoing()
    with pytest.raises(ChannelRefused, match="characters that no network can carry"):
        prepared_from(replace(outgoing, post=replace(outgoing.post, text="half a \ud83d")), ())
