import pytest

from scheduler.channels.bluesky.repositories import Repository, place_of
from scheduler.errors import ChannelRefused, ChannelTrouble
from tests.blueskies import Sky, said, told
from tests.drawn import a_picture
from tests.servers.faults import Fault

GET = "com.atproto.repo.getRecord"


def repository(sky: Sky) -> Repository:
    return Repository(sky.sessions(), sky.xrpc())


def test_a_record_is_seen_without_signing_in_and_is_gone_when_deleted(own_sky: Sky) -> None:
    sky = own_sky
    receipt = sky.post("Sign.")
    sky.password = ""
    record = repository(sky).record(receipt.remote_id)
    assert record is not None
    assert record["text"] == "Sign."

    sky.password = sky.login.app_password
    for _ in range(2):
        repository(sky).delete(receipt.remote_id)
        assert repository(sky).record(receipt.remote_id) is None
    assert sky.texts() == []


@pytest.mark.parametrize(
    "answer",
    [said(400, "InvalidRequest"), said(404), said(502), told({}), told({"uri": "at://other", "value": {}}), told([])],
    ids=["refused", "elsewhere", "trouble", "empty", "another", "nonsense"],
)
def test_whatever_else_is_answered_is_no_evidence(sky: Sky, answer: Fault) -> None:
    sky.sessions().current()
    uri = f"at://{sky.login.did}/app.bsky.feed.post/3jzfcijpj2z2a"
    sky.answers(GET, answer)
    with pytest.raises(ChannelTrouble):
        repository(sky).record(uri)


def test_what_is_of_another_account_is_not_touched(own_sky: Sky) -> None:
    sky = own_sky
    receipt = sky.post("Sign.")
    sky.login = sky.pds.account()
    sky.password = sky.login.app_password
    with pytest.raises(ChannelRefused, match=r"this is a post of did:plc:\w+, and we are signed in as"):
        repository(sky).delete(receipt.remote_id)


def test_the_same_picture_has_the_same_name(sky: Sky) -> None:
    one, other = (repository(sky).upload(a_picture(8, 8), "image/png") for _ in range(2))
    assert one == other
    assert (one["$type"], one["mimeType"]) == ("blob", "image/png")


def test_a_picture_that_the_server_does_not_take_is_trouble_in_its_words(sky: Sky) -> None:
    with pytest.raises(ChannelRefused, match=r"does not take it \(400: InvalidRequest"):
        repository(sky).upload(b"x", "no kind of picture")
    sky.answers("com.atproto.repo.uploadBlob", said(413), told({"blob": "?"}))
    with pytest.raises(ChannelRefused, match="too large for the server"):
        repository(sky).upload(b"x", "image/png")
    with pytest.raises(ChannelTrouble, match="means nothing"):
        repository(sky).upload(b"x", "image/png")


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "0000",
        "at://crew.example/a/b",
        "at://did:plc:a",
        "at://did:plc:a/b",
        "at://did:plc:a/b/",
        "at://did:plc:a/b/c/d",
    ],
)
def test_what_is_no_records_address_is_refused(uri: str) -> None:
    with pytest.raises(ChannelRefused, match="is no address of a Bluesky post"):
        place_of(uri)
