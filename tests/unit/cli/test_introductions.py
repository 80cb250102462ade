from dataclasses import replace
from datetime import timedelta

from scheduler.cli.introductions import document, introduced, server_of
from scheduler.model.account import Profile
from tests.make import an_account
from tests.rig import NOON

BARE = Profile(at=NOON, remote_id="1", handle="camps", url="")


def test_each_line_has_its_name_and_what_is_not_said_is_said_to_be_unknown() -> None:
    lines = dict(introduced(BARE, NOON, "UTC"))

    assert list(lines) == ["scopes", "token's end", "bot label", "software", "one post"]
    assert lines["scopes"] == "it does not say"
    assert dict(introduced(replace(BARE, url="https://a.example", scopes=("read", "write")), NOON, "UTC")) == lines | {
        "where": "https://a.example",
        "scopes": "read write",
    }


def test_programs_get_every_field() -> None:
    found = document(replace(BARE, expires=NOON + timedelta(days=1), automated=False, rules=("Be kind.",)))

    assert found is not None
    assert set(found) == set(Profile.__slots__)
    assert (found["expires"], found["automated"], found["rules"]) == ("2026-11-24T12:00:00Z", False, ["Be kind."])
    assert document(None) is None


def test_a_server_is_named_where_there_are_many() -> None:
    assert server_of(an_account(server="https://mastodon.example")) == "https://mastodon.example"
    assert server_of(an_account()) == "its network's own"
