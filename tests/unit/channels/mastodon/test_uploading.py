from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.channels.mastodon.uploading import Upload, Uploading, within
from scheduler.clock import ManualClock
from scheduler.errors import ChannelRefused, ChannelTrouble, FenceClosed
from scheduler.model.picture_rule import PictureRule
from tests.mastodons import NOBODY, calls, said
from tests.outgoing import a_clock
from tests.servers.lossy import LossyProxy, lossy
from tests.servers.mastodon_server import MastodonServer

GATE = Upload(content=b"\x89PNG\r\n\x1a\n", kind="image/png", alt="A gate, دروازه")
WORKING = said({"id": "5", "url": None}, 206)
DONE = said({"id": "5", "url": "https://example.org/5.png"})


def uploading(address: str, folder: Path, clock: ManualClock) -> Uploading:
    ask, kit = calls(address, folder, clock=clock)
    return Uploading(ask, kit.clock, timedelta(seconds=5))


def proxied(proxy: LossyProxy, folder: Path, clock: ManualClock) -> tuple[str, ...]:
    return uploading(proxy.address, folder, clock).upload([GATE])


def test_pictures_are_there_in_order_before_anything_shows_them(mastodon: MastodonServer, tmp_path: Path) -> None:
    names = uploading(mastodon.address, tmp_path, a_clock()).upload([GATE, GATE])

    assert len(set(names)) == 2
    assert mastodon.texts() == []


def test_a_picture_that_is_worked_on_is_waited_for(tmp_path: Path) -> None:
    clock = a_clock()
    with lossy(NOBODY) as proxy:
        proxy.lose("POST", "/api/v2/media", said({"id": "5", "url": None}, 202))
        proxy.lose("GET", "/api/v1/media/5", WORKING, WORKING, DONE)
        assert proxied(proxy, tmp_path, clock) == ("5",)

    assert clock.monotonic() == 3
    assert GATE.alt.encode() in proxy.requests[0].body
    assert b"picture.png" in proxy.requests[0].body


def test_a_picture_that_is_not_ready_in_time_is_trouble(tmp_path: Path) -> None:
    clock = a_clock()
    with lossy(NOBODY) as proxy:
        proxy.lose("POST", "/api/v2/media", said({"id": "5", "url": None}, 202))
        proxy.lose("GET", "/api/v1/media/5", *[WORKING] * 20)
        with pytest.raises(ChannelTrouble, match="its pictures are not ready yet"):
            proxied(proxy, tmp_path, clock)

    assert clock.monotonic() == 5


def test_a_picture_that_the_server_cannot_read_is_refused(tmp_path: Path) -> None:
    with lossy(NOBODY) as proxy:
        proxy.lose("POST", "/api/v2/media", said({"error": "Validation failed: File is invalid"}, 422))
        with pytest.raises(ChannelRefused, match="File is invalid"):
            proxied(proxy, tmp_path, a_clock())


@pytest.mark.parametrize("document", [{}, {"id": None}, {"id": "../../statuses"}, []])
def test_a_picture_without_a_name_is_trouble(tmp_path: Path, document: object) -> None:
    with lossy(NOBODY) as proxy:
        proxy.lose("POST", "/api/v2/media", said(document))
        with pytest.raises(ChannelTrouble, match="no name"):
            proxied(proxy, tmp_path, a_clock())


def test_a_server_may_take_less_than_its_network_and_never_makes_us_send_more() -> None:
    rule = PictureRule(max_bytes=100, max_pixels=1000)

    assert within(rule, {}) == rule
    assert within(rule, {"picture_bytes": 50, "picture_pixels": 500}) == PictureRule(max_bytes=50, max_pixels=500)
    assert within(rule, {"picture_bytes": 500, "picture_pixels": 5000}) == rule
    assert within(PictureRule(), {"picture_pixels": 500}).max_pixels == 500


def test_no_further_picture_goes_up_once_it_may_not(mastodon: MastodonServer, tmp_path: Path) -> None:
    asked: list[bool] = []

    def go_on() -> None:
        asked.append(True)
        if len(asked) > 1:
            raise FenceClosed("stopped")

    with lossy(mastodon.address) as proxy:
        with pytest.raises(FenceClosed):
            uploading(proxy.address, tmp_path, a_clock()).upload([GATE, GATE, GATE], go_on)
        assert [request.method for request in proxy.requests] == ["POST"]


def test_a_picture_is_no_longer_waited_for_once_it_may_not_go_up(tmp_path: Path) -> None:
    asked: list[bool] = []

    def go_on() -> None:
        asked.append(True)
        if len(asked) > 2:
            raise FenceClosed("stopped")

    with lossy(NOBODY) as proxy:
        proxy.lose("POST", "/api/v2/media", said({"id": "5", "url": None}, 202))
        proxy.lose("GET", "/api/v1/media/5", *[WORKING] * 9)
        with pytest.raises(FenceClosed):
            uploading(proxy.address, tmp_path, a_clock()).upload([GATE], go_on)
        assert len(proxy.requests) == 2
