"""Draws the banner of the example campaign: words on a plain ground, no person and no place.

    python bench/banner.py templates/close-the-camps/pictures/banner.png

The font is the one that Pillow carries, so every machine draws the same."""

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 675)
GROUND, WORDS, QUIET = "#24303a", "#ffffff", "#b8c4cc"


def banner() -> Image.Image:
    """Three colours and their edges: as a palette it is a few kilobytes."""
    image = Image.new("RGB", SIZE, GROUND)
    draw = ImageDraw.Draw(image)
    wide, high = SIZE
    draw.text((wide / 2, high / 2 - 30), "#CloseTheCamps", WORDS, ImageFont.load_default(120), anchor="mm")
    draw.line((wide / 2 - 160, high / 2 + 70, wide / 2 + 160, high / 2 + 70), QUIET, 4)
    draw.text((wide / 2, high / 2 + 130), "Keep looking.", QUIET, ImageFont.load_default(52), anchor="mm")
    return image.quantize(32, dither=Image.Dither.NONE)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    banner().save(path, "PNG", optimize=True)
    print(f"{path}: {path.stat().st_size} bytes")
