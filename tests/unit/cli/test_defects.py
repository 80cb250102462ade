import platform
import stat
from pathlib import Path

import pytest

from scheduler.cli.defects import blotted, write_report
from scheduler.secrecy import hold
from tests.make import utc

AT = utc("2026-11-23 09:00")
TOKEN = "Zq8mXw2LtB5nR7vKc3Yd"  # noqa: S105 - made up for this test; twenty characters


def broken(message: str) -> None:
    raise KeyError(message)


def a_defect(message: str, *, aside: bool = False) -> BaseException:
    try:
        try:
            broken(message)
        except KeyError as error:
            raise ValueError("it went on") from None if aside else error
    except ValueError as error:
        return error
    raise AssertionError("it cannot end here")


def test_a_report_holds_where_it_happened_and_in_which_versions(tmp_path: Path) -> None:
    report = write_report(a_defect("x"), tmp_path, AT)

    assert report is not None
    assert report.parent == tmp_path / "defects"
    text = report.read_text()
    assert "2026-11-23T09:00:00+00:00" in text
    assert f"Python {platform.python_version()}" in text
    assert "click 8" in text
    assert "raise KeyError(message)" in text
    assert "which led to:" in text
    assert text.rstrip().endswith("ValueError: it went on")


def test_a_report_holds_no_token(tmp_path: Path) -> None:
    report = write_report(a_defect(f"https://api.example/?token={TOKEN}"), tmp_path, AT)

    assert report is not None
    assert TOKEN not in report.read_text()
    assert "KeyError: 'https://api.example/?" in report.read_text()


def test_a_secret_that_is_held_is_blotted_out_whatever_it_looks_like(tmp_path: Path) -> None:
    hold("k3x2-q7aa-bb22-zz77")
    report = write_report(a_defect("the app password k3x2-q7aa-bb22-zz77 is not taken"), tmp_path, AT)

    assert report is not None
    assert "k3x2-q7aa" not in report.read_text()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_a_short_secret_is_known_by_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWARENESS_MAIN_PASSWORD", "hush")
    monkeypatch.setenv("AWARENESS_EMPTY_KEY", "")

    assert blotted("user anna, password hush") == "user anna, password ███"


@pytest.mark.parametrize(("word", "shown"), [(TOKEN, "███"), (TOKEN[:-1], TOKEN[:-1])])
def test_words_as_long_as_tokens_are_blotted_out(word: str, shown: str) -> None:
    assert blotted(f"got {word}, not more") == f"got {shown}, not more"


def test_where_there_is_no_data_folder_the_report_goes_to_the_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    report = write_report(a_defect("x"), tmp_path / "none", AT)

    assert report is not None
    assert report.parent == tmp_path
    assert not (tmp_path / "none").exists()


def test_where_nothing_can_be_written_there_is_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "defects").write_text("a file in its place")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone" / "too"))

    assert write_report(a_defect("x"), tmp_path, AT) is None


def test_a_cause_that_was_set_aside_stays_aside(tmp_path: Path) -> None:
    report = write_report(a_defect("a detail", aside=True), tmp_path, AT)

    assert report is not None
    assert "KeyError" not in report.read_text()
    assert "which led to" not in report.read_text()
