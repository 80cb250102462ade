"""The command at a terminal, and in a pipe that nobody reads to the end."""

import subprocess
from pathlib import Path

import pytest

from scheduler.model.delivery import State
from tests.command import AWARENESS, at_a_terminal, awareness, environment, started
from tests.home import Home

ESCAPE = "\x1b["


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_at_a_terminal_there_is_colour_and_a_sign_of_life(home: Home) -> None:
    code, shown = at_a_terminal("check", folder=home.folder)

    assert code == 0
    assert "\x1b[1;32mgood" in shown
    assert "Reading the files" in shown


@pytest.mark.parametrize("refusal", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_is_refused_by_the_environment(home: Home, refusal: dict[str, str]) -> None:
    _, shown = at_a_terminal("check", folder=home.folder, env=refusal)

    assert "\x1b[1;32m" not in shown
    assert "good" in shown


def test_colour_is_refused_by_an_option_for_errors_too(home: Home) -> None:
    assert "\x1b[31m" in at_a_terminal("queue", folder=home.folder)[1]
    assert ESCAPE not in at_a_terminal("queue", "--no-color", folder=home.folder)[1]


def test_a_pipe_gets_no_escape_whatever_the_terminal_can(home: Home) -> None:
    found = awareness("preview", folder=home.folder)

    assert ESCAPE not in found.stdout + found.stderr


def test_a_pipe_that_nobody_reads_ends_the_command_quietly_and_well(home: Home) -> None:
    texts = home.folder / "texts.jsonl"
    texts.write_text('"Sign."\n' * 50_000)
    with texts.open() as lines:
        first = subprocess.Popen(
            [*AWARENESS, "measure", "--network", "x", "--jsonl"],
            env=environment(),
            stdin=lines,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert first.stdout is not None
        assert first.stderr is not None
        first.stdout.readline()
        first.stdout.close()
        err = first.stderr.read()
        first.stderr.close()

    assert (first.wait(timeout=60), err) == (0, "")


@pytest.mark.parametrize(("answer", "code", "after"), [("y\n", 0, State.DELETED), ("n\n", 130, State.VERIFIED)])
def test_before_it_takes_a_post_down_it_shows_it_and_asks(home: Home, answer: str, code: int, after: State) -> None:
    row = home.at("2026-11-23 09:05").first(State.VERIFIED)
    ended, shown = at_a_terminal("delete", row.key.short, folder=home.folder, typed=answer, after="[y/N]")

    assert code == ended
    assert "Sign it." in shown
    assert "Take this post down, for good?" in shown
    assert home.first().state is after


def test_the_service_goes_on_where_nobody_reads_it_any_more(home: Home) -> None:
    with started("run", folder=home.folder) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert any("engine.started" in line for line in running.stderr)
        running.terminate()
        running.stderr.read()

    assert running.returncode == 0
