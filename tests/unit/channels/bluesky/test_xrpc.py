import json

import pytest

from scheduler.channels.bluesky.xrpc import BEFORE_IT, CLASSES, ERRORS, STATUSES, Meaning, meaning_of, url_of
from scheduler.errors import ChannelTrouble
from scheduler.secrecy import hold
from scheduler.wire.crossing import Answer, WireTrouble
from tests.blueskies import Sky, said, told
from tests.servers import faults

METHOD = "com.atproto.server.describeServer"


def an_answer(status: int, error: str = "", message: str = "") -> Answer:
    return Answer(status, {}, json.dumps({"error": error, "message": message} if error else {}).encode())


def test_a_call_has_its_place_under_the_server() -> None:
    assert url_of("https://bsky.social", METHOD) == f"https://bsky.social/xrpc/{METHOD}"


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("status", [400, 401, 403])
def test_the_name_of_an_error_counts_more_than_its_status(status: int, error: str) -> None:
    assert meaning_of(an_answer(status, error)) == ERRORS[error]


def test_a_name_that_is_no_name_leaves_the_status_to_speak() -> None:
    odd = Answer(400, {}, b'{"error": ["ExpiredToken"], "message": {"a": 1}}')
    assert meaning_of(odd)[0] is Meaning.REFUSED
    assert meaning_of(an_answer(500, "ExpiredToken"))[0] is Meaning.DOUBT


@pytest.mark.parametrize("status", [*STATUSES, 402, 418, 500, 502, 503, 504, 599])
def test_every_status_has_a_meaning(status: int) -> None:
    expected = STATUSES.get(status) or CLASSES[status // 100]
    assert meaning_of(an_answer(status, "Something"))[0] is expected[0]


@pytest.mark.parametrize("status", [400, 402, 403, 406, 418, 421, 451])
def test_a_page_from_something_in_between_is_no_word_on_the_post_and_locks_nobody_out(status: int) -> None:
    assert meaning_of(an_answer(status)) == BEFORE_IT


@pytest.mark.parametrize("error", ["", "Something"])
@pytest.mark.parametrize("status", [408, 409, 425, 460, 499, 520, 524])
def test_what_a_gateway_says_of_a_request_that_it_passed_on_is_doubt(status: int, error: str) -> None:
    assert meaning_of(an_answer(status, error))[0] is Meaning.DOUBT


@pytest.mark.parametrize("status", [103, 201, 204, 206, 299, 302, 303])
def test_what_a_status_does_not_tell_for_sure_is_doubt(status: int) -> None:
    assert meaning_of(an_answer(status))[0] is Meaning.DOUBT


def test_an_answer_of_any_status_is_an_answer_and_none_is_trouble(sky: Sky) -> None:
    sky.answers(METHOD, said(400, "InvalidRequest"))
    sky.proxy.lose("GET", f"/xrpc/{METHOD}", faults.drop, faults.redirect("https://example.org"))
    # The rules of the proxy are asked in turn, so the real answer is the last.
    assert sky.xrpc().get(sky.proxy.address, METHOD, {}).status == 400
    with pytest.raises(WireTrouble):
        sky.xrpc().get(sky.proxy.address, METHOD, {})
    assert sky.xrpc().get(sky.proxy.address, METHOD, {}).status == 302
    assert sky.xrpc().get(sky.proxy.address, METHOD, {}).group["did"] == "did:web:localhost"


def test_the_servers_words_are_short_and_never_hold_what_was_sent_in_secret(sky: Sky) -> None:
    xrpc = sky.xrpc()
    hold("the app password")
    token = "eyJ.the-token.x"  # noqa: S105 - nobody's
    sky.answers(METHOD, said(400, "Invalid\x1b[31mRequest", f"{token} and the app password, " + "x" * 300))
    words = xrpc.words(xrpc.get(sky.proxy.address, METHOD, {}, token))
    assert words.startswith("the server does not take it (400: Invalid [31mRequest: […] and […], xxx")
    assert len(words) < 250


def test_trouble_without_words_is_told_in_ours(sky: Sky) -> None:
    xrpc = sky.xrpc()
    trouble = xrpc.trouble(an_answer(502))
    assert type(trouble) is ChannelTrouble
    assert str(trouble) == "the server has trouble (502)"


def test_no_token_no_header(sky: Sky) -> None:
    sky.answers(METHOD, told({}), told({}))
    sky.xrpc().get(sky.proxy.address, METHOD, {"a": "b c"})
    sky.xrpc().get(sky.proxy.address, METHOD, {}, "eyJ")
    plain, signed = sky.proxy.requests
    assert (plain.path, plain.headers["Authorization"]) == (f"/xrpc/{METHOD}?a=b+c", None)
    assert signed.headers["Authorization"] == "Bearer eyJ"
