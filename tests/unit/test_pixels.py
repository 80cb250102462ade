import zlib

import pytest

from scheduler.pixels import MOST_PIXELS, Unshowable, holds_position, opened
from tests.drawn import a_drawing, a_picture, camera_data, encoded


def why(content: bytes) -> str:
    with pytest.raises(Unshowable) as refused:
        opened(content)
    return refused.value.what


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("roughly", [True, False])
def test_a_picture_of_each_known_kind_is_opened(kind: str, roughly: bool) -> None:
    found = opened(a_picture(kind=kind), roughly=roughly)

    assert (found.width, found.height, found.animated) == (320, 240, False)


def test_a_jpeg_is_unpacked_small_where_a_rough_look_will_do() -> None:
    assert opened(a_picture(800, 800, "JPEG"), roughly=True).image.size == (100, 100)
    assert opened(a_picture(800, 800, "JPEG")).image.size == (800, 800)


@pytest.mark.parametrize("content", [b"", b"Dear Anna", a_picture(kind="BMP"), a_picture(kind="TIFF"), b"\x89PNG"])
def test_what_is_no_picture_of_a_known_kind_is_refused(content: bytes) -> None:
    assert why(content) == "this file is no picture of a known kind"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("roughly", [True, False])
def test_a_picture_that_was_cut_short_is_refused(kind: str, roughly: bool) -> None:
    noisy = encoded(a_drawing().effect_spread(40), kind)

    with pytest.raises(Unshowable, match=r"broken or cut short|no picture of a known kind"):
        opened(noisy[: len(noisy) * 2 // 3], roughly=roughly)


def test_a_byte_that_was_changed_in_a_png_is_found() -> None:
    content = bytearray(encoded(a_drawing().effect_spread(40)))
    content[len(content) // 2] ^= 0xFF

    assert why(bytes(content)) == "this picture is broken or cut short"


@pytest.mark.parametrize("side", [6_400, 9_600, 20_000])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(side: int) -> None:
    """Just over the most, over the double of it, and over what Pillow refuses by itself: all small as files."""
    bomb = bytearray(a_picture(64, 64))
    bomb[16:24] = side.to_bytes(4, "big") * 2

    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")

    assert side * side > MOST_PIXELS
    assert why(bytes(bomb)) == "this picture has too many pixels"


def test_what_moves_is_known_and_its_first_frame_is_shown() -> None:
    frames = [a_drawing(), a_drawing().rotate(180)]
    for kind in ("GIF", "WEBP", "PNG"):
        found = opened(encoded(frames[0], kind, save_all=True, append_images=frames[1:], loop=0))
        assert found.animated
        assert found.image.convert("RGB").getpixel((80, 120))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_position_in_the_data_of_a_camera_is_found(kind: str) -> None:
    for content, told in (
        (a_picture(kind=kind, exif=camera_data(position=True)), True),
        (a_picture(kind=kind, exif=camera_data()), False),
        (a_picture(kind=kind), False),
    ):
        assert holds_position(opened(content, roughly=True).image, content) == told


def test_a_position_in_xmp_is_found() -> None:
    content = a_picture(kind="JPEG", xmp=b'<x exif:GPSLatitude="43,19N"/>')

    assert holds_position(opened(content).image, content)


def test_camera_data_that_cannot_be_read_says_nothing() -> None:
    content = a_picture(kind="JPEG", exif=b"Exif\x00\x00" + b"\xff" * 40)

    assert not holds_position(opened(content).image, content)
