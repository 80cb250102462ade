from contextlib import suppress
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from scheduler.channels.pictures import Encoded, encode
from scheduler.errors import ChannelRefused
from scheduler.model.picture_rule import PictureRule
from scheduler.rendering.networks import known_networks, rule_for
from tests.chunks import only_pixels, parts
from tests.drawn import a_drawing, a_picture, camera_data, encoded, notes

NOTE = "who took this where"
WIDE = PictureRule(max_bytes=10_000_000, max_side=None)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera held so keeps an upright scene, by the orientation that it notes."""


def shown(found: Encoded) -> Image.Image:
    image = Image.open(BytesIO(found.content))
    image.load()
    assert (image.size, f"image/{image.format}".lower()) == ((found.width, found.height), found.media_type)
    return image


def alike(one: Image.Image, other: Image.Image, within: int = 40) -> bool:
    """Whether every tenth of the pictures has nearly the same colours."""
    small = [image.convert("RGB").resize((10, 10), Image.Resampling.BOX).tobytes() for image in (one, other)]
    return one.size == other.size and all(abs(a - b) <= within for a, b in zip(*small, strict=True))


@st.composite
def told(draw: st.DrawFn) -> tuple[bytes, int]:
    """A picture with everything that may stand beside its pixels, and how the camera was held."""
    kind = draw(st.sampled_from(["PNG", "JPEG", "WEBP"]))
    orientation = draw(st.integers(1, 8))
    scene = a_drawing(draw(st.integers(16, 200)), draw(st.integers(16, 200)))
    if draw(st.booleans()):
        scene = scene.effect_spread(draw(st.integers(1, 8)))
    if kind != "JPEG" and draw(st.booleans()):
        scene.putalpha(draw(st.integers(120, 255)))
    held = scene if TURNS[orientation] is None else scene.transpose(TURNS[orientation])  # type: ignore[arg-type]
    how: dict[str, Any] = {"exif": camera_data(orientation=orientation, position=draw(st.booleans()))}
    if draw(st.booleans()):
        how["icc_profile"] = draw(st.sampled_from([PROFILE, PROFILE[:200], b"no profile"]))
    if kind == "PNG":
        how["pnginfo"] = notes(NOTE)
    else:
        how["xmp"] = f"<x:xmpmeta>{NOTE}</x:xmpmeta>".encode()
    if kind == "JPEG":
        how["comment"] = NOTE.encode()
    return encoded(held, kind, **how) + draw(st.sampled_from([b"", NOTE.encode()])), orientation


@given(told(), st.integers(8, 250), st.integers(2_000, 40_000))
@settings(max_examples=120)
def test_nothing_goes_out_but_pixels_upright_within_the_limits_and_always_the_same(
    picture: tuple[bytes, int], side: int, most: int
) -> None:
    content, orientation = picture
    limits = PictureRule(max_bytes=most, max_side=side)

    found = encode(content, limits)

    assert only_pixels(found.content), parts(found.content)
    assert NOTE.encode() not in found.content
    assert len(found.content) <= most
    assert max(found.width, found.height) <= side
    assert encode(content, limits) == found
    before = Image.open(BytesIO(content))
    wide, high = before.size if orientation < 5 else before.size[::-1]
    assert abs(found.width * high - found.height * wide) <= 6 * max(wide, high)  # a pixel at each step of its shrinking


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("orientation", TURNS)
def test_a_picture_comes_out_as_it_was_seen_however_the_camera_was_held(kind: str, orientation: int) -> None:
    turn = TURNS[orientation]
    held = a_drawing() if turn is None else a_drawing().transpose(turn)

    found = encode(encoded(held, kind, exif=camera_data(orientation=orientation)), WIDE)

    assert alike(shown(found), a_drawing())


def test_colours_of_another_profile_become_those_of_the_web() -> None:
    """A profile whose red and green are exchanged, made by hand, so that one sees whether it was followed."""
    swapped = bytearray(PROFILE)
    tags = {PROFILE[at : at + 4]: at for at in range(132, 132 + 12 * int.from_bytes(PROFILE[128:132], "big"), 12)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    swapped[red + 4 : red + 12], swapped[green + 4 : green + 12] = (
        swapped[green + 4 : green + 12],
        swapped[red + 4 : red + 12],
    )
    image = Image.new("RGB", (50, 50), (255, 0, 0))

    found = shown(encode(encoded(image, icc_profile=bytes(swapped)), WIDE))

    assert found.getpixel((25, 25)) == pytest.approx((0, 255, 0), abs=3)
    assert "icc_profile" not in found.info


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("profile", [None, PROFILE])
def test_every_way_of_keeping_pixels_is_understood(mode: str, kind: str, profile: bytes | None) -> None:
    grey = a_drawing().convert("L")
    drawing = grey.convert("I").point(lambda value: value * 257).convert(mode) if mode == "I;16" else None
    drawing = drawing or a_drawing().convert(mode)
    try:
        content = encoded(drawing, kind, **({"icc_profile": profile} if profile else {}))
    except (OSError, ValueError):
        return  # this kind of file does not keep such pixels
    if mode == "I;16" and kind != "PNG":
        return  # it cuts them off itself

    found = shown(encode(content, WIDE))

    expected = grey if mode == "I;16" else drawing
    assert found.mode == "RGB"
    assert alike(found, expected, within=60 if mode == "1" else 12)


def test_a_drawing_stays_whole_and_a_photograph_stays_a_photograph() -> None:
    assert encode(a_picture(), WIDE).media_type == "image/png"
    assert encode(a_picture(kind="GIF"), WIDE).media_type == "image/png"
    assert encode(a_picture(kind="JPEG"), WIDE).media_type == "image/jpeg"
    assert encode(a_picture(kind="WEBP"), WIDE).media_type == "image/jpeg"


def test_what_is_transparent_stays_so_where_there_is_room_and_is_white_where_there_is_none() -> None:
    image = a_drawing().effect_spread(30).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 320, 120))
    content = encoded(image, "WEBP", lossless=True)

    whole = encode(content, WIDE)
    assert whole.media_type == "image/png"
    assert shown(whole).convert("RGBA").getpixel((160, 60))[3] == 0  # type: ignore[index]

    small = encode(content, PictureRule(max_bytes=len(whole.content) // 2))
    assert small.media_type == "image/jpeg"
    assert shown(small).getpixel((small.width // 2, small.height // 4)) == pytest.approx((255, 255, 255), abs=3)


def test_of_what_moves_the_first_frame_is_sent() -> None:
    frames = [a_drawing(), a_drawing().rotate(180)]
    for kind in ("GIF", "WEBP", "PNG"):
        content = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        found = encode(content, WIDE)
        assert alike(shown(found), frames[0])
        assert only_pixels(found.content)


@cache
def a_large_photograph() -> bytes:
    return encoded(a_drawing(5000, 3000).effect_spread(9), "JPEG", quality=95)


@pytest.mark.parametrize("network", known_networks())
def test_a_large_photograph_is_within_the_limits_of_every_network(network: str) -> None:
    limits = rule_for(network).pictures
    found = encode(a_large_photograph(), limits)

    assert len(found.content) <= limits.max_bytes
    assert (found.width, found.height) == limits.within(5000, 3000)


@pytest.mark.parametrize("content", [b"", b"Dear Anna", a_picture()[:-30], a_picture(kind="BMP")])
def test_what_cannot_be_read_is_trouble_and_says_so(content: bytes) -> None:
    with pytest.raises(ChannelRefused, match=r"a picture cannot be sent: this (file|picture) is "):
        encode(content, WIDE)


def test_a_limit_that_no_picture_keeps_is_trouble_too() -> None:
    with pytest.raises(ChannelRefused, match="a picture cannot be made smaller than 10 bytes"):
        encode(a_picture(32, 32), PictureRule(max_bytes=10))


def test_camera_data_that_cannot_be_read_turns_nothing() -> None:
    content = a_picture(exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff" + b"\xff" * 40)
    assert alike(shown(encode(content, WIDE)), a_drawing())


def test_a_thousand_broken_bytes_are_trouble_or_a_picture_and_nothing_else() -> None:
    for kind in ("PNG", "JPEG", "WEBP", "GIF"):
        whole = encoded(a_drawing(40, 40), kind, exif=camera_data()) if kind != "GIF" else a_picture(40, 40, "GIF")
        for at in range(0, len(whole), max(1, len(whole) // 250)):
            broken = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
            with suppress(ChannelRefused):
                assert only_pixels(encode(broken, PictureRule()).content)
