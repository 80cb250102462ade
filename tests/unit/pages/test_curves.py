from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.attention.meter import Measure, State
from scheduler.model.count import HOUR
from scheduler.pages.curves import POINTS, attention, begin, by_day, fell, stretch, stretches, surges, ticks
from scheduler.service.report import Report
from tests.hindsight import a_month
from tests.rig import NOON


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return a_month(tmp_path_factory.mktemp("month")).report()


def lines(report: Report) -> dict[str, list[tuple[float | None, float | None]]]:
    chart = attention(report, report.watched[0], "Europe/London", "c1")
    return {line.name: list(line.points) for line in chart.lines}


def test_the_curve_holds_every_hour_and_a_gap_is_a_gap(report: Report) -> None:
    points = lines(report)["counted"]
    assert len(points) == 28 * 24
    assert sum(y is None for _, y in points) == 6
    assert points[0] == (0.5 / 24, float(report.watched[0].measures[0].count or 0))


def test_posts_stand_on_the_curve_those_of_a_surge_apart(report: Report) -> None:
    found = lines(report)
    assert (len(found["post"]), len(found["extra"])) == (28, 1)
    chart = attention(report, report.watched[0], "Europe/London", "c1")
    [extra] = [line for line in chart.lines if line.name == "extra"]
    assert extra.labels == ["Fri 20 Nov 20:00 GMT: amnesty-petition on demo"]


def test_posts_of_one_hour_share_a_dot_that_names_them_or_counts_them(report: Report) -> None:
    once = replace(report, said=report.said[:1] * 2 + report.said[1:2] * 5)
    chart = attention(once, report.watched[0], "Europe/London", "c1")
    [posts] = [line for line in chart.lines if line.name == "post"]
    assert len(posts.points) == 2
    assert posts.labels[0].count("amnesty-petition on demo") + posts.labels[0].count("donate on demo") == 2
    assert posts.labels[1].startswith("5 posts, ")


@pytest.mark.parametrize(("hours", "each"), [(1, 1), (672, 1), (POINTS + 1, 2), (8760, 12), (10 * 8784, 24 * 5)])
def test_a_curve_has_no_more_points_than_a_screen(hours: int, each: int) -> None:
    assert stretch(hours) == each
    assert hours / each <= POINTS


def test_a_long_curve_keeps_its_highest_hours(report: Report) -> None:
    found = report.watched[0]
    long = replace(
        found, measures=tuple(replace(m, at=m.at - n * HOUR * 672) for n in (2, 1, 0) for m in found.measures)
    )
    points = [
        y for _, y in next(one for one in attention(report, long, "UTC", "c1").lines if one.name == "counted").points
    ]
    counts = [m.count for m in found.measures if m.count is not None]
    assert len(points) <= POINTS
    assert max(y for y in points if y is not None) == max(counts)


def test_a_curve_begins_where_something_was_counted_or_said(report: Report) -> None:
    first = report.watched[0].measures[0].at
    ages = replace(report, since=NOON - timedelta(days=9000))
    assert begin(ages) == min(first, report.said[0].at)
    chart = attention(ages, report.watched[0], "Europe/London", "c1")
    assert chart.span[1] < 30
    assert chart.about.startswith("From Mon 26 Oct")


def test_phases_are_areas_as_high_as_the_picture(report: Report) -> None:
    chart = attention(report, report.watched[0], "Europe/London", "c1")
    areas = [line for line in chart.lines if line.filled]
    assert [line.name for line in areas] == ["shade rising", "shade peak", "shade fading"]
    assert all(y in {0, chart.top, None} for line in areas for _, y in line.points)


def test_the_days_below_are_local_midnights_and_at_most_nine(report: Report) -> None:
    chart = attention(report, report.watched[0], "Asia/Tokyo", "c1")
    assert chart.xs[0] == (3 / 24, "Tue 27 Oct")
    assert 4 <= len(chart.xs) <= 9


@pytest.mark.parametrize("hours", [1, 5, 30])
def test_a_short_time_has_a_picture_too(report: Report, hours: int) -> None:
    found = replace(report, since=NOON - hours * HOUR)
    watched = replace(found.watched[0], measures=found.watched[0].measures[-hours:])
    chart = attention(found, watched, "Europe/London", "c1")
    assert chart.xs
    assert chart.span[1] == pytest.approx(hours / 24)


def test_a_time_in_which_nothing_was_counted_says_so(report: Report) -> None:
    gaps = tuple(Measure(at=m.at, count=None, state=State.QUIET) for m in report.watched[0].measures)
    chart = attention(report, replace(report.watched[0], measures=gaps), "Europe/London", "c1")
    assert chart.about == "Nothing was counted in this time."


def test_surges_are_laid_over_each_other_from_their_peaks_on(report: Report) -> None:
    chart = surges(report, "Europe/London", "c1")
    assert [line.name for line in chart.lines] == ["past past-0", "latest"]
    assert all((0.0, 100.0) in line.points for line in chart.lines)
    assert all(-12 <= x <= 240 for line in chart.lines for x, _ in line.points if x is not None)
    assert "the surge of Wed 28 Oct 2026: half left after 25 hours" in chart.about


def test_what_was_left_by_day_has_a_dash_where_a_surge_is_not_over(report: Report) -> None:
    latest = by_day(report.surges[-1])
    assert latest[0] == 100.0
    assert latest[-1] is None
    assert len(latest) == 11
    assert fell(report.surges[0])[0] == 25.0


def test_a_stretch_ends_where_the_state_does() -> None:
    states = [State.QUIET, State.PEAK, State.PEAK, State.QUIET, State.PEAK]
    measures = [Measure(at=NOON + n * HOUR, count=1, state=state) for n, state in enumerate(states)]
    found = list(stretches(State.PEAK, measures))
    assert found == [(NOON + HOUR, NOON + 2 * HOUR), (NOON + 4 * HOUR, NOON + 4 * HOUR)]
    assert found[0][1] - found[0][0] == timedelta(hours=1)


@pytest.mark.parametrize("most", [1, 3, 4, 7, 10, 48, 99, 2_400, 76_399, 10**9])
def test_an_axis_has_few_round_numbers_that_reach_the_highest(most: int) -> None:
    found = ticks(most)
    assert found[0] == 0
    assert found[-1] >= most
    assert 2 <= len(found) <= 9
    assert all(str(one).rstrip("0") in {"", *map(str, range(1, 100))} for one in found)


def test_places_of_ids_begin_with_the_name_that_is_given(report: Report, tmp_path: Path) -> None:
    assert attention(report, report.watched[1], "UTC", "c7-2").id == "c7-2-curve"
    assert surges(report, "UTC", "c7").id == "c7-surges"
