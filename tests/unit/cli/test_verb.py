from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from scheduler.cli.session import Session
from scheduler.cli.verb import as_json, epilog, shared, verb, verbs


@verb("look", example="awareness look", reads=True)
def look(session: Session) -> None:
    click.echo(f"{session.folder} {session.data} {session.color} {session.json}")


@click.group()
def outer() -> None: ...


@verbs("tree", example="awareness tree")
@click.option("--deep", is_flag=True)
def tree(session: Session, *, deep: bool) -> None:
    """What it is."""
    click.echo(f"tree {session.folder} {deep}")


outer.params += [*shared(outermost=True), as_json()]
outer.add_command(look)
outer.add_command(tree)
tree.add_command(look)


def run(*arguments: str, **variables: str) -> str:
    found = CliRunner().invoke(outer, arguments, obj=Session(), env=variables)
    assert found.exit_code == 0, found.output
    return found.stdout


def test_by_itself_the_folder_is_this_one() -> None:
    assert run("look") == ". None True False\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--folder", "a", "--data", "b", "--no-color", "--json", "look"),
        ("look", "--folder", "a", "--data", "b", "--no-color", "--json"),
    ],
)
def test_shared_options_stand_before_the_verb_or_after_it(arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == "a b False True\n"


def test_the_environment_names_the_folders() -> None:
    assert run("look", AWARENESS_FOLDER="a", AWARENESS_DATA="b") == "a b True False\n"


def test_what_stands_behind_the_verb_counts_most() -> None:
    assert run("--folder", "b", "look", "--folder", "c", AWARENESS_FOLDER="a") == "c None True False\n"
    assert run("--folder", "b", "look", AWARENESS_FOLDER="a") == "b None True False\n"


def test_the_session_knows_the_folder_as_a_path() -> None:
    session = Session()
    CliRunner().invoke(outer, ["look", "--folder", "a/b"], obj=session)

    assert session.folder == Path("a/b")


def test_a_verb_with_verbs_below_it_runs_alone_or_lets_them_run() -> None:
    assert run("tree", "--deep") == "tree . True\n"
    assert run("tree", "--folder", "a", "look") == "a None True False\n"
    assert "What it is." in run("tree", "--help")


def test_an_example_stands_below_the_help() -> None:
    assert "\n  Example:\n    awareness look\n" in run("look", "--help")
    assert epilog("a", "b") == "\b\nExample:\n  a\n  b"


def test_without_a_session_one_is_made() -> None:
    found = CliRunner().invoke(outer, ["--folder", "a", "look"])

    assert found.stdout == "a None True False\n"
