import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.model.count import Bin
from tests.hindsight import counts
from tests.home import MORNING, Home
from tests.rig import NOON


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.work()
    with found.app().store.write() as writing:
        writing.keep_counts("camps", "tags", [Bin(b.at + (MORNING - NOON), b.count) for b in counts()][:-1])
    return found


def test_a_terminal_gets_numbers_the_curve_and_lists(home: Home) -> None:
    found = home.at("2026-11-23 09:30").run("report")
    assert found.code == 0
    for said in (
        "camps  from Mon 26 Oct 2026 10:30 CET to Mon 23 Nov 2026 10:30 CET",
        "1.  Attention is ",
        "▁",
        "of those allowed",
        "today 1 of 20",
        "no posts in these hours",
        "4.  Nothing to count: 1 post went out on paper alone",
    ):
        assert said in found.out, said


def test_a_page_is_written_where_it_was_asked_for(home: Home) -> None:
    file = home.folder / "report.html"
    found = home.run("report", "--html", str(file), "--since", "7d ago")
    assert (found.code, found.out) == (0, "")
    assert found.err == f"The report is in {file}.\n"
    assert "by the clocks of Europe/Paris" in file.read_text("utf-8")


def test_a_page_that_cannot_be_written_is_one_clear_message(home: Home) -> None:
    found = home.run("report", "--html", str(home.folder / "nowhere" / "report.html"))
    assert found.code == 2
    assert f"There is no folder {home.folder / 'nowhere'}; make it first" in found.err
    assert "Traceback" not in found.err


def test_json_is_the_report_as_a_document(home: Home) -> None:
    [only] = home.run("report", "--json", "--since", "2026-11-20").json["campaigns"]
    assert (only["campaign"], only["since"]) == ("camps", "2026-11-19T23:00:00Z")
    assert only["numbers"]["evidence"].startswith("It cannot be told")
    assert [one["source"] for one in only["sources"]] == ["tags"]


def test_a_page_and_a_document_can_be_had_at_once(home: Home) -> None:
    file = home.folder / "report.html"
    assert home.run("report", "--html", str(file), "--json").json["campaigns"]
    assert file.exists()


def test_one_campaign_can_be_asked_for_and_one_that_is_unknown_is_named(home: Home) -> None:
    assert home.run("report", "--campaign", "camps").code == 0
    found = home.run("report", "--campaign", "tents")
    assert found.code == 6
    assert "there is no campaign 'tents'; known: camps" in found.err


def test_a_time_that_is_not_over_is_refused(home: Home) -> None:
    found = home.run("report", "--since", "in 2h")
    assert found.code == 2
    assert "is not over yet" in found.err


def test_charts_are_loaded_only_for_a_page() -> None:
    script = "import sys, scheduler.cli.reporting, scheduler.app; sys.exit('pygal' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
