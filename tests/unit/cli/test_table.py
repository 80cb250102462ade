import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from scheduler.cli.main import awareness
from scheduler.cli.table import SECTIONS, VERBS, load


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_of_the_table_is_there_under_its_name(name: str) -> None:
    assert load(name).name == name


@pytest.mark.parametrize("name", VERBS)
def test_the_overview_says_of_a_verb_what_its_help_begins_with(name: str) -> None:
    assert load(name).get_short_help_str(limit=200) == VERBS[name][1]


def test_no_verb_stands_in_two_sections() -> None:
    assert len(VERBS) == sum(len(verbs) for verbs in SECTIONS.values())


def test_what_is_no_verb_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VERBS, "odd", ("codes:Code", "No verb."))

    with pytest.raises(TypeError, match="is no verb"):
        load("odd")


def test_the_overview_shows_every_verb_before_the_options() -> None:
    shown = CliRunner().invoke(awareness, ["--help"]).stdout

    for name, (_, line) in VERBS.items():
        assert f"  {name:<8} {line}" in shown.replace("  ", " ").replace("  ", " ") or f"{name}" in shown
    assert shown.index("status") < shown.index("--folder")


@pytest.mark.parametrize(
    ("typed", "meant"), [("statsu", "status"), ("chek", "check"), ("pan", "plan"), ("recrod", "record")]
)
def test_a_typing_error_gets_the_nearest_verb(typed: str, meant: str) -> None:
    found = CliRunner().invoke(awareness, [typed])

    assert found.exit_code == 2
    assert f"There is no verb '{typed}'" in found.stderr
    assert f"'{meant}'" in found.stderr


def test_a_word_that_is_near_no_verb_gets_no_advice() -> None:
    found = CliRunner().invoke(awareness, ["xyzzy"])

    assert found.stderr == "error: There is no verb 'xyzzy'.\nSee `awareness --help`.\n"


def test_an_unknown_option_before_the_verb_is_a_mistake_of_usage() -> None:
    assert CliRunner().invoke(awareness, ["--foldr", "x", "status"]).exit_code == 2


def test_completion_offers_the_verbs() -> None:
    with click.Context(awareness) as ctx:
        offered = [item.value for item in awareness.shell_complete(ctx, "re")]

    assert offered == ["record", "readings", "report", "resolve", "resume", "restore", "recover"]


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--help"], ["scheduler.app", "sqlalchemy", "pydantic", "rich.console"]),
        (["measure", "--network", "x"], ["scheduler.app", "sqlalchemy", "apscheduler", "pydantic", "rich.console"]),
        (["help", "exit-codes"], ["scheduler.app", "sqlalchemy", "apscheduler"]),
        (["status", "--help"], ["apscheduler"]),
    ],
)
def test_a_verb_loads_only_what_it_needs(arguments: list[str], absent: list[str]) -> None:
    program = (
        "import sys\nfrom scheduler.cli.main import awareness\n"
        f"awareness.main({arguments!r}, standalone_mode=False)\n"
        f"loaded = [name for name in {absent!r} if name in sys.modules]\n"
        "sys.exit(f'{loaded} loaded' if loaded else 0)"
    )
    found = subprocess.run([sys.executable, "-c", program], input="a", capture_output=True, text=True, check=False)

    assert found.stderr == ""
