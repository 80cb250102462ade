import pytest

from scheduler.errors import ChannelRefused, ChannelTrouble
from scheduler.logins.bluesky import SETTINGS, BlueskyLogin
from scheduler.model.account import Granted
from scheduler.wire.door import Door, Wire
from tests.make import an_account
from tests.people import Typed
from tests.servers.raw import Raw, answers

OWN = "correct horse battery staple"
APP_PASSWORD = "abcd-2345-efgh-6789"  # noqa: S105 - it opens nothing


@pytest.fixture
def login() -> BlueskyLogin:
    return BlueskyLogin(an_account(network="bluesky", handle="camps.example.org"), Door(Wire(deadline=5)))


def test_an_app_password_is_asked_for_with_where_to_make_one(login: BlueskyLogin) -> None:
    person = Typed([APP_PASSWORD])

    assert login.obtain(person).token == APP_PASSWORD
    assert person.asked_for == ["The app password"]
    assert "Logged in as @camps.example.org" in person.told[0]
    assert SETTINGS in person.told[0]


@pytest.mark.parametrize("typed", [OWN, "", "abcd-2345-efgh", "ABCD-2345-EFGH-6789", f"{APP_PASSWORD}-1", "abcd2345"])
def test_what_looks_like_anything_else_is_refused_with_the_reason(login: BlueskyLogin, typed: str) -> None:
    with pytest.raises(ChannelRefused, match="the account's own password must never be here") as raised:
        login.obtain(Typed([typed]))

    assert not typed or typed not in str(raised.value)


def test_its_session_is_ended_and_the_app_password_is_left_to_the_person(login: BlueskyLogin) -> None:
    with Raw([answers(200)]) as network:
        kept = {"server": network.address, "refresh": "canary-7f3a"}
        left = login.revoke(Granted(token=APP_PASSWORD, remembered=kept))

        assert network.requests == ["POST /xrpc/com.atproto.server.deleteSession HTTP/1.1"]
        assert b"Authorization: Bearer canary-7f3a" in network.heard[0]
    assert left == f"delete the app password at {SETTINGS}"


@pytest.mark.parametrize("status", [400, 401])
def test_a_session_that_has_ended_is_none_to_end(login: BlueskyLogin, status: int) -> None:
    with Raw([answers(status)]) as network:
        kept = {"server": network.address, "refresh": "r"}

        assert login.revoke(Granted(token=APP_PASSWORD, remembered=kept)).startswith("delete")


def test_a_server_in_trouble_is_said(login: BlueskyLogin) -> None:
    with Raw([answers(500)]) as network, pytest.raises(ChannelTrouble, match=r"could not be ended \(500\)"):
        login.revoke(Granted(token=APP_PASSWORD, remembered={"server": network.address, "refresh": "r"}))


def test_without_a_session_nobody_is_asked(login: BlueskyLogin) -> None:
    assert login.revoke(Granted(token=APP_PASSWORD)) == f"delete the app password at {SETTINGS}"
