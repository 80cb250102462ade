import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from scheduler.errors import ChannelRefused, ChannelTrouble
from scheduler.logins.mastodon import MastodonLogin
from scheduler.model.account import Granted
from scheduler.wire.door import Door, Wire
from tests.make import an_account
from tests.people import Typed
from tests.servers.mastodon_server import MastodonServer
from tests.servers.raw import Raw, answers


def a_login(server: str, **changes: str) -> MastodonLogin:
    return MastodonLogin(an_account(network="mastodon", server=server, **changes), Door(Wire(deadline=10)))


def status(server: str, token: str) -> int:
    address = f"{server}/api/v1/accounts/verify_credentials"
    with requests.Session() as session:
        return session.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=30).status_code


def test_a_code_becomes_a_token_that_the_server_takes_and_that_can_be_taken_back(mastodon: MastodonServer) -> None:
    person = Typed(["mockcode_campaign"])
    login = a_login(mastodon.address)
    granted = login.obtain(person)

    assert status(mastodon.address, granted.token) == 200
    assert person.asked_for == ["The code"]
    assert login.revoke(granted) == ""
    assert status(mastodon.address, granted.token) == 401


def test_the_person_is_told_the_address_with_what_is_asked_for_and_as_whom(mastodon: MastodonServer) -> None:
    person = Typed(["mockcode_campaign"])
    granted = a_login(mastodon.address, handle="campaign").obtain(person)
    (told,) = person.told
    address = urlsplit(re.findall(r"http\S+", told)[0])
    query = {name: values[0] for name, values in parse_qs(address.query).items()}

    assert "logged in as @campaign" in told
    assert address.path == "/oauth/authorize"
    assert query == {
        "client_id": granted.remembered["client_id"],
        "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
        "response_type": "code",
        "scope": "read write:statuses write:media",
    }
    assert granted.token not in told
    assert granted.remembered["client_secret"] not in told


def test_a_wrong_code_is_refused_in_words_of_ours(mastodon: MastodonServer) -> None:
    with pytest.raises(ChannelRefused) as raised:
        a_login(mastodon.address).obtain(Typed(["canary-7f3a"]))

    assert str(raised.value).startswith("the server does not take this code; log in again for another one (400")
    assert "canary-7f3a" not in str(raised.value)


@pytest.mark.parametrize(("status", "body"), [(404, b"no"), (200, b"{}"), (200, b'{"client_id": "a"}'), (200, b"<p>")])
def test_what_is_no_such_server_is_said_before_anything_is_asked(status: int, body: bytes) -> None:
    person = Typed([])
    with Raw([answers(status, body)]) as network, pytest.raises(ChannelTrouble, match=r"is `server:` right\?"):
        a_login(network.address).obtain(person)

    assert person.told == []


def test_a_server_that_takes_the_code_and_gives_nothing_is_trouble() -> None:
    app = answers(200, b'{"client_id": "a", "client_secret": "b"}')
    with Raw([app, answers(200)]) as network, pytest.raises(ChannelTrouble, match="gave no token"):
        a_login(network.address).obtain(Typed(["code"]))


def test_a_token_from_elsewhere_must_be_taken_back_by_hand(mastodon: MastodonServer) -> None:
    left = a_login(mastodon.address).revoke(Granted(token=mastodon.token))

    assert f"take it back at {mastodon.address}/oauth/authorized_applications" in left
    assert mastodon.token not in left


def test_a_server_that_does_not_revoke_is_said() -> None:
    app = {"client_id": "a", "client_secret": "b"}
    with Raw([answers(403)]) as network:
        left = a_login(network.address).revoke(Granted(token="", remembered=app))

        assert left.startswith(f"the server did not revoke it (403): take it back at {network.address}/")


@pytest.mark.parametrize(("token", "right"), [("Ab-_1", True), ("a b", False), ("ä", False), ("a\x07", False)])
def test_what_cannot_be_a_token_is_known(token: str, right: bool) -> None:
    assert (a_login("https://mastodon.example").wrong(token) == "") == right
