"""What the Bluesky channel relies on, asked of the real server."""

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from tests.servers.pds_server import HERE, PATIENCE, POST, Account, Pds, Refused, Session, running_pds

RKEY = "3jzfcijpj2z2a"
FAMILY = "👨\u200d👩\u200d👧"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def account(pds: Pds) -> Account:
    return pds.account()


@pytest.fixture
def ours(pds: Pds, account: Account) -> Iterator[Session]:
    with pds.session(account) as session:
        yield session


def post(text: str) -> dict[str, Any]:
    return {"$type": POST, "text": text, "createdAt": "2019-04-01T09:00:00.000Z"}


def put(session: Session, account: Account, record: dict[str, Any]) -> dict[str, Any]:
    """Only where nothing stands under the key yet, which is what the null says."""
    where = {"repo": account.did, "collection": POST, "rkey": RKEY}
    return dict(session.post("com.atproto.repo.putRecord", **where, record=record, swapRecord=None))


def test_the_same_record_put_twice_is_one_post_and_is_answered_alike(pds: Pds, account: Account, ours: Session) -> None:
    first, second = put(ours, account, post("Sign.")), put(ours, account, post("Sign."))

    assert second["cid"] == first["cid"]
    assert second["uri"] == first["uri"] == f"at://{account.did}/{POST}/{RKEY}"
    assert [(each["cid"], each["value"]) for each in pds.posts(account)] == [(first["cid"], post("Sign."))]


def test_another_record_under_the_same_key_is_refused_and_what_stands_there_stays(
    pds: Pds, account: Account, ours: Session
) -> None:
    put(ours, account, post("Sign."))

    with pytest.raises(Refused) as refused:
        put(ours, account, post("Sign now."))

    assert (refused.value.status, refused.value.error) == (400, "InvalidSwap")
    assert pds.record(account, RKEY) == post("Sign.")


def test_a_record_that_is_not_there_is_said_not_to_be_there(pds: Pds, account: Account) -> None:
    with pytest.raises(Refused) as refused:
        pds.record(account, RKEY)

    assert (refused.value.status, refused.value.error) == (400, "RecordNotFound")


@pytest.mark.parametrize("character", ["a", FAMILY, "e\u0301"], ids=ascii)
def test_300_characters_are_taken_as_a_reader_counts_them(account: Account, ours: Session, character: str) -> None:
    text = character * 100 + "a" * 200

    with pytest.raises(Refused, match="grapheme too big"):
        put(ours, account, post(text + "a"))
    assert put(ours, account, post(text))["validationStatus"] == "valid"


def test_3000_bytes_are_taken_and_not_one_more(account: Account, ours: Session) -> None:
    text = FAMILY * 166 + "a" * 12

    with pytest.raises(Refused, match="string too big"):
        put(ours, account, post(text + "a"))
    assert put(ours, account, post(text))["validationStatus"] == "valid"


def test_a_picture_is_named_by_its_bytes_and_seen_once_a_post_shows_it(
    pds: Pds, account: Account, ours: Session
) -> None:
    blob = ours.upload(PIXEL, "image/png")
    assert ours.upload(PIXEL, "image/png") == blob
    cid = blob["ref"]["$link"]
    with pytest.raises(Refused):
        pds.blob(account, cid)

    images = {"$type": "app.bsky.embed.images", "images": [{"image": blob, "alt": "A dot."}]}
    put(ours, account, {**post("Look."), "embed": images})

    assert pds.blob(account, cid) == PIXEL


def test_what_the_server_says_of_an_account_leads_back_to_it(pds: Pds, account: Account) -> None:
    signed = pds.world.post(
        "com.atproto.server.createSession", identifier=account.handle, password=account.app_password
    )

    assert [service["serviceEndpoint"] for service in signed["didDoc"]["service"]] == [pds.address]
    assert pds.world.get("com.atproto.identity.resolveHandle", handle=account.handle) == {"did": account.did}


def test_the_server_listens_on_one_address_of_this_machine_only(pds: Pds) -> None:
    with socket.socket() as neighbour:
        neighbour.bind(("127.0.0.2", urlsplit(pds.address).port))


def test_the_server_ends_with_whoever_started_it_and_leaves_nothing() -> None:
    with running_pds("--rate-limits") as pds:
        assert pds.process.stdin is not None
        answer = requests.get(f"{pds.address}/xrpc/com.atproto.server.describeServer", timeout=PATIENCE)
        assert answer.headers["RateLimit-Limit"]

        pds.process.stdin.close()

        assert pds.process.wait(PATIENCE) == 0
        assert list(pds.data.iterdir()) == []


def test_the_lock_names_no_address_that_packages_come_from() -> None:
    packages = json.loads((HERE / "package-lock.json").read_text())["packages"]

    assert len(packages) > 500
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
