import json
from datetime import timedelta

import pytest

from scheduler.channels.mastodon.answers import TABLE, outcome_of, trouble_of
from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.model.receipt import Later, Locked, Refused, Unknown
from scheduler.wire.crossing import Answer
from tests.outgoing import NINE

TOKEN = "canary-token"  # noqa: S105 - of nobody


def answer(status: int, error: str = "", headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, headers or {}, json.dumps({"error": error}).encode() if error else b"<html>")


@pytest.mark.parametrize(
    ("status", "error", "outcome", "trouble"),
    [
        (400, "Invalid token", Locked, ChannelLocked),
        (400, "Validation failed", Refused, ChannelRefused),
        (401, "The access token is invalid", Locked, ChannelLocked),
        (403, "This action is not allowed", Locked, ChannelLocked),
        (400, "", Later, ChannelBusy),
        (403, "", Unknown, ChannelTrouble),
        (404, "Record not found", Refused, ChannelRefused),
        (404, "", Later, ChannelBusy),
        (410, "", Refused, ChannelRefused),
        (413, "", Refused, ChannelRefused),
        (422, "Validation failed: Text is too long", Refused, ChannelRefused),
        (422, "Cannot attach files that have not finished processing. Try again in a moment!", Later, ChannelBusy),
        (429, "Too many requests", Later, ChannelBusy),
        (301, "", Later, ChannelBusy),
        (307, "", Later, ChannelBusy),
        (308, "", Later, ChannelBusy),
        (302, "", Unknown, ChannelTrouble),
        (303, "", Unknown, ChannelTrouble),
        (408, "", Unknown, ChannelTrouble),
        (409, "", Unknown, ChannelTrouble),
        (425, "", Unknown, ChannelTrouble),
        (460, "", Unknown, ChannelTrouble),
        (499, "", Unknown, ChannelTrouble),
        (500, "", Unknown, ChannelTrouble),
        (503, "There was a temporary problem serving your request, please try again", Unknown, ChannelTrouble),
        (599, "", Unknown, ChannelTrouble),
    ],
)
def test_what_an_answer_means_to_a_post_and_to_any_other_call(
    status: int, error: str, outcome: type, trouble: type
) -> None:
    came = outcome_of(answer(status, error), NINE, TOKEN)

    assert type(came) is outcome
    assert f"({status}" in came.reason  # type: ignore[union-attr]
    assert error in came.reason  # type: ignore[union-attr]
    assert type(trouble_of(answer(status, error), NINE, TOKEN)) is trouble


def test_every_status_has_a_row() -> None:
    assert all(outcome_of(answer(status), NINE, TOKEN) for status in range(1000))
    assert TABLE[-1].status == range(1000)


def test_a_pause_ends_when_the_server_says() -> None:
    until = NINE + timedelta(minutes=5)
    asked = answer(429, headers={"x-ratelimit-reset": until.isoformat()})

    assert outcome_of(asked, NINE, TOKEN) == Later(reason="it asks for a pause (429)", when=until)
    busy = trouble_of(asked, NINE, TOKEN)
    assert isinstance(busy, ChannelBusy)
    assert busy.when == until


def test_a_reason_never_says_the_token_that_a_server_says_back() -> None:
    spoken = answer(403, f"Bearer {TOKEN} may not; see https://example.org/?token={TOKEN}")

    assert TOKEN not in str(outcome_of(spoken, NINE, TOKEN))
    assert TOKEN not in str(trouble_of(spoken, NINE, TOKEN))
