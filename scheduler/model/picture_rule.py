"""What a network takes of pictures, as data."""

import math
from dataclasses import dataclass

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRule:
    """What is left out is what every network takes. `max_bytes` bounds the file as it is sent, `max_side` the longer
    side and `max_pixels` width times height (None: the network bounds only the others). `longest_alt` counts as
    `alt_length` does."""

    count: int = 4
    max_bytes: int = 1_900_000
    max_side: int | None = 2000
    max_pixels: int | None = None
    longest_alt: int = 1000

    def within(self, width: int, height: int) -> tuple[int, int]:
        """Its own size where that is allowed, else the largest of the same shape that is."""
        scale = 1.0
        if self.max_side is not None:
            scale = min(scale, self.max_side / max(width, height))
        if self.max_pixels is not None:
            scale = min(scale, math.sqrt(self.max_pixels / (width * height)))
        return max(1, int(width * scale)), max(1, int(height * scale))


EVERYWHERE = PictureRule()


def alt_length(alt: str) -> int:
    """UTF-16 units: no network says how it counts an alt text, and none is known to count more."""
    return len(alt.encode("utf-16-le", errors="replace")) // 2


def is_picture(path: str) -> bool:
    """By its ending alone."""
    return path.lower().endswith(SUFFIXES)
