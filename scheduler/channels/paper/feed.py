"""The append-only file that is the memory of a network of paper, safe under many writers and sudden ends."""

import fcntl
import hashlib
import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import FileIO
from operator import not_
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from scheduler.errors import ChannelTrouble
from scheduler.model.post import Entity

NEWEST = 200
"""How many posts are kept at hand with their texts."""

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture as it is shown: `name` is that of its file among the pictures beside the feed."""

    name: Annotated[str, Field(pattern=r"^[0-9a-f]{64}\.(png|jpg)$")]
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """What the create call carries. Without pictures it says nothing of them, so that bytes that were kept before there
    were any are still those of their post."""

    key: str
    account: str
    language: str
    zone: str
    text: str
    entities: tuple[Entity, ...]
    pictures: Annotated[tuple[Shown, ...], Field(exclude_if=not_)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedLine:
    """A post as it was taken. `like` names the network that is imitated; `length` and `limit` are its count."""

    event: Literal["posted"] = "posted"
    id: str
    at: AwareDatetime
    like: str
    length: int
    limit: int
    post: Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedLine:
    """The tombstone of a post; `key` is there for people who read the file."""

    event: Literal["deleted"] = "deleted"
    id: str
    at: AwareDatetime
    key: str


Line = PostedLine | DeletedLine

WIRE = TypeAdapter(Wire)
LINE: TypeAdapter[Line] = TypeAdapter(Annotated[Line, Field(discriminator="event")])


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of every post: enough to answer a repeat without reading the file again."""

    key: str
    account: str
    at: datetime
    digest: bytes


class FeedDamaged(ChannelTrouble):
    """the feed holds a line that cannot be read"""


class Feed:
    """One file for all accounts of a folder: its order is the order in which the posts appeared, keys are unique
    across accounts as the schedules' keys are, and one lock guards both the file and the page made from it.

    A writer holds the exclusive lock, so a line without a newline is what a sudden end left of an unanswered write:
    readers pass over it and the next writer cuts it off. What was read stays in memory; each look reads only what
    others have appended since, or everything where the file is no longer the one that was read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._forget()

    def _forget(self) -> None:
        self.known: dict[str, Known] = {}
        self.gone: dict[str, datetime] = {}
        self.newest: deque[PostedLine] = deque(maxlen=NEWEST)
        self._read_to = 0
        self._last_line = b""
        self._lines = 0

    def open(self) -> FileIO:
        """The file, made where there is none; each append is one write at its end. Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return FileIO(self.path, "a+")

    @contextmanager
    def reading(self, file: FileIO) -> Iterator[None]:
        """Waits for writers, never for readers, then knows all that the file holds. Raises OSError, FeedDamaged."""
        with self._lock(file, fcntl.LOCK_SH):
            yield

    @contextmanager
    def writing(self, file: FileIO) -> Iterator[None]:
        """The same, and nobody else reads or writes meanwhile. A holder only touches files and the kernel frees
        the lock of the dead, so waiting for it needs no deadline."""
        with self._lock(file, fcntl.LOCK_EX):
            yield

    @contextmanager
    def _lock(self, file: FileIO, how: int) -> Iterator[None]:
        fcntl.flock(file, how)
        try:
            known_to = self._read_to
            self._catch_up(file)
            if self._read_to != known_to:
                os.fsync(file)  # whoever wrote this may have died before it was durable
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)

    def append(self, file: FileIO, line: Line) -> None:
        """Durable when it returns; where it raises OSError the line is taken back, as far as the disk allows. Only
        while `writing`."""
        try:
            self._write(file, LINE.dump_json(line) + b"\n")
        except OSError:
            with suppress(OSError):
                file.truncate(self._read_to)
            raise
        self._catch_up(file)

    def _write(self, file: FileIO, whole: bytes) -> None:
        if os.fstat(file.fileno()).st_size > self._read_to:
            file.truncate(self._read_to)
        written = file.write(whole)
        if written != len(whole):
            raise OSError(f"only {written} of {len(whole)} bytes could be written")
        os.fsync(file)
        if self._read_to == 0:
            self._keep_name()

    def _keep_name(self) -> None:
        """A new file's name is durable only once its folder is."""
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _catch_up(self, file: FileIO) -> None:
        seam = os.pread(file.fileno(), len(self._last_line), self._read_to - len(self._last_line))
        if seam != self._last_line:
            self._forget()
        for whole in _lines(file, self._read_to):
            self._remember(whole)
            self._read_to += len(whole)
            self._last_line = whole
            self._lines += 1

    def _remember(self, whole: bytes) -> None:
        try:
            line = LINE.validate_json(whole)
        except ValidationError as wrong:
            message = f"line {self._lines + 1} of {self.path} cannot be read; mend that line or take it out"
            raise FeedDamaged(message) from wrong
        if isinstance(line, DeletedLine):
            self.gone[line.id] = line.at
        else:
            post = line.post
            self.known[line.id] = Known(post.key, post.account, line.at, digest_of(WIRE.dump_json(post)))
            self.newest.append(line)


def digest_of(wire: bytes) -> bytes:
    return hashlib.sha256(wire).digest()


def _lines(file: FileIO, start: int) -> Iterator[bytes]:
    """Whole lines with their newlines, from this byte on; a torn last one is left out."""
    rest = b""
    while chunk := os.pread(file.fileno(), CHUNK, start):
        start += len(chunk)
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line + b"\n"
