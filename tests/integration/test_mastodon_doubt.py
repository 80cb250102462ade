"""What the channel of Mastodon does where an answer is lost, on a server that others wrote."""

import json
import logging
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.errors import ChannelTrouble
from scheduler.model.receipt import Absent, Found, Image, Outgoing, Posted, Receipt, Unknown
from tests.drawn import a_picture
from tests.mastodons import NOBODY, a_mastodon, a_status, said
from tests.outgoing import NINE, a_clock, an_outgoing, opened
from tests.servers import faults
from tests.servers.faults import Fault
from tests.servers.lossy import lossy
from tests.servers.mastodon_server import MastodonServer

CREATE = "/api/v1/statuses"
RECEIPT = Receipt(remote_id="7", url="https://example.org/@campaign/7", at=NINE)

GATE = Image(content=a_picture(64, 48), alt="A gate, دروازه")
WORDS = an_outgoing("Sign & share:\n\nhttps://example.org/a?b=1&c=2 #FreeThem #آزادی")
POSTS = {"words": WORDS, "picture": replace(WORDS, pictures=(GATE, GATE))}
LOST = {
    "drop": faults.drop,
    "hang": faults.hang(),
    "reset": faults.reset,
    "half": faults.half,
    "502": faults.bad_gateway(),
    "503": faults.server_error(503),
    "not json": faults.not_json(),
}


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
@pytest.mark.parametrize("post", POSTS.values(), ids=POSTS)
def test_a_lost_answer_is_settled_by_a_repeat_or_by_looking_and_after_the_hour_by_looking_alone(
    mastodon: MastodonServer, tmp_path: Path, post: Outgoing, fault: Fault
) -> None:
    clock = a_clock()
    with lossy(mastodon.address) as proxy:
        profile = a_mastodon(proxy.address, tmp_path).introduce()
        channel = a_mastodon(proxy.address, tmp_path, clock=clock, profile=profile)
        prepared = channel.prepare(post)
        hasty = a_mastodon(proxy.address, tmp_path, deadline=1, clock=clock, profile=profile)
        proxy.lose("POST", CREATE, fault)
        assert isinstance(hasty.send(prepared, opened), Unknown)

        found = channel.find(prepared)
        assert isinstance(found, Found)
        assert channel.resend_safe(prepared, NINE, clock.now())
        assert channel.send(prepared, opened) == Posted(receipt=found.receipt)

        clock.advance(timedelta(minutes=45))
        assert not channel.resend_safe(prepared, NINE, clock.now())
        assert channel.find(prepared) == found

    (status,) = mastodon.statuses()
    assert (status.id, status.media) == (found.receipt.remote_id, tuple(image.alt for image in post.pictures))


def test_a_post_that_is_prepared_again_with_other_pictures_ids_is_the_same_post(
    mastodon: MastodonServer, tmp_path: Path
) -> None:
    channel = a_mastodon(mastodon.address, tmp_path)
    first, again = (channel.prepare(POSTS["picture"]) for _ in range(2))

    assert json.loads(first.wire)["media_ids"] != json.loads(again.wire)["media_ids"]
    assert channel.send(first, opened) == channel.send(again, opened)
    assert len(mastodon.statuses()) == 1


def test_where_keys_are_not_kept_a_post_that_never_arrived_is_absent(mastodon: MastodonServer, tmp_path: Path) -> None:
    with lossy(mastodon.address) as proxy:
        profile = replace(a_mastodon(proxy.address, tmp_path).introduce(), software="takahe")
        channel = a_mastodon(proxy.address, tmp_path, profile=profile)
        prepared = channel.prepare(WORDS)
        proxy.lose("POST", CREATE, faults.refuse)

        assert isinstance(channel.send(prepared, opened), Unknown)
        assert isinstance(channel.find(prepared), Absent)
        assert not channel.resend_safe(prepared, NINE, NINE)


def test_pictures_behind_a_warning_are_covered(mastodon: MastodonServer, tmp_path: Path) -> None:
    channel = a_mastodon(mastodon.address, tmp_path)
    covered = replace(POSTS["picture"], post=replace(POSTS["picture"].post, warning="violence"))
    outcome = channel.send(channel.prepare(covered), opened)

    assert isinstance(outcome, Posted)
    assert [(said.sensitive, said.spoiler_text) for said in mastodon.statuses()] == [(True, "violence")]


TEXTS = st.lists(
    st.sampled_from(
        [
            "Sign.",
            "Подпишите —",
            "سكوت نكنيد",
            "می‌خواهم",
            "光復",
            "👩‍👩‍👧",
            "café",
            "&amp;",
            "< b >",
            '"',
            "a&b",
            "#FreeThem",
            "#آزادی",
            "https://example.org/a?b=1&c=2",
            "@anna@example.org",
            "\n",
            "\n\n",
            "\n\n\n",
            " ",
            "  ",
        ]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@settings(max_examples=25)
@given(TEXTS.filter(str.strip))
def test_any_text_that_went_out_is_found_again(mastodon_of_the_worker: MastodonServer, text: str) -> None:
    mastodon_of_the_worker.reset()
    channel = a_mastodon(mastodon_of_the_worker.address, Path(os.devnull))
    prepared = channel.prepare(an_outgoing(text))
    outcome = channel.send(prepared, opened)

    assert isinstance(outcome, Posted)
    found = channel.find(prepared)
    assert isinstance(found, Found)
    assert found.receipt == outcome.receipt


def test_the_token_is_nowhere_but_in_its_header(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    canary = "canary-0123456789"
    caplog.set_level(logging.DEBUG)
    spoken: list[object] = []
    echo = said({"error": f"Bearer {canary} at https://example.org/?access_token={canary}"}, 403)
    with lossy(NOBODY) as proxy:
        channel = a_mastodon(proxy.address, tmp_path, token=canary)
        prepared = channel.prepare(an_outgoing())
        for fault in (echo, faults.drop, said(a_status(content=f"<p>{canary}</p>")), said(a_status(id=canary * 9))):
            proxy.lose("POST", CREATE, fault)
            spoken.append(channel.send(prepared, opened))
        spoken.append(channel.find(prepared))
        proxy.lose("GET", ".*", *[echo] * 3)
        spoken.append(channel.find(prepared))
        for call in (lambda: channel.read(RECEIPT), channel.introduce):
            with pytest.raises(ChannelTrouble) as caught:
                call()
            spoken += [caught.value, repr(caught.value), caught.value.__cause__, caught.value.__context__]

    assert all(request.headers["Authorization"] == f"Bearer {canary}" for request in proxy.requests)
    for text in (caplog.text, repr(spoken), repr(prepared), repr(channel), str(prepared.wire)):
        assert canary not in text
