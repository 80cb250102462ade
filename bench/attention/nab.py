"""The score of the meter by the published standard profile of the Numenta Anomaly Benchmark, on five real series.

`python -m bench.attention.nab [FOLDER]`, a folder with CSV files of the benchmark and its windows.json. The meter runs
on hourly bins with its defaults; an alarm counts at the first row after its bin's end, when it can be known."""

import csv
import json
import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp
from pathlib import Path

from scheduler.attention.bins import binned
from scheduler.attention.meter import Meter

DATA = Path(__file__).parent / "data" / "nab_realTweets"
HOUR = timedelta(hours=1)
PROBATION, LONGEST_FILE = 0.15, 5000
FOUND, FALSE_ALARM, MISSED = 1.0, 0.11, 1.0
"""The standard profile's weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`raw` is the sum of the weighted scores; without any alarm it would be minus the number of windows."""

    raw: float
    windows: int
    found: int
    false_alarms: int
    weeks: float

    def __add__(self, other: "Result") -> "Result":
        return Result(
            raw=self.raw + other.raw,
            windows=self.windows + other.windows,
            found=self.found + other.found,
            false_alarms=self.false_alarms + other.false_alarms,
            weeks=self.weeks + other.weeks,
        )

    @property
    def score(self) -> float:
        """0 for no alarm at all, 100 for one at the very beginning of each window and no other."""
        return 100 * (self.raw + self.windows) / (2 * self.windows)


def sigmoid(place: float) -> float:
    """From 1 long before a window's end over 0 there to -1 three windows after it."""
    return -1.0 if place > 3 else 2 / (1 + exp(5 * place)) - 1


def score(times: Sequence[datetime], windows: Sequence[tuple[datetime, datetime]], alarms: Sequence[int]) -> Result:
    """`alarms` are rows; `windows` are bounded by rows, both included."""
    begin = int(PROBATION * min(len(times), LONGEST_FILE))
    places = [(bisect_left(times, first), bisect_left(times, last)) for first, last in windows]
    places = [(first, last) for first, last in places if last >= begin]
    alarms = [alarm for alarm in alarms if alarm >= begin]
    raw, found = 0.0, 0
    for first, last in places:
        inside = [alarm for alarm in alarms if first <= alarm <= last]
        found += bool(inside)
        width = last - first + 1
        raw += FOUND * sigmoid(-(last - inside[0] + 1) / width) / sigmoid(-1) if inside else -MISSED
    outside = [alarm for alarm in alarms if not any(first <= alarm <= last for first, last in places)]
    for alarm in outside:
        before = [(first, last) for first, last in places if last < alarm]
        raw += FALSE_ALARM * (sigmoid((alarm - before[-1][1]) / (before[-1][1] - before[-1][0])) if before else -1.0)
    weeks = (times[-1] - times[begin]) / timedelta(weeks=1)
    return Result(raw=raw, windows=len(places), found=found, false_alarms=len(outside), weeks=weeks)


def read(file: Path) -> list[tuple[datetime, int]]:
    with file.open() as lines:
        return [(_instant(row["timestamp"]), int(row["value"])) for row in csv.DictReader(lines)]


def alarms(rows: Sequence[tuple[datetime, int]]) -> list[int]:
    """The rows at which the meter's alarms can be known."""
    meter = Meter(HOUR)
    ends = [found.at + HOUR for found in binned(rows, HOUR) if meter.feed(found).alarm]
    places = (bisect_left(rows, (end, -1)) for end in ends)
    return [place for place in places if place < len(rows)]


def results(folder: Path) -> dict[str, Result]:
    windows = {Path(name).name: found for name, found in json.loads((folder / "windows.json").read_text()).items()}
    return {file.name: result(read(file), windows[file.name]) for file in sorted(folder.glob("*.csv"))}


def result(rows: Sequence[tuple[datetime, int]], windows: Sequence[tuple[str, str]]) -> Result:
    bounds = [(_instant(first), _instant(last)) for first, last in windows]
    return score([at for at, _ in rows], bounds, alarms(rows))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def main(folder: Path) -> int:
    found = results(folder)
    for name, one in found.items():
        print(f"{name:28} {one.score:5.1f}, {one.found} of {one.windows} windows, {one.false_alarms} false alarms")
    whole = sum(found.values(), Result(raw=0, windows=0, found=0, false_alarms=0, weeks=0))
    recall, weekly = whole.found / whole.windows, whole.false_alarms / whole.weeks
    print(f"score {whole.score:.1f}, recall {recall:.2f}, false episodes a week {weekly:.2f}")
    return 0 if whole.score >= 74 and recall >= 0.9 and weekly <= 1.7 else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA))
