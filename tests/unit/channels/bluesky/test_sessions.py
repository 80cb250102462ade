import json
import os
import stat
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.channels.bluesky.tokens import end_of
from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.wire.crossing import Answer
from tests.blueskies import REFRESH, SIGN_IN, Sky, said, told
from tests.make import utc

WHO = "com.atproto.server.getSession"


def asking(sky: Sky) -> Answer:
    xrpc, sessions = sky.xrpc(), sky.sessions()
    return sessions.ask(lambda session: xrpc.get(session.server, WHO, {}, session.access))


def change(sky: Sky, **parts: object) -> None:
    sky.file.write_text(json.dumps(sky.kept() | parts))


def age(sky: Sky) -> None:
    """Until the access token is about to end."""
    ends = end_of(sky.kept()["access"])
    assert ends is not None
    sky.clock.set(ends - timedelta(minutes=5))


def test_one_session_serves_every_start(sky: Sky) -> None:
    first = sky.sessions().current()
    assert [first, first] == [sky.sessions().current(), sky.sessions(server=f"{sky.proxy.address}/").current()]
    assert (first.did, first.handle, first.server) == (sky.login.did, sky.login.handle, sky.proxy.address)
    assert (sky.asked(SIGN_IN), sky.asked(REFRESH)) == (1, 0)


def test_it_is_kept_for_nobody_else_to_read_and_without_the_password(sky: Sky) -> None:
    (sky.folder / "sessions").mkdir(mode=0o755)
    sky.sessions().current()
    assert stat.S_IMODE(sky.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(sky.file.parent.stat().st_mode) == 0o700
    assert [sky.file] == list(sky.file.parent.iterdir())
    assert sky.password not in sky.file.read_text()


def test_it_is_refreshed_before_it_ends_and_not_made_anew(sky: Sky) -> None:
    first = sky.sessions().current()
    age(sky)
    second = sky.sessions().current()
    assert (sky.asked(SIGN_IN), sky.asked(REFRESH)) == (1, 1)
    assert second.refresh != first.refresh
    assert sky.kept()["refresh"] == second.refresh


def test_another_password_handle_or_server_is_another_login(sky: Sky) -> None:
    first = sky.sessions().current()
    assert sky.sessions(handle=sky.login.did).current().login != first.login
    assert sky.sessions(server=sky.pds.address).current().login != first.login
    sky.password = sky.login.password
    assert sky.sessions().current().login != first.login
    assert sky.asked(SIGN_IN) == 3


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"null", b"[" * 100_000, b"{}", b'{"login": 1}', b"\xff\xfe"],
    ids=lambda damage: repr(damage[:12]),
)
def test_a_damaged_file_is_as_if_there_were_none(sky: Sky, damage: bytes) -> None:
    first = sky.sessions().current()
    sky.file.write_bytes(damage)
    assert sky.sessions().current().did == first.did
    assert sky.asked(SIGN_IN) == 2


@pytest.mark.parametrize("parts", [{"access": 1}, {"refresh": ""}, {"more": 1}], ids=str)
def test_a_file_of_another_shape_is_as_if_there_were_none(sky: Sky, parts: dict[str, object]) -> None:
    sky.sessions().current()
    change(sky, **parts)
    sky.sessions().current()
    assert sky.asked(SIGN_IN) == 2


def test_a_refresh_that_is_refused_leads_to_one_new_session(sky: Sky) -> None:
    sky.sessions().current()
    change(sky, access="", refresh="eyJ.not.ours")
    assert sky.sessions().current().access
    assert (sky.asked(SIGN_IN), sky.asked(REFRESH)) == (2, 1)


def test_a_revoked_app_password_locks_the_account(own_sky: Sky) -> None:
    sky = own_sky
    sky.sessions().current()
    sky.revoke()
    age(sky)
    with pytest.raises(ChannelLocked, match="the app password is not taken"):
        sky.sessions().current()
    assert (sky.asked(SIGN_IN), sky.asked(REFRESH)) == (2, 1)


def test_a_wrong_app_password_locks_the_account(sky: Sky) -> None:
    sky.password += "x"
    with pytest.raises(ChannelLocked, match=r"app password.*\(401: AuthenticationRequired"):
        sky.sessions().current()
    assert not sky.file.exists()


def test_an_account_without_a_handle_cannot_sign_in(sky: Sky) -> None:
    with pytest.raises(ChannelLocked, match="no `handle:`"):
        sky.sessions(handle=None).current()


def test_a_deactivated_account_is_locked(own_sky: Sky) -> None:
    sky = own_sky
    sky.as_owner(lambda owner: owner.done("com.atproto.server.deactivateAccount"))
    with pytest.raises(ChannelLocked, match="the account is deactivated"):
        sky.sessions().current()


@pytest.mark.parametrize(
    ("status", "error", "raised", "words"),
    [
        (401, "AuthFactorTokenRequired", ChannelLocked, "make an app password"),
        (401, "AccountTakedown", ChannelLocked, "taken down"),
        (400, "InvalidRequest", ChannelLocked, "not taken"),
        (403, "Forbidden", ChannelLocked, "forbids"),
        (400, "", ChannelTrouble, "something before the server"),
        (403, "", ChannelTrouble, "something before the server"),
        (404, "", ChannelTrouble, "is `server:` right"),
        (429, "RateLimitExceeded", ChannelBusy, "asks for a pause"),
        (500, "InternalServerError", ChannelTrouble, "has trouble"),
        (301, "", ChannelTrouble, "mend `server:`"),
    ],
)
def test_what_keeps_us_out_says_what_to_do(
    sky: Sky, status: int, error: str, raised: type[Exception], words: str
) -> None:
    sky.answers(SIGN_IN, said(status, error, retry_after="60"))
    with pytest.raises(raised, match=words) as caught:
        sky.sessions().current()
    assert type(caught.value) is raised
    if isinstance(caught.value, ChannelBusy):
        assert caught.value.when == sky.clock.now() + timedelta(seconds=60)


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "page",
        {"did": "did:plc:a", "accessJwt": "a"},
        {"did": "nobody", "accessJwt": "a", "refreshJwt": "b"},
        {"did": "did:plc:a", "accessJwt": "a\r\nX: y", "refreshJwt": "b"},
        {"did": "did:plc:a", "accessJwt": "a", "refreshJwt": 1},
    ],
    ids=str,
)
def test_what_is_no_session_is_not_taken_for_one(sky: Sky, body: object) -> None:
    sky.answers(SIGN_IN, told(body))
    with pytest.raises(ChannelTrouble, match="gave no session"):
        sky.sessions().current()


def test_whoever_names_an_account_by_its_did_gets_no_other(sky: Sky) -> None:
    sky.answers(SIGN_IN, told({"did": "did:plc:other", "accessJwt": "a", "refreshJwt": "b"}))
    with pytest.raises(ChannelRefused, match="another account"):
        sky.sessions(handle=sky.login.did).current()


@pytest.mark.parametrize(
    ("endpoint", "taken"),
    [
        ("https://pds.example.org", True),
        ("https://pds.example.org/", True),
        ("https://pds.example.org:8443", True),
        ("http://pds.example.org", False),
        ("https://user:word@pds.example.org", False),
        ("https://pds.example.org/path", False),
        ("https://[", False),
        (None, False),
    ],
)
def test_the_server_that_an_identity_names_is_used_where_it_is_safe(sky: Sky, endpoint: object, taken: bool) -> None:
    services: list[object] = ["odd", {"id": "#other"}, {"id": "#atproto_pds", "serviceEndpoint": endpoint}]
    signed = {"did": "did:plc:a", "accessJwt": "a", "refreshJwt": "b", "didDoc": {"service": services}}
    sky.answers(SIGN_IN, told(signed))
    expected = str(endpoint).rstrip("/") if taken else sky.proxy.address
    sessions = sky.sessions()
    assert sessions.current().server == expected
    assert sessions.server_of("did:plc:a") == expected


def test_without_a_server_it_is_the_public_one(sky: Sky) -> None:
    assert sky.sessions(server=None).home == "https://bsky.social"


def test_a_call_over_an_ended_session_is_made_once_more_over_a_fresh_one(sky: Sky) -> None:
    sky.sessions().current()
    sky.answers(WHO, said(400, "ExpiredToken", "Token has expired"))
    assert asking(sky).group["did"] == sky.login.did
    assert (sky.asked(WHO), sky.asked(REFRESH), sky.asked(SIGN_IN)) == (2, 1, 1)


def test_a_call_that_no_session_helps_with_locks_the_account(sky: Sky) -> None:
    sky.answers(WHO, said(400, "ExpiredToken"), said(401, "AuthMissing"))
    with pytest.raises(ChannelLocked, match="not taken"):
        asking(sky)
    assert sky.asked(WHO) == 2


def test_what_another_process_has_refreshed_is_not_thrown_away(sky: Sky) -> None:
    old = sky.sessions().current()
    age(sky)
    new = sky.sessions().current()
    assert sky.sessions().was_not_taken(replace(old, access="eyJ.old.one"))
    assert sky.sessions().kept() == new


def test_a_create_call_that_is_not_taken_twice_needs_a_person(sky: Sky) -> None:
    first = sky.sessions().current()
    assert sky.sessions().was_not_taken(first)
    assert sky.kept()["access"] == ""
    second = sky.sessions().current()
    assert second.doubted
    assert not sky.sessions().was_not_taken(second)
    third = sky.sessions().current()
    sky.sessions().was_taken(third)
    assert not sky.sessions().current().doubted


def test_a_folder_that_cannot_be_written_is_trouble_and_named(sky: Sky) -> None:
    (sky.folder / "sessions").write_text("a file in its place")
    with pytest.raises(ChannelTrouble, match=r"demo\.json cannot be written"):
        sky.sessions().current()


def test_a_file_that_cannot_be_replaced_leaves_no_half_beside_it(sky: Sky) -> None:
    sky.file.mkdir(parents=True)
    (sky.file / "in the way").touch()
    with pytest.raises(ChannelTrouble, match="cannot be written"):
        sky.sessions().current()
    assert os.listdir(sky.file.parent) == ["demo.json"]  # noqa: PTH208 - names are what this is about


def test_nothing_of_a_session_shows_where_it_is_printed(sky: Sky) -> None:
    session = sky.sessions().current()
    assert repr(session) == f"Session({sky.login.did})"


def test_the_clock_of_the_tests_stands_before_the_end_of_a_token(sky: Sky) -> None:
    ends = end_of(sky.sessions().current().access)
    assert ends is not None
    assert ends > utc("2026-11-23 11:00")


def test_what_a_killed_process_left_half_written_does_not_pile_up(sky: Sky) -> None:
    folder = sky.folder / "sessions"
    folder.mkdir(exist_ok=True)
    for name in (".demo.json.left", ".demo.json.now", ".other.json.left"):
        (folder / name).write_text("{}")
        if name.endswith("left"):
            os.utime(folder / name, (1, 1))
    sky.sessions().current()

    assert sorted(path.name for path in folder.iterdir()) == [".demo.json.now", ".other.json.left", "demo.json"]
