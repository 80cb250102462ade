"""What a picture's file consists of, read byte by byte and without the library that wrote it."""

from collections.abc import Iterator

PIXELS_OF_PNG = {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"}
PIXELS_OF_JPEG = {"FFD8", "FFE0", "FFDB", "FFC0", "FFC2", "FFC4", "FFDA", "FFD9"}
"""Start, JFIF's header, quantisation, frame, Huffman tables, scans, end."""


def parts(content: bytes) -> list[str]:
    """The names of a PNG's chunks or of a JPEG's segments, in order. Raises ValueError where bytes are left over."""
    return list(_chunks(content) if content.startswith(b"\x89PNG\r\n\x1a\n") else _segments(content))


def only_pixels(content: bytes) -> bool:
    """Whether nothing is there but pixels and what it takes to read them."""
    found = parts(content)
    if found[0] == "IHDR":
        return set(found) <= PIXELS_OF_PNG
    header = content[4 : 4 + int.from_bytes(content[4:6], "big")]
    jfif = content[2:4] == b"\xff\xe0" and header[2:7] == b"JFIF\0" and len(header) == 16  # no room for a thumbnail
    return set(found) <= PIXELS_OF_JPEG and found.count("FFE0") == 1 and jfif


def _chunks(content: bytes) -> Iterator[str]:
    at = 8
    while at < len(content):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8].decode("ascii")
        yield name
        at += 12 + length
        if name == "IEND" and at != len(content):
            raise ValueError("something follows the end")


def _segments(content: bytes) -> Iterator[str]:
    at = 0
    while at < len(content):
        name = content[at : at + 2].hex().upper()
        if not name.startswith("FF"):
            raise ValueError(f"no segment begins at {at}")
        yield name
        at += 2
        if name == "FFD9" and at != len(content):
            raise ValueError("something follows the end")
        if name not in ("FFD8", "FFD9"):
            at += int.from_bytes(content[at : at + 2], "big")
        if name == "FFDA":
            while content[at] != 0xFF or content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
                at += 1
