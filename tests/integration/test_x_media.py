"""The fake of X takes pictures in the ways that X describes, and shows them in a post as X does."""

import base64
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests
import tweepy
from PIL import Image

from scheduler.clock import ManualClock
from tests.make import utc
from tests.servers.x_client import HOST, signed_session, tweepy_to
from tests.servers.x_fake import FakeX
from tests.servers.x_server import running_x

UPLOAD = f"{HOST}/2/media/upload"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(utc("2019-03-28 12:00"))


@pytest.fixture
def x(clock: ManualClock) -> Iterator[FakeX]:
    with running_x(clock=clock) as fake:
        yield fake


@pytest.fixture
def session(x: FakeX) -> Iterator[requests.Session]:
    with signed_session(x) as it:
        yield it


def a_picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (3, 2)).save(kept, "PNG")
    return kept.getvalue()


def as_form(session: requests.Session, picture: bytes) -> requests.Response:
    return session.post(UPLOAD, files={"media": ("a.png", picture)}, data={"media_category": "tweet_image"})


def as_json(session: requests.Session, picture: bytes) -> requests.Response:
    body = {"media": base64.b64encode(picture).decode(), "media_category": "tweet_image"}
    return session.post(UPLOAD, json=body)


@pytest.mark.parametrize("upload", [as_form, as_json])
def test_a_picture_comes_as_a_form_or_as_json(x: FakeX, session: requests.Session, upload: type) -> None:
    data = upload(session, a_picture()).json()["data"]

    assert data["media_key"] == f"3_{data['id']}"
    assert data["image"] == {"w": 3, "h": 2, "image_type": "image/png"}
    assert data["size"] == len(a_picture())
    assert x.world.media[data["id"]].data == a_picture()


def test_a_picture_comes_in_parts(x: FakeX, session: requests.Session) -> None:
    whole = a_picture()
    about = {"media_type": "image/png", "media_category": "tweet_image", "total_bytes": len(whole)}
    media = session.post(f"{UPLOAD}/initialize", json=about).json()["data"]["id"]
    for index, part in enumerate((whole[:20], whole[20:])):
        session.post(f"{UPLOAD}/{media}/append", files={"media": part}, data={"segment_index": str(index)})
    done = session.post(f"{UPLOAD}/{media}/finalize").json()

    assert done["data"]["size"] == len(whole)


def test_a_post_with_pictures_ends_in_one_short_link_and_names_their_keys(x: FakeX, session: requests.Session) -> None:
    ids = [as_form(session, a_picture()).json()["data"]["id"] for _ in range(2)]
    session.post(f"{HOST}/2/media/metadata", json={"id": ids[0], "metadata": {"alt_text": {"text": "A vigil"}}})
    with tweepy_to(x, return_type=dict) as client:
        made = client.create_tweet(text="Look", media_ids=ids)["data"]["id"]
        fields = {"tweet_fields": ["attachments", "entities"], "media_fields": ["alt_text"]}
        seen = client.get_tweet(made, user_auth=True, expansions=["attachments.media_keys"], **fields)

    link = seen["data"]["text"].removeprefix("Look ")
    assert link.startswith("https://t.co/")
    assert {url["url"] for url in seen["data"]["entities"]["urls"]} == {link}
    assert seen["data"]["attachments"]["media_keys"] == [f"3_{media}" for media in ids]
    assert seen["includes"]["media"][0]["alt_text"] == "A vigil"
    assert x.texts() == ["Look"]


def test_a_picture_is_forgotten_after_a_day(x: FakeX, session: requests.Session, clock: ManualClock) -> None:
    media = as_form(session, a_picture()).json()["data"]["id"]
    clock.advance(timedelta(hours=24))
    with tweepy_to(x) as client, pytest.raises(tweepy.BadRequest) as raised:
        client.create_tweet(text="Look", media_ids=[media])

    assert raised.value.response.json()["detail"] == "Your media IDs are invalid."


def test_what_is_no_picture_is_refused(x: FakeX, session: requests.Session) -> None:
    assert as_form(session, b"not a picture").status_code == 400


def test_a_picture_over_five_megabytes_is_refused(x: FakeX, session: requests.Session) -> None:
    assert as_form(session, a_picture() + b"\0" * 5_000_000).status_code == 413


def test_a_text_said_with_another_picture_is_another_post(x: FakeX, session: requests.Session) -> None:
    with tweepy_to(x) as client:
        for _ in range(2):
            client.create_tweet(text="Look", media_ids=[as_form(session, a_picture()).json()["data"]["id"]])

    assert x.texts() == ["Look", "Look"]
