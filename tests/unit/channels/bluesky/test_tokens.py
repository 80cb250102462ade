import base64
import json
from datetime import UTC, datetime

import pytest

from scheduler.channels.bluesky.tokens import end_of, is_token, login_of, scopes_of


def a_token(**claims: object) -> str:
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJub25lIn0.{middle}.c2lnbmVk"


def test_a_token_says_when_it_ends_and_what_it_may_do() -> None:
    token = a_token(exp=1795643398, scope="com.atproto.appPass")
    assert end_of(token) == datetime(2026, 11, 25, 21, 49, 58, tzinfo=UTC)
    assert scopes_of(token) == ("com.atproto.appPass",)


@pytest.mark.parametrize(
    "token", ["", "a", "a.b.c", "..", "a.!!.c", "a.W10.c", a_token(), a_token(exp="soon", scope=1), a_token(exp=10**30)]
)
def test_a_token_that_says_nothing_of_the_kind_ends_at_no_known_instant(token: str) -> None:
    assert end_of(token) is None
    assert scopes_of(token) == ()


@pytest.mark.parametrize("found", [None, 1, "", "a b", "a\r\nX-Header: b", "ключ", "a\n"])
def test_what_may_not_stand_in_a_header_is_no_token(found: object) -> None:
    assert not is_token(found)


def test_a_login_is_another_with_another_server_name_or_password_and_shows_none_of_them() -> None:
    logins = {login_of(*parts) for parts in (("s", "n", "p"), ("s2", "n", "p"), ("s", "n2", "p"), ("s", "n", "p2"))}
    assert len(logins) == 4
    assert login_of("s", "n", "p") in logins
    assert login_of("a", "b", "cc") != login_of("a", "bc", "c")
