"""docs/commands.md says what the command does."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from scheduler.cli.codes import MEANINGS, Code
from scheduler.cli.table import SECTIONS, VERBS, load

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
SHARED = {"--folder", "--data", "--no-color", "--json", "--help", "-h"}


def all_verbs() -> Iterator[tuple[str, click.Command]]:
    for name in VERBS:
        verb = load(name)
        yield name, verb
        if isinstance(verb, click.Group):
            yield from ((f"{name} {below}", command) for below, command in verb.commands.items())


VERBS_AND_BELOW = dict(all_verbs())


@pytest.mark.parametrize("name", VERBS_AND_BELOW)
def test_every_verb_is_on_the_page_with_its_options(name: str) -> None:
    verb = VERBS_AND_BELOW[name]
    lines = [line for line in PAGE.splitlines() if f"`awareness {name}" in line]
    own = {o for p in verb.params if isinstance(p, click.Option) for o in p.opts if o.startswith("--")} - SHARED

    assert lines or isinstance(verb, click.Group)
    assert [option for option in own if not any(option in line for line in lines)] == []


def test_the_page_names_no_verb_that_is_not_there() -> None:
    named = set(re.findall(r"^\| `awareness ([a-z]+)", PAGE, re.MULTILINE))

    assert named == set(VERBS)


def test_the_sections_are_those_of_the_overview() -> None:
    assert re.findall(r"^### (.+)$", PAGE, re.MULTILINE) == list(SECTIONS)


def test_the_options_that_all_share_are_on_the_page() -> None:
    assert [option for option in SHARED if f"`{option}" not in PAGE] == []


@pytest.mark.parametrize("code", Code)
def test_every_exit_code_is_on_the_page_with_its_meaning(code: Code) -> None:
    assert f"| {int(code)} | {MEANINGS[code]} |" in PAGE


def test_the_page_names_no_exit_code_that_is_not_there() -> None:
    codes = re.findall(r"^\| (\d+) \|", PAGE.partition("## Exit codes")[2], re.MULTILINE)

    assert codes == [str(int(code)) for code in Code]
