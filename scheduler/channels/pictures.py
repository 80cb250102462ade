"""Draws a picture anew for a network, from its pixels alone: upright, in sRGB, as large as the network takes it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from scheduler.errors import ChannelRefused
from scheduler.model.picture_rule import PictureRule
from scheduler.pixels import Unshowable, opened

LOSSLESS = ("PNG", "GIF")
"""Kinds in which drawings come; one that came as JPEG gains nothing by being kept whole."""

QUALITIES = (90, 85, 80, 72, 64)
SMALLER = 0.8
"""By how much the sides shrink where even the lowest of these is too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """`content` holds pixels and what it takes to read them, and nothing that was in the file it was made from."""

    content: bytes = field(repr=False)
    media_type: str
    width: int
    height: int


def encode(content: bytes, limits: PictureRule) -> Encoded:
    """The first frame of a picture within these limits. The same bytes give the same bytes under one version of Pillow.
    Raises ChannelRefused: no second try would make it smaller, or whole."""
    try:
        whole = opened(content).image
        drawn = _drawn(whole, limits)
    except Unshowable as error:
        raise ChannelRefused(f"a picture cannot be sent: {error}") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise ChannelRefused(f"a picture cannot be sent: {type(error).__name__} while it was drawn anew") from error
    if whole.format in LOSSLESS or drawn.mode == "RGBA":
        found = _as_png(drawn)
        if len(found.content) <= limits.max_bytes:
            return found
    for attempt in _as_jpeg(drawn):
        if len(attempt.content) <= limits.max_bytes:
            return attempt
    raise ChannelRefused(f"a picture cannot be made smaller than {limits.max_bytes} bytes")


def _drawn(image: Image.Image, limits: PictureRule) -> Image.Image:
    """Upright pixels in sRGB, RGB or RGBA, as a picture of its own that knows nothing of its file. Scaled before its
    colours are converted: of the whole there is room for one copy."""
    profile = image.info.get("icc_profile")
    with suppress(Exception):  # camera data that cannot be read turns nothing
        ImageOps.exif_transpose(image, in_place=True)
    whole = image.convert("RGBA") if image.has_transparency_data else _eight_bits(image)
    scaled = _scaled(whole, limits.within(*whole.size))
    colours = _in_srgb(scaled.convert("RGB") if scaled.mode == "RGBA" else scaled, profile)
    drawn = Image.new("RGB", colours.size)
    drawn.paste(colours)
    if scaled.mode == "RGBA" and scaled.getchannel("A").getextrema() != (255, 255):
        drawn.putalpha(scaled.getchannel("A"))
    return drawn


def _eight_bits(image: Image.Image) -> Image.Image:
    """In a mode that a colour profile can speak of."""
    if image.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut at 255
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGB", "L", "CMYK"):
        return image
    return image.convert("L" if image.mode in ("1", "LA", "La") else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # a profile that is broken, or speaks of other colours than these
        if converted is not None:
            return converted
    return image.convert("RGB")


def _scaled(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _as_png(image: Image.Image) -> Encoded:
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return Encoded(content=file.getvalue(), media_type="image/png", width=image.width, height=image.height)


def _as_jpeg(image: Image.Image) -> Iterator[Encoded]:
    """Worse and worse, then smaller and smaller. What was transparent becomes white, as on a sheet of paper."""
    if image.mode == "RGBA":
        sheet = Image.new("RGB", image.size, "white")
        sheet.paste(image, mask=image.getchannel("A"))
        image = sheet
    while True:
        for quality in QUALITIES:
            file = BytesIO()
            image.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
            yield Encoded(content=file.getvalue(), media_type="image/jpeg", width=image.width, height=image.height)
        if image.size == (1, 1):
            return
        image = _scaled(image, (max(1, int(image.width * SMALLER)), max(1, int(image.height * SMALLER))))
