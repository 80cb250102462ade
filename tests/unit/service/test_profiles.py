from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.account import Profile
from scheduler.service.profiles import forget_profile, keep_profile, profile_of
from tests.rig import NOON, Rig

FULL = Profile(
    at=NOON,
    remote_id="109",
    handle="camps@mastodon.example",
    url="https://mastodon.example/@camps",
    scopes=("read", "write:statuses"),
    expires=NOON + timedelta(days=60),
    automated=True,
    software="mastodon",
    version="4.6.0",
    limits={"characters": 500},
    rules=("Be kind.",),
)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def keep(rig: Rig, profile: Profile) -> None:
    with rig.desk.transaction("test") as t:
        keep_profile(t, "demo", profile)


def test_what_a_network_said_is_kept_whole_but_for_what_changes_by_the_hour(rig: Rig) -> None:
    keep(rig, Profile(**{name: getattr(FULL, name) for name in FULL.__slots__} | {"left": {"calls": "299 of 300"}}))

    assert profile_of(rig.store, "demo") == FULL
    assert profile_of(rig.store, "other") is None


def test_what_is_forgotten_was_never_asked(rig: Rig) -> None:
    keep(rig, FULL)
    with rig.desk.transaction("test") as t:
        forget_profile(t, "demo")

    assert profile_of(rig.store, "demo") is None


@pytest.mark.parametrize("mark", ["", "[1]", "{}", '{"at": "never"}', '{"handle": "x"}'])
def test_what_this_version_cannot_read_is_as_if_nobody_had_asked(rig: Rig, mark: str) -> None:
    with rig.store.write() as writing:
        writing.set_mark("profile demo", mark)

    assert profile_of(rig.store, "demo") is None


def test_a_login_of_somebody_else_is_not_live_until_a_person_lets_that_one(rig: Rig) -> None:
    keep(rig, FULL)
    with rig.store.write() as writing:
        writing.set_live("demo", NOON)
    keep(rig, replace(FULL, handle="renamed@mastodon.example"))
    with rig.store.look() as looking:
        assert looking.live() == {"demo": NOON}

    keep(rig, replace(FULL, remote_id="110", handle="other@mastodon.example"))
    with rig.store.look() as looking:
        assert looking.live() == {}
    why = "its login is now that of other@mastodon.example, and was that of renamed@mastodon.example"
    assert rig.why("account.silenced") == why
    assert rig.alerts() == [f"somebody else: demo: {why}; nothing is said until `awareness live demo`"]
