"""One HTML file with everything in it: no script, nothing from elsewhere, and a style that a hash alone lets in."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from scheduler.attention.meter import Measure
from scheduler.model.money import dollar_words
from scheduler.model.wording import day_words
from scheduler.pages import curves
from scheduler.pages.drawing import drawn
from scheduler.service.report import Report, Watched
from scheduler.words import counts, posts, report, times
from scheduler.words.attention import carded
from scheduler.words.slopes import slopes

PAGES = Environment(
    loader=PackageLoader("scheduler.pages", ""),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


DRAWN = 8
"""Sources that have a picture; the others have a line of a table."""

LISTED = 500
"""Posts that are listed, and entries of each kind, the newest of them; `--json` has all."""

HOURLY = 62 * 24
"""Hours that are told one by one; of a longer time each day is."""


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of one source: `hours` holds the counts of each of its 24 hours, two where clocks go back; a gap
    is a dash, and an hour that the day does not have is empty. `most`: the highest of them."""

    day: date
    hours: tuple[str, ...]
    known: int
    total: int
    most: str
    states: str


def page(reports: Sequence[Report], zone: str) -> str:
    """`zone` is the reader's."""
    style, _, _ = PAGES.loader.get_source(PAGES, "report.css") if PAGES.loader else ("", "", None)
    return PAGES.get_template("report.html").render(
        reports=reports,
        zone=zone,
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        curve=lambda found, watched, name: drawn(curves.attention(found, watched, zone, name)),
        overlay=lambda found, name: drawn(curves.surges(found, zone, name)),
        days=lambda watched: list(days(watched, zone)),
        at=lambda instant: times.in_zone(instant, zone),
        iso=lambda instant: instant.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"),
        long_day=lambda instant: times.long_day(instant, zone),
        day_words=day_words,
        fell=curves.fell,
        stretch=curves.stretch,
        by_day=curves.by_day,
        dollars=dollar_words,
        text_of=posts.text_of,
        around=posts.around,
        printable=posts.printable,
        states=posts.STATES,
        slopes=slopes,
        count=counts.count,
        words=report,
        carded=carded,
        most_drawn=DRAWN,
        most_listed=LISTED,
        most_hours=HOURLY,
    )


def write_page(path: Path, content: str) -> None:
    """In one step, so that nobody reads half a page. Raises OSError."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(content, encoding="utf-8")
    draft.replace(path)


def days(watched: Watched, zone: str) -> Iterator[Day]:
    where = ZoneInfo(zone)
    for day, found in groupby(watched.measures, lambda measure: measure.at.astimezone(where).date()):
        measures = list(found)
        known = [measure.count for measure in measures if measure.count is not None]
        most = f"{max(known):,}" if known else "–"
        yield Day(day, tuple(_hours(measures, where)), len(known), sum(known), most, _states(measures))


def _hours(measures: Sequence[Measure], where: ZoneInfo) -> Iterator[str]:
    cells: dict[int, list[str]] = {}
    for measure in measures:
        said = "–" if measure.count is None else f"{measure.count:,}"
        cells.setdefault(local_hour(measure.at, where), []).append(said)
    for hour in range(24):
        yield ", ".join(cells.get(hour, []))


def local_hour(at: datetime, where: ZoneInfo) -> int:
    return at.astimezone(where).hour


def _states(measures: Sequence[Measure]) -> str:
    """Each state of the day with its hours, in order of appearance."""
    found = [str(measure.state) for measure in measures]
    return ", ".join(f"{state} {found.count(state)} h" for state in dict.fromkeys(found))
