import os
from pathlib import Path

from scheduler.config.album import Album


def looked(album: Album, path: Path) -> bool:
    """Whether this look had to read the file."""
    status = path.stat()
    known = album.known("a.png", status)
    if known is None:
        album.remember("a.png", status, path.read_bytes())
    return known is None


def test_a_picture_is_read_at_two_looks_and_then_known(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"pixels")
    album = Album()

    assert [looked(album, path) for _ in range(4)] == [True, True, False, False]
    assert album.known("a.png", path.stat()) == b"pixels"


def test_a_picture_that_was_written_again_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"pixels")
    album = Album()
    assert [looked(album, path) for _ in range(2)] == [True, True]
    before = path.stat()

    path.write_bytes(b"pixelz")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))

    assert [looked(album, path) for _ in range(3)] == [True, True, False]
    assert album.known("a.png", path.stat()) == b"pixelz"


def test_a_content_that_changed_under_the_same_stamp_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"pixels")
    album = Album()
    status = path.stat()

    album.remember("a.png", status, b"pixels")
    album.remember("a.png", status, b"pixelz")
    assert album.known("a.png", status) is None

    album.remember("a.png", status, b"pixelz")
    assert album.known("a.png", status) == b"pixelz"


def test_what_left_the_folder_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"pixels")
    album = Album()
    assert [looked(album, path) for _ in range(2)] == [True, True]

    album.keep_only({"b.png"})

    assert album.known("a.png", path.stat()) is None
