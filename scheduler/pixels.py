"""Opens the bytes of a picture without trusting them: few formats, and no more pixels than memory has room for."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, UnidentifiedImageError

from scheduler.errors import SchedulerError

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 40_000_000
"""A small file can unpack to more than a machine has memory for; no network shows this many."""

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)  # up to twice the most Pillow only warns
warnings.filterwarnings("error", category=UserWarning, module=r"PIL\.")  # and of what is corrupt

_POSITION = frozenset({ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude})
_POSITION_IN_XMP = b"GPSLatitude"


class Unshowable(SchedulerError):
    """this file is no picture that can be shown"""

    def __init__(self, what: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = str(self)
        self.fix = fix


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """`image` is the first frame, unpacked and as the file has it: not turned, its colours not converted. `width` and
    `height` are those of the file, and `image` may be smaller where it was opened roughly."""

    image: Image.Image
    width: int
    height: int
    animated: bool


def opened(content: bytes, *, roughly: bool = False) -> Opened:
    """`roughly`: everything is read, but a JPEG, which can, is unpacked small. Raises Unshowable."""
    try:
        return _opened(content, roughly=roughly)
    except UnidentifiedImageError as error:
        raise Unshowable("this file is no picture of a known kind", "save it as PNG, JPEG, WebP or GIF") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        most = f"keep it under {MOST_PIXELS // 1_000_000} million pixels"
        raise Unshowable("this picture has too many pixels", most) from error
    except Exception as error:  # decoders raise whatever a broken file makes them stumble over
        raise Unshowable("this picture is broken or cut short", "save it again, or restore the file") from error


def _opened(content: bytes, *, roughly: bool) -> Opened:
    Image.open(BytesIO(content), formats=FORMATS).verify()  # the checksums of a PNG, which unpacking passes over
    image = Image.open(BytesIO(content), formats=FORMATS)
    width, height = image.size
    animated = bool(getattr(image, "is_animated", False))
    if roughly:
        image.draft(None, (width // 8, height // 8))
    image.load()
    return Opened(image=image, width=width, height=height, animated=animated)


def holds_position(image: Image.Image, content: bytes) -> bool:
    """Whether the file says where on earth it was taken."""
    try:
        tags = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # noqa: BLE001 - what cannot be read says nothing
        tags = {}
    return bool(_POSITION & tags.keys()) or _POSITION_IN_XMP in content
