"""A clock at which somebody writes files, piece by piece, while a house looks at them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.clock import ManualClock
from tests.dying import draw

Piece = Callable[[], object]


class Busy(ManualClock):
    """What is to happen by then happens as time passes, between any two looks."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self._ahead: list[tuple[datetime, Piece]] = []

    def at(self, instant: datetime, piece: Piece) -> None:
        self._ahead = sorted([*self._ahead, (instant, piece)], key=lambda ahead: ahead[0])

    @property
    def idle(self) -> bool:
        return not self._ahead

    def advance(self, by: timedelta) -> None:
        end = self.now() + by
        while self._ahead and self._ahead[0][0] <= end:
            instant, piece = self._ahead.pop(0)
            super().advance(instant - self.now())
            piece()
        super().advance(end - self.now())


def write_slowly(clock: Busy, folder: Path, files: Mapping[str, bytes], seed: str, pieces: int) -> None:
    """File after file from its first byte on, each in so many pieces that lie less than two seconds apart."""
    at = clock.now()
    for name, piece in _pieces(folder, files, pieces):
        at += timedelta(seconds=0.1 + 1.8 * draw(f"{seed}/{name}/{at}"))
        clock.at(at, piece)


def _pieces(folder: Path, files: Mapping[str, bytes], pieces: int) -> Iterator[tuple[str, Piece]]:
    for name, content in files.items():
        path = folder / name
        step = len(content) // pieces + 1
        for begin in range(0, len(content), step):
            yield name, _piece(path, content[begin : begin + step], new=begin == 0)


def _piece(path: Path, content: bytes, *, new: bool) -> Piece:
    def write() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb" if new else "ab") as file:
            file.write(content)

    return write
