"""The newest seq and hash of each chain, in a file beside the store, so that a record cut at its end shows."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
        fresh = self._path.with_name(f"{self._path.name}.new")
        with fresh.open("wb") as file:
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


def _line(chain: str, head: Head) -> bytes:
    return json.dumps({"chain": chain, "seq": head[0], "hash": head[1]}).encode() + b"\n"


def _ends_a_line(descriptor: int, size: int) -> bool:
    return os.pread(descriptor, 1, size - 1) == b"\n"
