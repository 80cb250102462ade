import logging
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
import trustme

from scheduler.errors import FenceClosed
from scheduler.wire.crossing import CROSSING, WireTrouble
from scheduler.wire.door import LARGEST, Door, Passed, Wire
from scheduler.wire.words import NO_ANSWER
from tests.servers.raw import Manner, Raw, answers, closes, drips, drips_without_end, floods, hangs, resets, says

POST = "/api/posts"


def door(**changes: object) -> Door:
    return Door(Wire(**{"deadline": 5.0} | changes))  # type: ignore[arg-type]


def posted(network: Raw, *, through: Door | None = None, fence: Callable[[], None] = lambda: None) -> Passed:
    way = through or door()
    return way.create("POST", POST, fence, lambda: way.session.post(network.address + POST, json={"text": "Sign."}))


@pytest.fixture
def network() -> Iterator[Raw]:
    with Raw([answers(201, b'{"id": "1"}')]) as running:
        yield running


def test_the_fence_is_passed_after_the_connection_stands_and_before_the_first_byte(network: Raw) -> None:
    def fence() -> None:
        assert len(network.heard) == 0
        passed.append(True)

    passed: list[bool] = []
    found = posted(network, fence=fence)

    assert passed == [True]
    assert found.sent
    assert found.answer is not None
    assert (found.answer.status, found.answer.group) == (201, {"id": "1"})
    assert network.requests == [f"POST {POST} HTTP/1.1"]


def test_a_closed_fence_lets_nothing_out_whatever_the_library_makes_of_it(network: Raw) -> None:
    def closed() -> None:
        raise FenceClosed("stopped by anna")

    way = door()

    def swallowing() -> None:
        try:
            way.session.post(network.address + POST)
        except Exception:  # noqa: BLE001 - as client libraries do
            return

    for call in swallowing, lambda: way.session.post(network.address + POST):
        with pytest.raises(FenceClosed, match="stopped by anna"):
            way.create("POST", POST, closed, call)
    assert network.requests == []


def test_where_no_connection_can_be_made_the_fence_is_never_asked() -> None:
    with Raw([closes]) as gone:
        address = gone.address
    way = door()
    passed: list[bool] = []
    found = way.create("POST", POST, lambda: passed.append(True), lambda: way.session.post(address + POST))

    assert (found, passed) == (Passed(sent=False, answer=None, trouble="the server refused the connection"), [])


@pytest.mark.parametrize(
    ("manner", "trouble"),
    [
        (closes, "the server ended the connection without an answer"),
        (resets, "the server broke the connection off"),
        (says(b"HTTP/1.1 201 So\r\nContent-Length: 100\r\n\r\n{"), "the answer was cut off"),
        (says(b"HTTP/1.1 2"), NO_ANSWER),
        (says(b"SSH-2.0-OpenSSH_9.2\r\n"), NO_ANSWER),
        (floods, f"the answer is larger than {LARGEST // 2**20} MiB"),
    ],
    ids=["closes", "resets", "half a body", "half a head", "no HTTP", "floods"],
)
def test_an_answer_that_did_not_come_whole_leaves_open_what_became_of_the_post(manner: Manner, trouble: str) -> None:
    with Raw([manner]) as network:
        assert posted(network) == Passed(sent=True, answer=None, trouble=trouble)
        assert len(network.requests) == 1


@pytest.mark.parametrize("manner", [hangs, drips, drips_without_end])
def test_the_deadline_counts_from_the_beginning_to_the_last_byte(manner: Manner) -> None:
    with Raw([manner]) as network:
        found = posted(network, through=door(deadline=0.3))

    assert found.sent
    assert found.answer is None
    assert found.trouble in {"no whole answer within 0.3 s", "the answer did not come in time"}


def test_an_answer_may_be_cut_where_its_beginning_is_enough() -> None:
    with Raw([floods]) as network:
        way = door(largest=1000, cut=True)
        way.ask(lambda: way.session.get(network.address))

    assert way.last is not None
    assert way.last.body == b"x" * 1000


def test_a_fence_that_took_all_the_time_is_followed_by_nothing(network: Raw) -> None:
    def until_the_time_is_up() -> None:
        crossing = CROSSING.get()
        assert crossing is not None
        assert crossing._timer is not None
        crossing._timer.join(30)

    found = posted(network, through=door(deadline=0.1), fence=until_the_time_is_up)

    assert found == Passed(sent=False, answer=None, trouble="the time was up before the first byte")
    assert network.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with Raw([answers(200)]) as elsewhere, Raw([answers(status, Location=elsewhere.address)]) as network:
        found = posted(network)
        with pytest.raises(WireTrouble, match=f"{status}: go elsewhere"):
            door().ask(lambda: requests.Session.get(door().session, network.address))

    assert found.answer is not None
    assert found.answer.status == status
    assert elsewhere.heard == []


def test_a_second_request_during_a_create_call_is_stopped_and_the_first_answer_stands(network: Raw) -> None:
    way = door()

    def twice() -> None:
        way.session.post(network.address + POST)
        way.session.post(network.address + POST)

    found = way.create("POST", POST, lambda: None, twice)

    assert found.answer is not None
    assert found.answer.status == 201
    assert found.trouble == f"a second request (POST {POST}) was about to follow the create call"
    assert len(network.heard) == 1


@pytest.mark.parametrize(("method", "path"), [("GET", POST), ("POST", "/api/other"), ("PUT", POST)])
def test_only_the_one_request_that_the_door_was_opened_for_passes(network: Raw, method: str, path: str) -> None:
    way = door()
    found = way.create("POST", POST, lambda: None, lambda: way.session.request(method, network.address + path))

    assert (found.sent, found.answer) == (False, None)
    assert found.trouble == f"{method} {path} is not the create call, which is POST {POST}"
    assert network.heard == []


def test_a_library_that_sends_nothing_has_sent_nothing() -> None:
    assert door().create("POST", POST, lambda: None, lambda: None) == Passed(
        sent=False, answer=None, trouble="the library sent nothing"
    )


def test_whatever_a_library_makes_of_an_answer_the_door_knows_it(network: Raw) -> None:
    way = door()

    def confused() -> None:
        way.session.post(network.address + POST)
        raise RecursionError

    found = way.create("POST", POST, lambda: None, confused)

    assert found.answer is not None
    assert found.answer.status == 201


def test_every_request_has_a_connection_of_its_own(network: Raw) -> None:
    way = door()
    for _ in range(3):
        way.ask(lambda: way.session.get(network.address))

    assert len(network.heard) == 3


def test_a_question_gives_what_the_library_made_of_its_answer_and_the_door_keeps_the_answer(network: Raw) -> None:
    way = door()

    assert way.ask(lambda: way.session.get(network.address).json()) == {"id": "1"}
    assert way.last is not None
    assert (way.last.status, way.last.headers["content-length"], way.last.document()) == (201, "11", {"id": "1"})


def test_a_question_that_is_answered_with_an_error_says_so_with_the_answer() -> None:
    with Raw([answers(403, b'{"error": "no"}')]) as network:
        way = door()
        with pytest.raises(WireTrouble, match="it answered 403") as trouble:
            way.ask(lambda: way.session.get(network.address).raise_for_status())

    assert trouble.value.answer is not None
    assert trouble.value.answer.group == {"error": "no"}
    assert trouble.value.__cause__ is None


def test_a_question_that_is_not_answered_says_why_in_our_words() -> None:
    with Raw([closes]) as network:
        way = door()
        with pytest.raises(WireTrouble, match="ended the connection without an answer") as trouble:
            way.ask(lambda: way.session.get(f"{network.address}/?token=canary"))

    assert trouble.value.answer is None
    assert "canary" not in str(trouble.value)


def test_what_stands_in_the_environment_does_not_lead_a_request(
    network: Raw, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login anna password canary\n")
    (tmp_path / ".netrc").chmod(0o600)
    for name in "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy":
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("HOME", str(tmp_path))
    way = door()
    way.ask(lambda: way.session.get(network.address))

    assert b"authorization" not in network.heard[0].lower()


def test_an_address_that_a_library_insists_on_can_stand_for_another(network: Raw) -> None:
    way = door(aliases=(("https://api.twitter.com", network.address),))
    way.ask(lambda: way.session.get("https://api.twitter.com/2/users/me"))

    assert network.requests == ["GET /2/users/me HTTP/1.1"]


@pytest.mark.parametrize("seconds", [5.0, 0.3])
def test_a_secure_connection_has_the_same_fence_and_deadline(tmp_path: Path, seconds: float) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    passed: list[bool] = []
    with Raw([answers(201) if seconds > 1 else drips], tls=context) as network:
        trusting = door(ca=str(tmp_path / "ca.pem"), deadline=seconds)
        found = posted(network, through=trusting, fence=lambda: passed.append(True))
        untrusting = posted(network)

    assert passed == [True]
    assert found.sent
    assert (found.answer is not None) == (seconds > 1)
    assert untrusting == Passed(sent=False, answer=None, trouble="the server's certificate is not one to trust")


def test_no_library_logs_what_is_secret(network: Raw, caplog: pytest.LogCaptureFixture) -> None:
    way = door()
    with caplog.at_level(logging.DEBUG):
        way.ask(lambda: way.session.get(f"{network.address}/?token=canary", headers={"Authorization": "Bearer canary"}))

    assert "canary" not in caplog.text
