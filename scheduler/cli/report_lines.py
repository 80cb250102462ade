"""The report on a terminal: the five numbers, the curve in blocks, and lists."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import RenderableType
from rich.text import Text

from scheduler.attention.meter import Measure, State
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.model.money import dollar_words
from scheduler.service.report import Matter, Report, Watched
from scheduler.words import report as words
from scheduler.words.attention import carded
from scheduler.words.counts import count
from scheduler.words.posts import printable
from scheduler.words.slopes import slopes
from scheduler.words.times import in_zone, long_day

BLOCKS = "▁▂▃▄▅▆▇█"
LETTERS = {State.RISING: "r", State.PEAK: "p", State.FADING: "f"}
LOUDER = (State.RISING, State.PEAK, State.FADING)
"""Which state a column shows where its hours had several: the first of these."""

WIDEST, NARROWEST = 112, 24
BAR = 20
CURVES = 8
"""Sources whose curve is drawn; the loudest come first."""

FADED = "left of each surge, from its peak on for ten days; a sign is 12 hours"

MOST = 12
"""Matters of one kind that are shown; the page and --json have all."""


def lines(report: Report, screen: Screen, zone: str) -> Iterator[RenderableType]:
    width = max(NARROWEST, min(WIDEST, screen.width - 2)) if screen.bounded else WIDEST
    yield Text.assemble((printable(report.campaign.id), "bold"), f"  {_span(report, zone)}")
    yield from aligned(
        [Row([f"{n}.", printable(said)]) for n, said in enumerate(_numbers(report, zone), 1)], screen, wrapped=True
    )
    for watched in report.watched[:CURVES]:
        if watched.measures:
            yield Text()
            yield from _curve(report, watched, zone, width)
    if further := report.watched[CURVES:]:
        yield Text()
        yield Text(f"and {count(len(further), 'further source')}; --html has a line for each, --json has all", "dim")
    yield from _section(FADED, list(_surges(report, zone)), screen)
    yield from _section("said", [Row([way, *cells]) for way, cells in _tallies(report)], screen)
    yield from _section("what readings say", [Row(list(cells)) for cells in slopes(report)], screen)
    yield from _section("not said, or in doubt", _matters(report.matters, zone), screen)
    yield from _section("changes", [*_extras(report), *_matters(report.changes, zone)], screen)
    yield from _section("stops", [*_standing(report, zone), *_matters(report.stopping, zone)], screen)
    yield from _section("of those allowed", list(_allowances(report)), screen)
    yield from _section("cost", list(_costs(report)), screen)
    yield Text()


def _span(report: Report, zone: str) -> str:
    return f"from {words.span(report, zone)}, by the clocks of {zone}"


def _numbers(report: Report, zone: str) -> Iterator[str]:
    yield words.phase(report, zone)
    yield words.above_the_floor(report, zone)
    left = "; ".join(f"{share}: {now} ({past})" for share, now, past in words.spans(report))
    yield f"Left of the latest surge: {left}." if left else "No surge, so nothing fades."
    yield words.own_posts(report)
    yield carded(report.card, coin=report.campaign.sustain.coin)


def _curve(report: Report, watched: Watched, zone: str, width: int) -> Iterator[Text]:
    columns = _columns(watched.measures, width)
    peaks = [max(words.without_gaps([m.count for m in column]), default=None) for column in columns]
    top = max(words.without_gaps(peaks), default=0)
    said = {one.at for one in report.said}
    name = printable(watched.source)
    yield Text(f"{name}: mentions an hour, the most of each stretch of {count(len(columns[0]), 'hour')}", "dim")
    yield Text("".join(" " if p is None else _block(p, top) for p in peaks))
    yield Text("".join(_letter(column) for column in columns).rstrip() or "quiet all along", "yellow")
    yield Text("".join(_mark(column, said) for column in columns).rstrip() or "no posts in these hours", "cyan")
    first, last = watched.measures[0].at, watched.measures[-1].at
    yield Text(f"{in_zone(first, zone)} to {in_zone(last, zone)}; highest {top:,}; r rising, p peak, f fading", "dim")


def _surges(report: Report, zone: str) -> Iterator[Row]:
    """One below the other, on one axis."""
    for one in report.surges[-MOST:]:
        known = dict(one.course.shares)
        shares = [known.get(float(hour)) for hour in range(0, 241, 12)]
        fading = "".join(" " if share is None else _block(round(100 * min(share, 1)), 100) for share in shares)
        yield Row(
            [long_day(one.course.surge.onset, zone), fading, f"{one.course.surge.peak:,} in 24 hours at its peak"]
        )


def _columns(measures: Sequence[Measure], width: int) -> list[Sequence[Measure]]:
    each = -(-len(measures) // width)
    return [measures[start : start + each] for start in range(0, len(measures), each)]


def _block(value: int, top: int) -> str:
    return BLOCKS[min(len(BLOCKS) - 1, value * len(BLOCKS) // max(top, 1))]


def _letter(column: Sequence[Measure]) -> str:
    seen = {measure.state for measure in column}
    return next((LETTERS[state] for state in LOUDER if state in seen), " ")


def _mark(column: Sequence[Measure], said: set[datetime]) -> str:
    """How many posts went out in these hours: `•`, a digit for more than one."""
    begin, end = column[0].at, column[-1].at
    number = sum(begin <= at.replace(minute=0, second=0, microsecond=0) <= end for at in said)
    return " " if not number else "•" if number == 1 else str(min(number, 9))


def _section(title: str, rows: Sequence[Row], screen: Screen) -> Iterator[RenderableType]:
    if rows:
        yield Text()
        yield Text(title, "dim")
        yield from aligned(rows, screen, indent=2, wrapped=True)


def _tallies(report: Report) -> Iterator[tuple[str, list[str]]]:
    whole = len(report.said)
    for way, numbers in words.tallies(report).items():
        for name, number in numbers:
            yield way, [printable(name), str(number), "█" * max(1, round(BAR * number / whole))]


def _matters(matters: Sequence[Matter], zone: str) -> list[Row]:
    found = [
        Row([Text(in_zone(one.at, zone), "dim"), words.what(one), printable(one.about), _why(one)])
        for one in matters[-MOST:]
    ]
    left = len(matters) - len(found)
    return [*found, Row(["", "", "", f"and {left} earlier; --json has all"])] if left else found


def _why(one: Matter) -> str:
    return printable(f"{one.why or 'no reason was given'} ({one.who})")


def _extras(report: Report) -> list[Row]:
    return [
        Row([Text(in_zone(one.course.surge.onset, "UTC"), "dim"), "surge", "", words.followed(one)], one.whys)
        for one in report.surges
        if one.whys
    ]


def _standing(report: Report, zone: str) -> list[Row]:
    return [
        Row([Text(in_zone(one.at, zone), "dim"), "stands", f"{one.scope} {one.subject}".strip(), printable(one.why)])
        for one in report.stops
    ]


def _allowances(report: Report) -> Iterator[Row]:
    for one in report.allowances:
        yield Row(
            [
                one.account,
                f"today {one.today} of {one.limits.per_day}, this week {one.this_week} of {one.limits.per_week}",
            ]
        )


def _costs(report: Report) -> Iterator[Row]:
    for one in report.costs:
        yield Row([one.month, one.account, str(one.purpose), dollar_words(one.millionths)])
