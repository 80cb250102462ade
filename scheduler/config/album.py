"""Remembers the content of pictures between two looks at a folder, so that each look does not read them all again."""

import os
from collections.abc import Collection
from dataclasses import dataclass, field

Stamp = tuple[int, int, int, int, int]


@dataclass
class Album:
    """A content is believed once two looks found it under the same stamp: a file that is written twice within one tick
    of the file system's clock would otherwise be known by what it was after the first."""

    _pages: dict[str, tuple[Stamp, bytes, bool]] = field(default_factory=dict)

    def known(self, path: str, status: os.stat_result) -> bytes | None:
        """None: it must be read."""
        stamp, content, believed = self._pages.get(path, (None, b"", False))
        return content if believed and stamp == _stamp(status) else None

    def remember(self, path: str, status: os.stat_result, content: bytes) -> None:
        page = self._pages.get(path)
        same = page is not None and page[0] == _stamp(status) and page[1] == content
        self._pages[path] = (_stamp(status), page[1] if page and same else content, same)

    def keep_only(self, paths: Collection[str]) -> None:
        self._pages = {path: page for path, page in self._pages.items() if path in paths}


def _stamp(status: os.stat_result) -> Stamp:
    """A new content leaves none of these as they were: not the change time, which no program can set back."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
