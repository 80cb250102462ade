from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.channels.mastodon.profile import OVER, introduce, keys_hold_from, own_id
from scheduler.errors import ChannelLocked, ChannelTrouble
from scheduler.model.account import Profile
from tests.mastodons import NOBODY, a_profile, calls, said
from tests.outgoing import NINE
from tests.servers import faults
from tests.servers.faults import Fault
from tests.servers.lossy import LossyProxy, lossy
from tests.servers.mastodon_server import MastodonServer

AT_ONCE = timedelta(0)
OWN = {"id": "1", "acct": "campaign", "url": "https://example.org/@campaign", "bot": True}
V2 = {
    "domain": "example.org",
    "version": "4.3.0+glitch",
    "source_url": "https://github.com/glitch-soc/mastodon",
    "configuration": {
        "statuses": {"max_characters": 5000, "max_media_attachments": 6, "characters_reserved_per_url": 23},
        "media_attachments": {
            "description_limit": 1500,
            "image_size_limit": 16_000_000,
            "image_matrix_limit": 8_000_000,
        },
    },
    "rules": [{"id": "1", "text": "No violence."}, {"text": ""}, "nonsense"],
}
MISSING = said({"error": "Record not found"}, 404)


def answers(proxy: LossyProxy, given: dict[str, Any]) -> None:
    """Everything else is not there."""
    for path, document in given.items():
        proxy.lose("GET", path, document if isinstance(document, Fault) else said(document))
    proxy.lose("GET", ".*", *[MISSING] * 20)


def introduced(folder: Path, given: dict[str, Any]) -> tuple[Profile, list[str]]:
    with lossy(NOBODY) as proxy:
        links = [{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": f"{proxy.address}/nodeinfo/2.0"}]
        answers(proxy, {"/.well-known/nodeinfo": {"links": links}} | given)
        ask, kit = calls(proxy.address, folder)
        return introduce(ask, kit.clock), [request.path for request in proxy.requests]


OWN_AT = "/api/v1/accounts/verify_credentials"
V2_AT, V1_AT = "/api/v2/instance/", "/api/v1/instance/"


def test_all_that_a_server_says_is_kept(tmp_path: Path) -> None:
    software = {"software": {"name": "Mastodon", "version": "4.3.0"}}
    limits = {"x-ratelimit-limit": "300", "x-ratelimit-remaining": "299", "x-ratelimit-reset": "2026-11-23T09:05:00Z"}
    profile, paths = introduced(
        tmp_path,
        {
            OWN_AT: said(OWN, headers=limits),
            "/api/v1/apps/verify_credentials": {"name": "ours", "scopes": ["read", "write:statuses"]},
            V2_AT: V2,
            "/nodeinfo/2.0": software,
        },
    )

    assert profile == Profile(
        at=NINE,
        remote_id="1",
        handle="campaign@example.org",
        url="https://example.org/@campaign",
        scopes=("read", "write:statuses"),
        automated=True,
        software="mastodon",
        version="4.3.0",
        limits={
            "characters": 5000,
            "link_length": 23,
            "pictures": 6,
            "alt_length": 1500,
            "picture_bytes": 16_000_000,
            "picture_pixels": 8_000_000,
        },
        left={"requests": "299 of 300 until 2026-11-23T09:05:00Z"},
        rules=("No violence.",),
    )
    assert len(paths) == 5


def test_a_look_alike_that_has_nothing_but_accounts_is_asked_seven_times_and_no_more(tmp_path: Path) -> None:
    profile, paths = introduced(tmp_path, {OWN_AT: OWN | {"acct": "campaign@away.example", "bot": None}})

    assert (profile.handle, profile.automated, profile.software, profile.limits) == (
        "campaign@away.example",
        None,
        "",
        {},
    )
    assert len(paths) <= 7


def test_what_the_second_version_does_not_say_the_first_does(tmp_path: Path) -> None:
    first = {"uri": "https://example.org", "version": "3.5.0", "max_toot_chars": 700, "configuration": {"statuses": 5}}
    profile, _ = introduced(tmp_path, {OWN_AT: OWN, V2_AT: said([], 500), V1_AT: first})

    assert (profile.handle, profile.version) == ("campaign@example.org", "3.5.0")
    assert profile.limits == {"characters": 700}


@pytest.mark.parametrize(
    ("instance", "software"),
    [
        (V2, "glitch-soc"),
        ({"version": "4.3.0", "source_url": "https://github.com/mastodon/mastodon"}, "mastodon"),
        ({"version": "4.3.0 (compatible; Other 1)", "source_url": "https://github.com/mastodon/mastodon"}, ""),
        ({"version": "4.3.0"}, ""),
    ],
)
def test_without_nodeinfo_its_source_names_the_software(
    tmp_path: Path, instance: dict[str, Any], software: str
) -> None:
    assert introduced(tmp_path, {OWN_AT: OWN, V2_AT: instance})[0].software == software


@pytest.mark.parametrize(
    "href", ["https://elsewhere.example/nodeinfo/2.0", "//elsewhere.example/", "", None, "http://127.0.0.1.example/x"]
)
def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path, href: str | None) -> None:
    links = {"links": [{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": href}, {"rel": "me"}, 5]}
    profile, paths = introduced(tmp_path, {"/.well-known/nodeinfo": links, OWN_AT: OWN})

    assert profile.software == ""
    assert len(paths) == 5


@pytest.mark.parametrize("own", [{}, {"id": None}, {"id": "../x"}, []])
def test_without_a_name_for_the_account_there_is_no_profile(tmp_path: Path, own: object) -> None:
    with pytest.raises(ChannelTrouble, match="whose token"):
        introduced(tmp_path, {OWN_AT: own})


def test_a_token_that_is_not_known_locks(tmp_path: Path) -> None:
    with pytest.raises(ChannelLocked):
        introduced(tmp_path, {OWN_AT: faults.unauthorized()})


@pytest.mark.parametrize(
    ("software", "version", "holds_from"),
    [
        ("mastodon", "4.6.0", AT_ONCE),
        ("mastodon", "4.6.5+glitch", AT_ONCE),
        ("mastodon", "4.7.0-alpha.1", AT_ONCE),
        ("mastodon", "10.0", AT_ONCE),
        ("mastodon", "4.6.0-nightly.2026-01-01", OVER),
        ("mastodon", "4.6.0-rc.1+glitch", OVER),
        ("mastodon", "4.5.9", OVER),
        ("mastodon", "1.9.0", None),
        ("hometown", "1.1.1", None),
        ("gotosocial", "0.15.0", AT_ONCE),
        ("gotosocial", "v0.17.3 git-abc", AT_ONCE),
        ("gotosocial", "0.14.2", None),
        ("gotosocial", "unknown", None),
        ("takahe", "0.11.0", None),
        ("pixelfed", "0.12.0", None),
        ("", "4.6.0", None),
    ],
)
def test_only_software_that_is_known_to_keep_keys_is_trusted_to_and_older_ones_once_the_first_try_is_over(
    software: str, version: str, holds_from: timedelta | None
) -> None:
    assert keys_hold_from(a_profile(software=software, version=version)) == holds_from


def test_without_a_profile_nothing_is_trusted() -> None:
    assert keys_hold_from(None) is None


def test_a_whole_server_introduces_an_account(mastodon: MastodonServer, tmp_path: Path) -> None:
    ask, kit = calls(mastodon.address, tmp_path)
    profile = introduce(ask, kit.clock)

    assert profile.remote_id == own_id(ask)
    assert profile.handle == f"campaign@{mastodon.address.removeprefix('http://')}"
    assert (profile.software, profile.version, profile.automated) == ("mastodon", "4.6.0", False)
    assert profile.limits["characters"] == 500
    assert profile.rules == ("No violence.", "Automated accounts post unlisted.")
    assert keys_hold_from(profile) == AT_ONCE
