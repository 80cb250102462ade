import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler.cli.main import awareness
from tests.unit.attention.series import HOUR, START, days


def replay(file: Path, *more: str) -> Result:
    return CliRunner(env={"COLUMNS": None}).invoke(awareness, ["attention", "replay", str(file), *more])


@pytest.fixture
def surge(tmp_path: Path) -> Path:
    """A fortnight of the usual, a day nine times as loud, and two days after."""
    counts = [*days(15), *days(1, times=9), *days(2)]
    file = tmp_path / "counts.csv"
    lines = [f"{(START + place * HOUR).isoformat()},{count}" for place, count in enumerate(counts)]
    file.write_text("\n".join(["at,count", *lines]))
    return file


def test_it_shows_where_attention_rose_and_surged(surge: Path) -> None:
    found = replay(surge)
    assert found.exit_code == 0
    rose, surged = found.stdout.splitlines()
    assert rose == "2026-01-20 00:00:00  180 mentions where about 20 are usual at this hour: rising."
    assert surged.startswith("2026-01-20 10:00:00  Surge: 4,356 in 24 hours, where 1,324 are usual. 720 mentions ")
    assert "432 bins: 1 episode, 1 surge." in found.stderr


def test_a_campaign_where_a_verb_belongs_is_told_where_it_goes() -> None:
    found = CliRunner().invoke(awareness, ["attention", "camps"])
    assert found.exit_code == 2
    assert "No such command 'camps'. One campaign alone: `awareness attention --campaign camps`." in " ".join(
        found.stderr.split()
    )
    near = CliRunner().invoke(awareness, ["attention", "replya"])
    assert "Did you mean 'replay'?" in near.stderr


def test_json_is_one_object_a_bin(surge: Path) -> None:
    lines = [json.loads(line) for line in replay(surge, "--json").stdout.splitlines()]
    assert len(lines) == 18 * 24
    keys = "at count expected z times_usual state share alarm surge"
    assert all(" ".join(line) == keys for line in lines)
    first = lines[15 * 24]
    assert first["at"] == "2026-01-20T00:00:00Z"
    assert (first["count"], first["expected"], first["times_usual"]) == (180, 20.0, 9.0)
    assert (first["state"], first["share"], first["alarm"], first["surge"]) == ("rising", 1.0, True, False)
    assert [line["at"] for line in lines if line["surge"]] == ["2026-01-20T10:00:00Z"]
    assert lines[-1]["state"] == "quiet"


def test_a_gap_stays_a_gap(tmp_path: Path) -> None:
    file = tmp_path / "counts.csv"
    file.write_text("at,count\n2026-11-23T09:00Z,5\n2026-11-23T11:00Z,7\n")
    found = [json.loads(line) for line in replay(file, "--json").stdout.splitlines()]
    assert [line["count"] for line in found] == [5, None, 7]


def test_bins_may_be_days(surge: Path) -> None:
    found = [json.loads(line) for line in replay(surge, "--bin", "1d", "--json").stdout.splitlines()]
    assert len(found) == 18
    assert [line["alarm"] for line in found] == [False] * 15 + [True, False, False]


@pytest.mark.parametrize("width", ["7h", "2d", "30s"])
def test_a_bin_divides_a_day(surge: Path, width: str) -> None:
    found = replay(surge, "--bin", width)
    assert found.exit_code == 2
    assert "does not divide a day" in found.stderr


def test_a_file_that_is_wrong_is_said_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "counts.csv"
    file.write_text("at,count\nsoon,5\n")
    found = replay(file)
    assert found.exit_code == 3
    assert f"{file}:2:1: 'soon' is no time" in found.stderr


def test_a_year_of_hours_is_read(tmp_path: Path) -> None:
    file = tmp_path / "counts.csv"
    file.write_text("\n".join(f"{(START + timedelta(hours=hour)).isoformat()},7" for hour in range(365 * 24)))
    assert "8760 bins: no episodes, no surges." in replay(file).stderr
