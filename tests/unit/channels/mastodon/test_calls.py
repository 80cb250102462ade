from pathlib import Path

import pytest
from mastodon import Mastodon as Client

from scheduler.channels.mastodon.calls import Calls
from scheduler.errors import ChannelLocked, ChannelTrouble
from tests.mastodons import NOBODY, TOKEN, calls, said
from tests.servers import faults
from tests.servers.lossy import lossy

OWN = "/api/v1/accounts/verify_credentials"


def whose(client: Client) -> object:
    return client.account_verify_credentials()


def test_one_question_is_one_request_with_the_token(tmp_path: Path) -> None:
    with lossy(NOBODY) as proxy:
        proxy.lose("GET", OWN, said({"id": "1"}))
        assert calls(proxy.address + "/", tmp_path)[0].ask(whose).group == {"id": "1"}

    (request,) = proxy.requests
    assert (request.path, request.headers["Authorization"]) == (OWN, f"Bearer {TOKEN}")


@pytest.mark.parametrize("header", [{"x-ratelimit-reset": "soon"}, {"x-ratelimit-remaining": "many"}])
def test_an_answer_is_good_whatever_the_library_thinks_of_it(tmp_path: Path, header: dict[str, str]) -> None:
    with lossy(NOBODY) as proxy:
        proxy.lose("GET", OWN, said({"id": "1"}, headers=header), said(["hello"]))
        ask = calls(proxy.address, tmp_path)[0]
        assert ask.ask(whose).group == {"id": "1"}
        assert ask.ask(whose).document() == ["hello"]


def test_what_is_gone_is_nothing_to_one_who_looks_and_trouble_to_one_who_asks(tmp_path: Path) -> None:
    with lossy(NOBODY) as proxy:
        ask = calls(proxy.address, tmp_path)[0]
        for status in (404, 410):
            proxy.lose("GET", OWN, *[said({"error": "Record not found"}, status)] * 2)
            assert ask.look(whose) is None
            with pytest.raises(ChannelTrouble):
                ask.ask(whose)


@pytest.mark.parametrize("fault", [faults.drop, faults.refuse, faults.redirect("https://example.org/")])
def test_without_an_answer_there_is_trouble(tmp_path: Path, fault: faults.Fault) -> None:
    with lossy(NOBODY) as proxy:
        ask = calls(proxy.address, tmp_path)[0]
        proxy.lose("GET", ".*", *[fault] * 3)
        for question in (ask.ask, ask.look):
            with pytest.raises(ChannelTrouble):
                question(whose)


def test_a_public_path_that_leads_elsewhere_holds_nothing_to_read(tmp_path: Path) -> None:
    with lossy(NOBODY) as proxy:
        ask = calls(proxy.address, tmp_path)[0]
        proxy.lose("GET", ".*", faults.redirect("https://example.org/"), faults.drop)
        assert ask.get("/nodeinfo/2.0") == {}
        with pytest.raises(ChannelTrouble):
            ask.get("/nodeinfo/2.0")


def test_a_refusal_to_one_who_looks_is_trouble(tmp_path: Path) -> None:
    with lossy(NOBODY) as proxy:
        proxy.lose("GET", OWN, faults.unauthorized())
        with pytest.raises(ChannelLocked):
            calls(proxy.address, tmp_path)[0].look(whose)


def test_what_is_public_is_asked_without_the_token(tmp_path: Path) -> None:
    with lossy(NOBODY) as proxy:
        proxy.lose("GET", "/public", said({"a": 1}), said({}, 404), said([1]))
        ask = calls(proxy.address, tmp_path)[0]
        assert [ask.get("/public") for _ in range(3)] == [{"a": 1}, {}, {}]

    assert all(request.headers["Authorization"] is None for request in proxy.requests)


def test_a_library_that_asks_nothing_is_trouble(tmp_path: Path) -> None:
    ask: Calls = calls(NOBODY, tmp_path)[0]
    with pytest.raises(ChannelTrouble, match="asked nothing"):
        ask.ask(lambda _: None)
