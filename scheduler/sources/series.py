"""Reads a series of times and counts from a CSV or JSON Lines file, and says of every line what is wrong with it."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from scheduler.errors import FilesWrong, Problem

TIMES = ("at", "time", "timestamp", "datetime", "date", "day", "hour", "start", "ts", "when")
COUNTS = ("count", "counts", "value", "mentions", "uses", "views", "post_count", "tweet_count", "total", "posts", "n")
LARGEST = 64 * 2**20
"""Bytes: more than a hundred years of minutes."""
MOST = 10**12
"""A count beyond it is no count of people's posts."""

MOST_WRONG = 100
"""Lines that are told of; beyond them the rest is not even read: of a few megabytes of nonsense there are millions."""

EPOCHS = {10: 1, 13: 1_000, 16: 1_000_000}
"""Digits of a time since 1970, from 2001 to 2286, and how many of its units a second has."""
SEPARATORS = ("\t", ";", ",")

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


Entry = Mapping[str, object] | Wrong
NO_OBJECT = Wrong("it is no JSON object", 'write it like {"at": "2026-11-23T09:00Z", "count": 12}')


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
        fix = "look at the file" if isinstance(error, OSError) else "save it as UTF-8"
        raise FilesWrong((Problem(name, 0, 0, "", f"it cannot be read: {said}", fix),)) from error
    return parse_series(text, name, quoting=quoting)


def parse_series(text: str, name: str, *, quoting: bool = True) -> list[Row]:
    """CSV, JSON Lines, or a list in JSON, whose entries are numbered as lines are. Where a line leaves its count empty
    nothing is known of that time. Raises FilesWrong."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, found in _entries(text):
        try:
            time, count = _read(found)
            if count is not None:
                rows.append((time, count))
        except Wrong as wrong:
            problems.append(Problem(name, number, 1, "", wrong.worded(quoting=quoting), wrong.fix))
            if len(problems) == MOST_WRONG:
                break
    if not rows and not problems:
        problems.append(Problem(name, 0, 0, "", "it holds no counts", "write a line for each time and its count"))
    if problems:
        raise FilesWrong(tuple(problems))
    return sorted(rows)


def _entries(text: str) -> Iterator[tuple[int, Entry]]:
    if text.lstrip().startswith("["):
        return _listed(text)
    return (
        _objects(StringIO(text))
        if text.lstrip().startswith("{")
        else _cells(StringIO(text, newline=""), _separator(text))
    )


def _listed(text: str) -> Iterator[tuple[int, Entry]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = [None]
    for number, one in enumerate(found if isinstance(found, list) else [None], 1):
        yield number, one if isinstance(one, dict) else NO_OBJECT


def _objects(lines: Iterable[str]) -> Iterator[tuple[int, Entry]]:
    """Of JSON Lines."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        yield number, found if isinstance(found, dict) else NO_OBJECT


def _separator(text: str) -> str:
    """Which of them the first line has most of."""
    first = text.lstrip().partition("\n")[0][:10_000]
    return max(SEPARATORS, key=lambda one: len(next(csv.reader([first], delimiter=one), [])))


def _cells(lines: Iterable[str], separator: str) -> Iterator[tuple[int, Entry]]:
    """Of CSV."""
    reader = csv.reader(lines, delimiter=separator)
    names: list[str] | None = None
    for cells in _rows(reader):
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            try:
                names, is_header = _names([cell.strip().lower() for cell in cells])
            except Wrong as wrong:
                yield reader.line_num, wrong
                return
            if is_header:
                continue
        yield reader.line_num, dict(zip(names, cells, strict=False))


def _names(cells: list[str]) -> tuple[list[str], bool]:
    """What the columns are called, and whether the first line says so. Of two columns in words of their own, or without
    any, the first is the time. Raises Wrong where there are more and it is not clear which to read."""
    time = next((name for name in TIMES if name in cells), None)
    count = next((name for name in COUNTS if name in cells), None)
    if len(cells) < 2 or (time is None and any(_is(cell, _instant) or _is(cell, _count) for cell in cells)):
        return (cells, True) if time else ([TIMES[0], COUNTS[0]], False)
    if time and count:
        return cells, True
    if len(cells) > 2:
        lacks = f"a time, `{TIMES[0]}`" if time is None else f"a count, `{COUNTS[0]}`"
        raise Wrong("names no column that is known", f"name the column that holds {lacks}", ", ".join(cells))
    turned = cells[-1] == time or (time is None and cells[0] == count)
    return ([COUNTS[0], TIMES[0]] if turned else [TIMES[0], COUNTS[0]]), True


def _is(cell: str, read: Callable[[object], object]) -> bool:
    try:
        read(cell)
    except Wrong:
        return False
    return True


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """A cell that the reader finds too large ends it, as a line that says nothing."""
    try:
        yield from reader
    except csv.Error:
        yield ["its quotes do not end"]


def _read(found: Entry) -> tuple[datetime, int | None]:
    if isinstance(found, Wrong):
        raise found
    time, count = _named(found, TIMES, "a time"), _named(found, COUNTS, "a count")
    if time is None:
        raise Wrong("its time is empty", "write it like 2026-11-23T09:00Z")
    return _instant(time), None if count is None else _count(count)


def _named(found: Mapping[str, object], names: tuple[str, ...], what: str) -> object:
    """What the first of these names holds that holds anything; None where all that are there are empty."""
    there = [found[name] for name in names if name in found]
    if not there:
        raise Wrong(f"there is no {what.removeprefix('a ')} in it", f"name {what} `{names[0]}` or `{names[2]}`")
    return next((one for one in there if one is not None and one != ""), None)


def _instant(said: object) -> datetime:
    words = str(said).strip()
    try:
        if digits := re.fullmatch(r"(\d{10}|\d{13}|\d{16})(?:\.\d*)?", words):
            return _since_1970(digits[1])
        found = datetime.fromisoformat(words)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Wrong("is no time", "write it like 2026-11-23T09:00Z", said) from error


def _since_1970(digits: str) -> datetime:
    """Seconds, milliseconds or microseconds."""
    if re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])", digits):
        raise Wrong("may be seconds since 1970 or a day with its hour", "write it like 2026-11-23T09:00Z", digits)
    seconds, rest = divmod(int(digits), EPOCHS[len(digits)])
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1_000_000 // EPOCHS[len(digits)])


def _count(said: object) -> int:
    wrong = Wrong("is no count", "write a whole number from 0 on, or leave the line out", said)
    try:
        number = float(str(said))
    except ValueError:
        raise wrong from None
    if not 0 <= number <= MOST or number != int(number):
        raise wrong
    return int(number)
