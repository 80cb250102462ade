from collections.abc import Iterator

import pytest

from scheduler.channels.x.keys import keys_in
from scheduler.channels.x.media import Uploads, id_in
from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble, FenceClosed
from scheduler.wire.crossing import Answer
from scheduler.wire.door import Door, Wire
from tests.at_x import at_x, token_of
from tests.drawn import a_picture
from tests.outgoing import a_clock
from tests.servers.x_fake import FakeX
from tests.servers.x_signing import Keys

UPLOAD, METADATA = "POST /2/media/upload", "POST /2/media/metadata"


@pytest.fixture
def x() -> Iterator[FakeX]:
    with at_x() as fake:
        yield fake


def uploads(x: FakeX, keys: Keys | None = None) -> Uploads:
    return Uploads(Door(Wire(deadline=5)), a_clock(), x.address, keys_in(token_of(keys or x.keys), "demo"))


@pytest.mark.parametrize(
    ("kind", "category"),
    [("PNG", "tweet_image"), ("JPEG", "tweet_image"), ("WEBP", "tweet_image"), ("GIF", "tweet_gif")],
)
def test_a_picture_goes_up_with_what_says_what_it_shows(x: FakeX, kind: str, category: str) -> None:
    content = a_picture(kind=kind)
    media_id = uploads(x).upload(content, f"image/{kind.lower()}", "A banner: «Close the camps» & more")
    media = x.world.media[media_id]

    assert (media.data, media.category, media.alt) == (content, category, "A banner: «Close the camps» & more")
    assert [asked.path for asked in x.requests] == ["/2/media/upload", "/2/media/metadata"]


def test_a_picture_of_which_nothing_is_said_makes_one_request(x: FakeX) -> None:
    media_id = uploads(x).upload(a_picture(), "image/png", "")
    assert x.world.media[media_id].alt is None
    assert len(x.requests) == 1


def test_an_alt_text_that_is_too_long_is_refused_before_anything_goes_out(x: FakeX) -> None:
    uploads(x).upload(a_picture(), "image/png", "x" * 1000)
    with pytest.raises(ChannelRefused, match="at most 1000 characters"):
        uploads(x).upload(a_picture(), "image/png", "😀" * 501)
    assert len(x.requests) == 2


def test_what_x_takes_for_no_picture_is_refused(x: FakeX) -> None:
    with pytest.raises(ChannelRefused, match="media type unrecognized"):
        uploads(x).upload(b"no picture", "image/png", "")


def test_keys_that_x_does_not_know_are_locked(x: FakeX) -> None:
    with pytest.raises(ChannelLocked, match="log in again"):
        uploads(x, Keys(token_secret="another")).upload(a_picture(), "image/png", "")  # noqa: S106 - no secret


@pytest.mark.parametrize(
    ("route", "status", "body", "error"),
    [
        (UPLOAD, 503, {"title": "Service Unavailable"}, ChannelTrouble),
        (UPLOAD, 429, {"title": "Too Many Requests"}, ChannelBusy),
        (UPLOAD, 200, {"data": {}}, ChannelTrouble),
        (UPLOAD, 200, "a page", ChannelTrouble),
        (METADATA, 400, {"title": "Invalid Request"}, ChannelRefused),
    ],
)
def test_trouble_with_a_picture_is_told_by_what_to_do(
    x: FakeX, route: str, status: int, body: dict[str, object] | str, error: type[ChannelTrouble]
) -> None:
    x.next(route, status, body, wrong=True)
    with pytest.raises(ChannelTrouble) as trouble:
        uploads(x).upload(a_picture(), "image/png", "A banner")
    assert type(trouble.value) is error


@pytest.mark.parametrize("body", [b"", b"[]", b'{"data": []}', b'{"data": {"id": 17}}', b'{"data": {"id": "../17"}}'])
def test_an_answer_without_an_id_gives_none(body: bytes) -> None:
    assert id_in(Answer(200, {}, body)) is None


@pytest.mark.parametrize("calls", [0, 1])
def test_nothing_more_goes_up_once_it_may_not(x: FakeX, calls: int) -> None:
    def go_on() -> None:
        if len(x.requests) == calls:
            raise FenceClosed("stopped")

    with pytest.raises(FenceClosed):
        uploads(x).upload(a_picture(), "image/png", "A banner", go_on)
    assert len(x.requests) == calls
