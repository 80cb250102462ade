"""Reads a series of times and counts from a CSV or JSON Lines file, and says of every line what is wrong with it."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from scheduler.errors import FilesWrong, Problem

TIMES = ("at", "time", "timestamp", "datetime", "date", "day", "hour", "start")
COUNTS = ("count", "counts", "value", "mentions", "uses", "views", "post_count", "tweet_count", "total")
LARGEST = 64 * 2**20
"""Bytes: more than a hundred years of minutes."""
MOST = 10**12
"""A count beyond it is no count of people's posts."""

MOST_WRONG = 100
"""Lines that are told of; beyond them the rest is not even read: of a few megabytes of nonsense there are millions."""

Row = tuple[datetime, int]


class Wrong(Exception):
    """What is wrong with one line, and what to do. `said` is what stands there, where it may be shown."""

    def __init__(self, what: str, fix: str, said: object = None) -> None:
        super().__init__(what)
        self.what, self.fix, self.said = what, fix, said

    def worded(self, *, quoting: bool) -> str:
        if self.said is None:
            return self.what
        return f"{str(self.said)[:40]!r} {self.what}" if quoting else f"what it holds {self.what}"


def read_series(file: Path, name: str | None = None, largest: int = LARGEST, *, quoting: bool = True) -> list[Row]:
    """In order of time, in UTC; a time without an offset counts as UTC. `name` stands for the file in messages; it may
    have so many bytes. Not `quoting`: what stands in it is not repeated. Raises FilesWrong with the first lines that
    cannot be read."""
    name = name or str(file)
    try:
        if file.stat().st_size > largest:
            what = f"it is larger than {largest // 2**20} MiB"
            raise FilesWrong((Problem(name, 0, 0, "", what, "give a shorter series"),))
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else "it is not UTF-8 text"
        raise FilesWrong((Problem(name, 0, 0, "", f"it cannot be read: {said}", "look at the file"),)) from error
    return parse_series(text, name, quoting=quoting)


def parse_series(text: str, name: str, *, quoting: bool = True) -> list[Row]:
    """CSV, JSON Lines, or a list in JSON, whose entries are numbered as lines are. Raises FilesWrong."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, found in _entries(text):
        try:
            rows.append(_row(found))
        except Wrong as wrong:
            problems.append(Problem(name, number, 1, "", wrong.worded(quoting=quoting), wrong.fix))
            if len(problems) == MOST_WRONG:
                break
    if not rows and not problems:
        problems.append(Problem(name, 0, 0, "", "it holds no counts", "write a line for each time and its count"))
    if problems:
        raise FilesWrong(tuple(problems))
    return sorted(rows)


def _entries(text: str) -> Iterator[tuple[int, Mapping[str, object] | None]]:
    if text.lstrip().startswith("["):
        return _listed(text)
    return _objects(StringIO(text)) if text.lstrip().startswith("{") else _cells(StringIO(text, newline=""))


def _listed(text: str) -> Iterator[tuple[int, Mapping[str, object] | None]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = [None]
    for number, one in enumerate(found if isinstance(found, list) else [None], 1):
        yield number, one if isinstance(one, dict) else None


def _objects(lines: Iterable[str]) -> Iterator[tuple[int, Mapping[str, object] | None]]:
    """Of JSON Lines; None where a line is no object."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        yield number, found if isinstance(found, dict) else None


def _cells(lines: Iterable[str]) -> Iterator[tuple[int, Mapping[str, object] | None]]:
    """Of CSV; without a line of names the first column is the time and the second the count."""
    reader = csv.reader(lines)
    names: list[str] | None = None
    for cells in _rows(reader):
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = [cell.strip().lower() for cell in cells]
            if any(name in TIMES for name in names):
                continue
            names = [TIMES[0], COUNTS[0]]
        yield reader.line_num, dict(zip(names, cells, strict=False))


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """A cell that the reader finds too large ends it, as a line that says nothing."""
    try:
        yield from reader
    except csv.Error:
        yield ["its quotes do not end"]


def _row(found: Mapping[str, object] | None) -> Row:
    if found is None:
        raise Wrong("it is no JSON object", 'write it like {"at": "2026-11-23T09:00Z", "count": 12}')
    time = _named(found, TIMES, "a time")
    count = _named(found, COUNTS, "a count")
    return _instant(time), _count(count)


def _named(found: Mapping[str, object], names: tuple[str, ...], what: str) -> object:
    for name in names:
        if (said := found.get(name)) is not None and said != "":
            return said
    raise Wrong(f"there is no {what.removeprefix('a ')} in it", f"name {what} `{names[0]}` or `{names[2]}`")


def _instant(said: object) -> datetime:
    try:
        found = datetime.fromisoformat(str(said).strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Wrong("is no time", "write it like 2026-11-23T09:00Z", said) from error


def _count(said: object) -> int:
    wrong = Wrong("is no count", "write a whole number from 0 on, or leave the line out", said)
    try:
        number = float(str(said))
    except ValueError:
        raise wrong from None
    if not 0 <= number <= MOST or number != int(number):
        raise wrong
    return int(number)
