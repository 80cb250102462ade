from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from scheduler.cli.report_lines import lines
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.service.report import Report
from tests.hindsight import Hindsight, a_month


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return a_month(tmp_path_factory.mktemp("month")).report()


def shown(report: Report, columns: int | None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    if columns is None:
        monkeypatch.delenv("COLUMNS", raising=False)
    else:
        monkeypatch.setenv("COLUMNS", str(columns))
    screen = Screen(Session())
    console = Console(file=StringIO(), width=screen.width, no_color=True, markup=False, emoji=False, highlight=False)
    for line in lines(report, screen, "Europe/London"):
        console.print(line)
    written = console.file
    assert isinstance(written, StringIO)
    return [line.rstrip() for line in written.getvalue().splitlines()]


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_nothing_is_wider_than_the_screen(month: Report, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert max(map(len, shown(month, columns, monkeypatch))) <= columns


def test_what_a_surge_added_leaves_room_for_the_reasons_of_other_changes(
    month: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shown(month, 80, monkeypatch)
    changes = found[found.index("changes") : found.index("stops")]
    assert any("1 extra post: taken by user:anna" in line for line in changes)
    assert max(len(line) - len(line.lstrip()) for line in changes if line) <= 50


def test_the_curve_its_phases_and_its_posts_stand_below_each_other(
    month: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shown(month, 80, monkeypatch)
    [at] = [
        n for n, line in enumerate(found) if line.startswith("tags: mentions an hour, the most of each stretch of 9")
    ]
    curve, phases, posts = found[at + 1 : at + 4]
    assert set(curve) <= set("▁▂▃▄▅▆▇█ ")
    assert len(curve) <= 78
    assert curve.index("█") == phases.index("r")
    assert set(phases) == {"r", "p", "f", " "}
    assert posts.count("•") >= 25


def test_all_parts_are_there_in_a_pipe(month: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(shown(month, None, monkeypatch))
    for said in (
        "1.  Attention is quiet",
        "5.  Too early to say",
        "Left of the latest surge: 50%: ",
        "action    amnesty-petition",
        "nobody can tell whether it is out (user:anna)",
        "1 extra post: taken by user:anna",
        "day 3 of the follow-up",
        "stop lifted",
        "stands",
        "today 0 of 6, this week 0 of 42",
        "0.20 US dollars",
    ):
        assert said in text, said


def test_hostile_words_steer_no_terminal(month: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in "\n".join(shown(month, None, monkeypatch))


def test_of_many_matters_the_last_are_shown_and_the_rest_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = Hindsight(tmp_path)
    row = past.post(past.clock.now())
    for number in range(15):
        past.happen("delivery.held", f"doubt {number}", row)
    text = "\n".join(shown(past.report(), None, monkeypatch))
    assert "doubt 14" in text
    assert "doubt 2 " not in text
    assert "and 3 earlier; --json has all" in text


def test_an_empty_house_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(shown(Hindsight(tmp_path).report(), 80, monkeypatch))
    assert "Nothing was ever counted" in text
    assert "No surge, so nothing fades." in text


def test_of_very_many_sources_the_loudest_have_a_curve(month: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    many = replace(month, watched=month.watched[:1] * 20)
    found = shown(many, 80, monkeypatch)
    assert sum(": mentions an hour" in line for line in found) == 8
    assert "and 12 further sources; --html has a line for each, --json has all" in found


def test_surges_stand_below_each_other_on_one_axis(month: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    found = shown(month, 80, monkeypatch)
    [at] = [n for n, line in enumerate(found) if line.startswith("left of each surge")]
    first, second = found[at + 1 : at + 3]
    assert first.startswith("  Wed 28 Oct 2026  █")
    assert second.startswith("  Wed 18 Nov 2026  █")
    assert first.endswith("31,736 in 24 hours at its peak")
    assert first[19:].count("▁") > second[19:].count("▁"), "the later one is not over"
