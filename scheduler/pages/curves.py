"""The two pictures of a report: attention with the posts on it, and past surges laid over each other."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from math import ceil, log10
from zoneinfo import ZoneInfo

from scheduler.attention.bins import EPOCH
from scheduler.attention.meter import Measure, State
from scheduler.attention.surges import APART
from scheduler.model.count import HOUR
from scheduler.model.wording import day_words
from scheduler.pages.drawing import GAP, Chart, Line, Point
from scheduler.service.report import Report, Said, Surged, Watched
from scheduler.words.counts import count
from scheduler.words.times import in_zone, long_day

DAY = timedelta(days=1)
PHASES = (State.RISING, State.PEAK, State.FADING)
POINTS = 750
"""Of a curve, at most: more than a screen has."""

NAMED = 3
"""Posts that one dot names, at most."""

MARKS = 9
"""Days that are written below a curve, at most."""

PATTERNS = 5
"""Ways of drawing an earlier surge; with more of them the ways begin anew, and the table tells them apart."""


def attention(report: Report, watched: Watched, zone: str, name: str) -> Chart:
    """`name` begins the ids of its parts. Raises ValueError where the source was not counted in the period."""
    counts = [measure.count for measure in watched.measures if measure.count is not None]
    ys = ticks(max([*counts, 1]))
    top, start, hours = ys[-1], begin(report), stretch(len(watched.measures))
    width = hours * HOUR
    highest = [_highest(list(some)) for _, some in groupby(watched.measures, lambda m: (m.at - EPOCH) // width)]
    lines = [_shade(state, watched.measures, start, top) for state in PHASES]
    usual = [(_x(m.at + HOUR / 2, start), m.expected) for m in highest]
    counted = [(_x(m.at + HOUR / 2, start), m.count) for m in highest]
    lines += [
        Line(name="usual", points=[(x, y) if y is not None else GAP for x, y in usual]),
        Line(name="counted", points=[(x, float(y)) if y is not None else GAP for x, y in counted]),
        *_onsets(report, top, start),
        *_posts(report, highest, width, zone),
    ]
    return Chart(
        id=f"{name}-curve",
        title=f"Attention as {watched.source} shows it, with the posts on it",
        about=_told(report, watched, zone),
        x_title=f"days, by the clocks of {zone}",
        y_title="mentions an hour",
        lines=lines,
        xs=_days(report, zone),
        ys=[(float(y), f"{y:,}") for y in ys],
        span=(0, max(_x(report.at, start), 1 / 24)),
        top=float(top),
    )


def begin(report: Report) -> datetime:
    """Where its curves begin: not long before anything was counted or said."""
    firsts = [watched.measures[0].at for watched in report.watched if watched.measures]
    return max(report.since, min([*firsts, *(one.at for one in report.said[:1])], default=report.since))


def stretch(hours: int) -> int:
    """How many hours one point of a curve stands for: it shows the highest of them."""
    return next((each for each in (1, 2, 3, 4, 6, 8, 12) if hours <= each * POINTS), 24 * ceil(hours / 24 / POINTS))


def _highest(measures: Sequence[Measure]) -> Measure:
    return max(measures, key=lambda measure: -1 if measure.count is None else measure.count)


def surges(report: Report, zone: str, name: str) -> Chart:
    """Hours since the peak against the share left of it."""
    earlier = report.earlier
    lines = [Line(name=f"past past-{place % PATTERNS}", points=list(_shares(one))) for place, one in enumerate(earlier)]
    if report.latest is not None:
        lines.append(Line(name="latest", points=list(_shares(report.latest))))
    return Chart(
        id=f"{name}-surges",
        title="Surges laid over each other, from the peak of each on",
        about="; ".join(f"the surge of {long_day(one.course.surge.onset, zone)}: {_fell(one)}" for one in report.surges)
        + ".",
        x_title="hours since the peak",
        y_title="left of the peak, in %",
        lines=lines,
        xs=[(float(hour), str(hour)) for hour in range(0, 241, 24)],
        ys=[(float(share), str(share)) for share in (0, 10, 25, 50, 100)],
        span=(-12.0, 240.0),
        top=100.0,
    )


def ticks(most: float) -> list[int]:
    """Round numbers from 0 to the first that is not below `most`, at most seven of them."""
    step = 10 ** int(log10(max(most, 4)))
    step = next((s for s in (step // 5, step // 2, step) if s and most / s <= 5), step * 2)
    return [step * number for number in range(ceil(most / step) + 1)]


def fell(surged: Surged) -> tuple[float | None, ...]:
    """Hours from the peak until half, a quarter, a tenth were left."""
    surge = surged.course.surge
    return tuple(None if one is None else one / HOUR for one in (surge.half, surge.quarter, surge.tenth))


def by_day(surged: Surged) -> list[float | None]:
    """What was left, in %, at the peak and after each of ten days."""
    known = dict(_shares(surged))
    return [known.get(float(hour)) for hour in range(0, 241, 24)]


def _fell(surged: Surged) -> str:
    names = zip(("half", "a quarter", "a tenth"), fell(surged), strict=True)
    return ", ".join(f"{n} left after {h:.0f} hours" if h is not None else f"{n} not reached" for n, h in names)


def _shares(surged: Surged) -> Iterator[Point]:
    for hours, share in surged.course.shares:
        if -12 <= hours <= APART / HOUR:
            yield hours, min(100.0 * share, 100.0)


def _x(at: datetime, since: datetime) -> float:
    return (at - since) / DAY


def _shade(state: State, measures: Sequence[Measure], since: datetime, top: float) -> Line:
    points: list[Point] = []
    for first, last in stretches(state, measures):
        x, end = _x(first, since), _x(last + HOUR, since)
        points += [(x, 0), (x, top), (end, top), (end, 0), GAP]
    return Line(name=f"shade {state}", points=points, filled=True)


def stretches(state: State, measures: Sequence[Measure]) -> Iterator[tuple[datetime, datetime]]:
    """The first and the last hour of each stretch in one state."""
    first: Measure | None = None
    last: Measure | None = None
    for measure in measures:
        if measure.state is state:
            first, last = first or measure, measure
        elif first is not None and last is not None:
            yield first.at, last.at
            first = None
    if first is not None and last is not None:
        yield first.at, last.at


def _onsets(report: Report, top: float, start: datetime) -> Iterator[Line]:
    within = [_x(one.course.surge.onset, start) for one in report.surges]
    points = [point for x in within if x >= 0 for point in ((x, 0.0), (x, top), GAP)]
    if points:
        yield Line(name="onset", points=points)


def _posts(report: Report, highest: Sequence[Measure], width: timedelta, zone: str) -> Iterator[Line]:
    """A dot for those of one stretch, as high as its curve."""
    start = begin(report)
    heights = {(measure.at - EPOCH) // width: measure.count or 0 for measure in highest}
    for name, chosen in (("post", False), ("extra", True)):
        found = [one for one in report.said if one.extra is chosen]
        dots = [(place, list(some)) for place, some in groupby(found, lambda one: (one.at - EPOCH) // width)]
        if dots:
            yield Line(
                name=name,
                points=[(_x(some[0].at, start), float(heights.get(place, 0))) for place, some in dots],
                labels=[_label(some, zone) for _, some in dots],
            )


def _label(some: Sequence[Said], zone: str) -> str:
    told = [f"{in_zone(one.at, zone)}: {one.delivery.action} on {one.delivery.account}" for one in some]
    if len(told) <= NAMED:
        return "; ".join(told)
    return f"{len(told)} posts, {in_zone(some[0].at, zone)} to {in_zone(some[-1].at, zone)}"


def _days(report: Report, zone: str) -> list[tuple[float, str]]:
    """Local midnights, at most nine."""
    start = begin(report)
    first = start.astimezone(ZoneInfo(zone)).date() + DAY
    found = []
    day = first
    while (at := datetime.combine(day, datetime.min.time(), ZoneInfo(zone))) < report.at:
        found.append((_x(at, start), day_words(day)))
        day += DAY
    return found[:: ceil(len(found) / MARKS) or 1] or [(0.0, day_words(first - DAY))]


def _told(report: Report, watched: Watched, zone: str) -> str:
    known = [measure for measure in watched.measures if measure.count is not None]
    if not known:
        return "Nothing was counted in this time."
    most = max(known, key=lambda measure: measure.count or 0)
    hours = f"{len(known)} of {len(watched.measures)} hours were counted"
    return (
        f"From {in_zone(begin(report), zone)} to {in_zone(report.at, zone)} at most {most.count:,} mentions an hour, "
        f"in that of {in_zone(most.at, zone)}; {hours}; {count(len(report.said), 'post')}."
    )
