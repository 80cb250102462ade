"""The newest seq and hash of each chain, in a file beside the store, so that a record cut at its end shows."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from scheduler.store.durable import put_whole

Head = tuple[int, str]

LARGEST = 1024 * 1024
"""Bytes; beyond it the file is written anew with what still matters."""


@dataclass
class Known:
    """What the file says of one chain. `against` is the first line that goes back, or says another hash for the same
    row: the store was cut or replaced. From there on `head` stays, so that the loss shows until a person has moved
    the file away."""

    head: Head
    against: Head | None = None

    def learn(self, head: Head) -> None:
        if self.against or head == self.head:
            return
        if head[0] > self.head[0]:
            self.head = head
        else:
            self.against = head


class Heads:
    """JSON Lines, one for each chain that a transaction made longer. One writer at a time: whoever holds the
    store's write lock."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, Head]:
        return {chain: known.head for chain, known in self._known().items()}

    def append(self, heads: Mapping[str, Head]) -> None:
        """Durable when it returns. Raises OSError."""
        if self._size() > LARGEST:
            self._compact()
        with self._path.open("a+b") as file:
            if file.tell() and not _ends_a_line(file.fileno(), file.tell()):
                file.write(b"\n")  # a crash tore the last line; the next one must not be torn with it
            file.write(b"".join(_line(chain, head) for chain, head in heads.items()))
            file.flush()
            os.fsync(file.fileno())

    def renew(self, heads: Mapping[str, Head]) -> Path | None:
        """Begin anew with these, and keep what the file said aside, under the name returned (None: there was no
        file). Raises OSError."""
        kept = _free(self._path) if self._path.exists() else None
        if kept is not None:
            kept.hardlink_to(self._path)
        put_whole(self._path, b"".join(_line(chain, head) for chain, head in heads.items()))
        return kept

    def _known(self) -> dict[str, Known]:
        known: dict[str, Known] = {}
        for line in self._lines():
            try:
                row = json.loads(line)
                chain, head = str(row["chain"]), (int(row["seq"]), str(row["hash"]))
            except (ValueError, TypeError, KeyError):
                continue  # torn by a crash
            if chain in known:
                known[chain].learn(head)
            else:
                known[chain] = Known(head)
        return known

    def _lines(self) -> list[bytes]:
        try:
            return self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return []

    def _size(self) -> int:
        try:
            return self._path.stat().st_size
        except FileNotFoundError:
            return 0

    def _compact(self) -> None:
        lines = [
            _line(chain, head)
            for chain, known in self._known().items()
            for head in (known.head, known.against)
            if head is not None
        ]
        put_whole(self._path, b"".join(lines))


def _line(chain: str, head: Head) -> bytes:
    return json.dumps({"chain": chain, "seq": head[0], "hash": head[1]}).encode() + b"\n"


def _free(path: Path) -> Path:
    """A name beside it that nothing has yet."""
    names = (path.with_name(f"{path.name}.kept-{number}") for number in count(1))
    return next(name for name in names if not name.exists())


def _ends_a_line(descriptor: int, size: int) -> bool:
    return os.pread(descriptor, 1, size - 1) == b"\n"
