import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest

from scheduler.channels.mastodon.channel import Mastodon
from scheduler.errors import ChannelBusy, ChannelLocked, ChannelTrouble, FenceClosed, StoreDamaged
from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Found,
    Later,
    Locked,
    Outcome,
    Posted,
    Prepared,
    Reading,
    Receipt,
    Refused,
    Unknown,
)
from tests.kits import a_kit
from tests.mastodons import NOBODY, TOKEN, a_mastodon, a_profile, a_status, at, said
from tests.outgoing import KEY, MANNERS, NINE, an_outgoing, opened
from tests.servers import faults
from tests.servers.faults import Fault
from tests.servers.lossy import lossy
from tests.servers.mastodon_server import MastodonServer

CREATE = "/api/v1/statuses"
RECEIPT = Receipt(remote_id="7", url="https://example.org/@campaign/7", at=NINE)


def sent(folder: Path, fault: Fault, text: str = "Sign.", **changes: Any) -> Outcome:
    with lossy(NOBODY) as proxy:
        proxy.lose("POST", CREATE, fault)
        channel = a_mastodon(proxy.address, folder, **changes)
        return channel.send(channel.prepare(an_outgoing(text)), opened)


def wire(prepared: Prepared) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(prepared.wire)
    return document


def test_what_goes_out_is_fixed_before_it_goes(tmp_path: Path) -> None:
    channel = a_mastodon(NOBODY, tmp_path)
    outgoing = an_outgoing("سلام", language="fa", visibility="unlisted", warning="violence")

    prepared = channel.prepare(outgoing)
    assert wire(prepared) == {
        "slot": KEY,
        "status": "سلام",
        "media_ids": [],
        "visibility": "unlisted",
        "language": "fa",
        "spoiler_text": "violence",
        "sensitive": False,
        "idempotency_key": wire(prepared)["idempotency_key"],
        "created_after": "2026-11-23T08:55:00Z",
    }
    assert prepared == channel.prepare(outgoing)


def test_the_key_is_of_the_slot_and_of_all_that_is_said_and_of_nothing_else(tmp_path: Path) -> None:
    channel = a_mastodon(NOBODY, tmp_path)

    def key(outgoing: Any) -> str:
        return str(wire(channel.prepare(outgoing))["idempotency_key"])

    first = an_outgoing("Sign.")
    assert key(first) == key(replace(first, at=NINE + timedelta(hours=1)))
    others = [
        key(an_outgoing("Sign!")),
        key(an_outgoing("Sign.", key=KEY + "2")),
        key(an_outgoing("Sign.", language="fa")),
        key(an_outgoing("Sign.", visibility="private")),
        key(an_outgoing("Sign.", warning="violence")),
    ]
    assert len({key(first), *others}) == 6


def test_a_post_goes_out_with_its_key_its_readers_its_language_and_its_warning(
    mastodon: MastodonServer, tmp_path: Path
) -> None:
    with lossy(mastodon.address) as proxy:
        channel = a_mastodon(proxy.address, tmp_path)
        prepared = channel.prepare(an_outgoing("سلام", language="fa", visibility="unlisted", warning="violence"))
        outcome = channel.send(prepared, opened)

    (status,) = mastodon.statuses()
    assert (status.text, status.visibility, status.language, status.spoiler_text, status.sensitive) == (
        "سلام",
        "unlisted",
        "fa",
        "violence",
        False,
    )
    assert isinstance(outcome, Posted)
    assert (outcome.receipt.remote_id, outcome.receipt.url) == (status.id, status.url)
    (request,) = proxy.requests
    assert request.headers["Idempotency-Key"] == wire(prepared)["idempotency_key"]


@pytest.mark.parametrize(
    ("fault", "outcome", "words"),
    [
        (said(a_status()), Posted, ""),
        (said(a_status(content="<p>Another.</p>")), Unknown, "post 7, which says something else"),
        (said(a_status(id=None)), Unknown, "cannot be read"),
        (said({}), Unknown, "cannot be read"),
        (said(a_status(), 202), Posted, ""),
        (faults.answering(204), Unknown, "cannot be read"),
        (faults.answering(200, b"<html>", kind="text/html"), Unknown, "cannot be read"),
        (said({"error": "The access token was revoked"}, 401), Locked, "revoked"),
        (said({"error": "This action is not allowed"}, 403), Locked, "This action is not allowed"),
        (said({"error": "Your login is currently disabled"}, 403), Locked, "disabled"),
        (said({"error": "invalid_token"}, 400), Locked, "does not know the token"),
        (said({"error": "Bad Request"}, 400), Refused, "Bad Request"),
        (faults.answering(403, faults.HTML, kind="text/html"), Unknown, "before the server"),
        (faults.answering(400, faults.HTML, kind="text/html"), Later, "before the server"),
        (said({"error": "Validation failed: Text can't be blank"}, 422), Refused, "Text can't be blank"),
        (
            said({"error": "Cannot attach files that have not finished processing. Try again in a moment!"}, 422),
            Later,
            "its pictures are not ready yet",
        ),
        (said({"error": "Record not found"}, 404), Refused, "this post was deleted; its key is never taken again"),
        (faults.answering(404, faults.HTML, kind="text/html"), Later, "look at `server:`"),
        (said({}, 410), Refused, "410"),
        (faults.answering(413, faults.HTML), Refused, "too large"),
        (faults.answering(301, b"", {"Location": "https://example.com/"}), Later, "mend `server:`"),
        (faults.answering(307, b"", {"Location": "https://example.com/"}), Later, "mend `server:`"),
        (faults.answering(308, b"", {"Location": "https://example.com/"}), Later, "mend `server:`"),
        (faults.answering(302, b"", {"Location": "https://example.com/"}), Unknown, "302"),
        (faults.answering(303, b"", {"Location": "https://example.com/"}), Unknown, "303"),
        (faults.answering(500), Unknown, "500"),
        (faults.answering(502, faults.HTML), Unknown, "502"),
        (said({"error": "There was a temporary problem serving your request"}, 503), Unknown, "temporary problem"),
        (faults.answering(504), Unknown, "504"),
        (faults.drop, Unknown, "without an answer"),
        (faults.refuse, Unknown, "without an answer"),
    ],
)
def test_every_answer_has_its_outcome(tmp_path: Path, fault: Fault, outcome: type, words: str) -> None:
    came = sent(tmp_path, fault)

    assert type(came) is outcome
    assert words in getattr(came, "reason", "")


def test_a_pause_is_as_long_as_the_server_says(tmp_path: Path) -> None:
    until = NINE + timedelta(minutes=5)
    assert sent(tmp_path, faults.too_many({"X-RateLimit-Reset": "2026-11-23T09:05:00.000000Z"})) == Later(
        reason="it asks for a pause (429: Too many requests)", when=until
    )
    without = sent(tmp_path, faults.too_many())
    assert isinstance(without, Later)
    assert without.when is None


def test_a_server_that_says_no_for_itself(mastodon: MastodonServer, tmp_path: Path) -> None:
    def outcome(text: str, **changes: Any) -> Outcome:
        channel = a_mastodon(mastodon.address, tmp_path, **changes)
        return channel.send(channel.prepare(an_outgoing(text)), opened)

    assert isinstance(outcome("x" * 501), Refused)
    assert isinstance(outcome(" "), Refused)
    assert isinstance(outcome("Sign.", token="of nobody"), Locked)  # noqa: S106 - of nobody
    assert mastodon.texts() == []


def test_without_a_token_the_account_is_locked_and_nobody_is_asked(tmp_path: Path) -> None:
    def no_token() -> str:
        raise ChannelLocked("there is no token")

    channel = Mastodon(at(NOBODY), replace(a_kit(tmp_path, MANNERS), token=no_token))
    prepared = channel.prepare(an_outgoing())

    assert channel.send(prepared, opened) == Locked(reason="there is no token")
    assert channel.find(prepared) == CannotTell(reason="there is no token")
    with pytest.raises(ChannelLocked):
        channel.read(RECEIPT)


def test_bytes_of_something_else_are_never_sent(tmp_path: Path) -> None:
    channel = a_mastodon(NOBODY, tmp_path)
    prepared = channel.prepare(an_outgoing())
    for strange in (replace(prepared, wire=b"{}"), replace(prepared, key="another"), replace(prepared, wire=b"")):
        assert isinstance(channel.send(strange, opened), Refused)
        assert isinstance(channel.find(strange), CannotTell)


def test_a_closed_fence_lets_nothing_pass(tmp_path: Path) -> None:
    def closed() -> None:
        raise FenceClosed("stopped")

    with lossy(NOBODY) as proxy:
        channel = a_mastodon(proxy.address, tmp_path)
        with pytest.raises(FenceClosed, match="stopped"):
            channel.send(channel.prepare(an_outgoing()), closed)
    assert proxy.requests == []


def test_a_repeat_is_safe_for_three_quarters_of_an_hour_where_keys_are_kept(tmp_path: Path) -> None:
    prepared = a_mastodon(NOBODY, tmp_path).prepare(an_outgoing())

    def safe(minutes: float, **profile: str) -> bool:
        channel = a_mastodon(NOBODY, tmp_path, profile=a_profile(**profile))
        return channel.resend_safe(prepared, NINE, NINE + timedelta(minutes=minutes))

    assert [safe(minutes) for minutes in (-0.1, 0, 44.9, 45)] == [False, True, True, False]
    assert [safe(minutes, version="4.5.0") for minutes in (0, 9.9, 10, 44.9, 45)] == [False, False, True, True, False]
    assert not safe(11, software="takahe")
    assert not a_mastodon(NOBODY, tmp_path).resend_safe(prepared, NINE, NINE)


def test_whose_posts_to_look_through_is_known_from_the_profile(tmp_path: Path) -> None:
    with lossy(NOBODY) as proxy:
        proxy.lose("GET", "/api/v1/accounts/5/statuses", said([a_status()]), said([]))
        channel = a_mastodon(proxy.address, tmp_path, profile=a_profile("5"))
        assert isinstance(channel.find(channel.prepare(an_outgoing("Sign."))), Found)


def test_a_store_that_cannot_say_what_it_kept_is_trusted_with_nothing(tmp_path: Path) -> None:
    def damaged() -> NoReturn:
        raise StoreDamaged

    with lossy(NOBODY) as proxy:
        proxy.lose("GET", "/api/v1/accounts/verify_credentials", said({"id": "5"}))
        proxy.lose("GET", "/api/v1/accounts/5/statuses", said([a_status()]), said([]))
        channel = Mastodon(at(proxy.address), replace(a_kit(tmp_path, MANNERS, token=TOKEN), profile=damaged))
        prepared = channel.prepare(an_outgoing("Sign."))
        assert isinstance(channel.find(prepared), Found)
        assert not channel.resend_safe(prepared, NINE, NINE)


def test_looking_never_raises(tmp_path: Path) -> None:
    for fault in (faults.unauthorized(), faults.too_many(), faults.not_json(), faults.answering(500), faults.drop):
        with lossy(NOBODY) as proxy:
            proxy.lose("GET", ".*", *[fault] * 2)
            channel = a_mastodon(proxy.address, tmp_path)
            assert isinstance(channel.find(channel.prepare(an_outgoing())), CannotTell)


def test_how_often_a_post_was_liked_boosted_answered_and_quoted_is_read(tmp_path: Path) -> None:
    counts: dict[str, Any] = {"favourites_count": 4, "reblogs_count": 3, "replies_count": 2, "quotes_count": 1}
    with lossy(NOBODY) as proxy:
        proxy.lose("GET", f"{CREATE}/7", said(a_status(**counts)), said({}, 404), said({}, 410), said({}))
        channel = a_mastodon(proxy.address, tmp_path)
        assert channel.read(RECEIPT) == Reading(at=NINE, counts={"likes": 4, "boosts": 3, "replies": 2, "quotes": 1})
        assert isinstance(channel.read(RECEIPT), Absent)
        assert isinstance(channel.read(RECEIPT), Absent)
        with pytest.raises(ChannelTrouble, match="cannot be read"):
            channel.read(RECEIPT)


def test_deleting_what_is_not_ours_or_not_now_is_trouble(tmp_path: Path) -> None:
    with lossy(NOBODY) as proxy:
        proxy.lose("DELETE", f"{CREATE}/7", said({"error": "This action is not allowed"}, 403), faults.too_many())
        channel = a_mastodon(proxy.address, tmp_path)
        with pytest.raises(ChannelLocked):
            channel.delete(RECEIPT)
        with pytest.raises(ChannelBusy):
            channel.delete(RECEIPT)


def test_a_token_of_another_account_locks(mastodon: MastodonServer, tmp_path: Path) -> None:
    assert a_mastodon(mastodon.address, tmp_path, handle="campaign").introduce().handle.startswith("campaign@")
    with pytest.raises(ChannelLocked, match=r"the token belongs to @campaign@.*, and the files say @reserve"):
        a_mastodon(mastodon.address, tmp_path, handle="reserve").introduce()
