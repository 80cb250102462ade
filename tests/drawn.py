"""Pictures drawn by the tests, with whatever a camera or a program may leave in their files."""

from io import BytesIO
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

LATITUDE, LONGITUDE, GPS, ORIENTATION = 2, 4, 0x8825, 0x0112


def encoded(image: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def a_drawing(width: int = 320, height: int = 240) -> Image.Image:
    """Red on the left, blue on the right, with a white corner at the top left, so that one sees how it is turned."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    image.paste("white", (0, 0, width // 8, height // 8))
    return image


def a_picture(width: int = 320, height: int = 240, kind: str = "PNG", **how: Any) -> bytes:
    return encoded(a_drawing(width, height), kind, **how)


def camera_data(*, orientation: int = 1, position: bool = False) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "A camera that tells"
    if position:
        exif[GPS] = {1: "N", LATITUDE: (43.0, 19.0, 0.0), 3: "E", LONGITUDE: (45.0, 41.0, 0.0)}
    return exif


def notes(words: str) -> PngInfo:
    """Text chunks of every kind that PNG has."""
    found = PngInfo()
    found.add_text("Comment", words)
    found.add_text("Author", words, zip=True)
    found.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{words}</x:xmpmeta>")
    return found
