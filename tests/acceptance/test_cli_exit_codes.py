"""Each exit code, from the command as people start it."""

import signal
from pathlib import Path

import pytest

from scheduler.cli.codes import Code
from tests.command import awareness, started
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.mark.parametrize(
    ("code", "arguments", "stdin"),
    [
        (0, ("measure", "--network", "x"), "Sign."),
        (1, ("measure", "--network", "x"), "x" * 281),
        (2, ("chekc",), ""),
        (3, ("--folder", "nowhere", "check"), ""),
        (4, ("status",), ""),
        (5, ("init", "."), ""),
        (6, ("preview", "nobody"), ""),
    ],
)
def test_a_code_and_its_command(home: Home, code: int, arguments: tuple[str, ...], stdin: str) -> None:
    found = awareness(*arguments, folder=home.folder, stdin=stdin)

    assert code == found.returncode
    assert "Traceback" not in found.stderr
    assert bool(found.stderr) == (code in {2, 3, 4, 5, 6})


def test_75_another_engine_has_the_store(home: Home) -> None:
    app = home.app()
    with app.store.engine_lock(app.owner):
        found = awareness("run", folder=home.folder)

    assert found.returncode == Code.AGAIN
    assert "Traceback" not in found.stderr


def test_70_a_defect_leaves_a_report_without_what_was_secret(home: Home, tmp_path: Path) -> None:
    """A package that breaks when it is loaded stands for whatever we did not think of."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "pyuegc.py").write_text("import os\nraise ZeroDivisionError(os.environ['AWARENESS_TOKEN'])\n")
    (home.folder / "data").mkdir()
    found = awareness(
        "measure", "--network", "x", folder=home.folder, env={"PYTHONPATH": str(broken), "AWARENESS_TOKEN": "hush7"}
    )

    assert found.returncode == Code.DEFECT
    assert len(found.stderr.splitlines()) == 1
    report = next((home.folder / "data" / "defects").iterdir())
    assert report.name in found.stderr
    assert "pyuegc.py" in report.read_text()
    assert "hush7" not in report.read_text() + found.stderr + found.stdout


def test_130_interrupted() -> None:
    running = started("measure", "--network", "x", "--jsonl", folder=Path.cwd())
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write('"a"\n')
    running.stdin.flush()
    assert '"fits": true' in running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)

    assert running.returncode == Code.INTERRUPTED
    assert err.strip() == "error: interrupted; nothing more was done"


def test_every_code_is_in_this_file() -> None:
    source = Path(__file__).read_text(encoding="utf-8")

    assert [code for code in Code if f"({int(code)}, (" not in source and f"def test_{int(code)}_" not in source] == []
