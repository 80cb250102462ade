from collections.abc import Iterator

import pytest

from scheduler.errors import ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.logins.x import XLogin
from scheduler.model.account import Granted
from scheduler.wire.door import Door, Wire
from tests.make import an_account
from tests.people import Typed
from tests.servers.raw import Raw, answers
from tests.servers.x_fake import FakeX
from tests.servers.x_server import running_x


@pytest.fixture
def x() -> Iterator[FakeX]:
    with running_x() as running:
        yield running


def a_login(address: str) -> XLogin:
    return XLogin(an_account(network="x", server=address), Door(Wire(deadline=10)))


def test_a_pin_becomes_the_four_parts_in_one_line(x: FakeX) -> None:
    keys = x.keys
    person = Typed([keys.consumer_key, keys.consumer_secret, f" {x.granting.pin} "])
    granted = a_login(x.address).obtain(person)

    assert granted.token == f"{keys.consumer_key}:{keys.consumer_secret}:{keys.token}:{keys.token_secret}"
    assert a_login(x.address).wrong(granted.token) == ""
    assert person.asked_for == ["The consumer key", "The consumer secret", "The PIN"]
    assert f"{x.address}/oauth/authorize?oauth_token={x.granting.token}\n" in person.told[1]
    shown = "".join(person.told)
    assert [part for part in (*granted.token.split(":"), x.granting.secret) if part in shown] == []


def test_wrong_consumer_keys_are_said_before_a_pin_is_asked_for(x: FakeX) -> None:
    person = Typed(["canary-7f3a", "canary-8b1c"])
    with pytest.raises(ChannelLocked, match=r"^X does not take these consumer keys, .* \(401\)$"):
        a_login(x.address).obtain(person)

    assert len(person.told) == 1


@pytest.mark.parametrize("pin", ["0000000", "12-34", "", "١٢٣"])
def test_a_wrong_pin_is_said(x: FakeX, pin: str) -> None:
    with pytest.raises((ChannelLocked, ChannelRefused), match="PIN"):
        a_login(x.address).obtain(Typed([x.keys.consumer_key, x.keys.consumer_secret, pin]))


@pytest.mark.parametrize("keys", [["", "secret"], ["key", "a:b"], ["key", "two words"]])
def test_what_can_be_no_key_goes_nowhere(keys: list[str]) -> None:
    with pytest.raises(ChannelRefused, match="no consumer keys of X"):
        a_login("http://127.0.0.1:9").obtain(Typed(keys))


def test_a_server_that_gives_no_token_is_said() -> None:
    with Raw([answers(200, b"<html>")]) as network, pytest.raises(ChannelTrouble, match=r"is `server:` right\?"):
        a_login(network.address).obtain(Typed(["key", "secret"]))


@pytest.mark.parametrize("token", ["", "a:b:c", "a:b:c:d:e", "a::c:d", "a:b:c: d"])
def test_what_is_not_four_parts_is_no_token(token: str) -> None:
    assert "four parts in one line" in a_login("https://x.example").wrong(token)


def test_it_is_taken_back_by_hand() -> None:
    left = a_login("https://x.example").revoke(Granted(token="canary:7:f:3"))  # noqa: S106 - not one

    assert left.startswith("take it back at https://x.com/settings/connected_apps")
    assert "canary" not in left
