from pathlib import Path

import pytest

from scheduler.cli.codes import MEANINGS, Code
from scheduler.cli.table import VERBS, load
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_alone_it_is_the_overview(home: Home) -> None:
    assert home.run("help").out == home.run("--help").out


@pytest.mark.parametrize("name", VERBS)
def test_help_on_a_verb_is_what_the_verb_says_of_itself(home: Home, name: str) -> None:
    shown = home.run("help", name).out

    assert shown.startswith(f"Usage: awareness {name}")
    assert shown == home.run(name, "--help").out == home.run(name, "-h").out


@pytest.mark.parametrize("name", VERBS)
def test_every_help_has_an_example_and_the_options_that_all_share(home: Home, name: str) -> None:
    shown = home.run(name, "--help").out

    assert "\n  Example:\n    " in shown
    assert "awareness" in shown.partition("Example:")[2]
    for option in ("--folder", "--data", "--no-color", "--help"):
        assert option in shown


@pytest.mark.parametrize(
    ("group", "below"), [("db", ["create", "upgrade", "path", "check"]), ("record", ["verify", "redact"])]
)
def test_verbs_below_a_verb_have_an_example_too(home: Home, group: str, below: list[str]) -> None:
    for name in below:
        assert "\n  Example:\n    " in home.run(group, name, "--help").out


def test_the_exit_codes_are_explained(home: Home) -> None:
    lines = home.run("help", "exit-codes").out.splitlines()

    assert lines == [f"{int(code):3}  {meaning}" for code, meaning in MEANINGS.items()]
    assert home.run("help", "exit-codes", "--json").json == {str(int(c)): m for c, m in MEANINGS.items()}


def test_an_unknown_topic_gets_the_nearest(home: Home) -> None:
    found = home.run("help", "exit-code")

    assert found.code == Code.USAGE
    assert "Did you mean 'exit-codes'?" in found.err


def test_a_verb_that_reads_takes_json(home: Home) -> None:
    reading = {name for name in VERBS if "--json" in {o for p in load(name).params for o in p.opts}}

    assert reading == {
        "check", "preview", "links", "plan", "say", "status", "queue", "record", "readings", "held", "measure", "help",
        "accounts", "backup", "recover", "attention", "report",
    }  # fmt: skip
