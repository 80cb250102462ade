from importlib.metadata import version

from click.testing import CliRunner

from scheduler.cli.main import awareness


def test_the_version_is_that_of_the_package() -> None:
    found = CliRunner().invoke(awareness, ["--version"])

    assert (found.exit_code, found.stdout) == (0, f"awareness-scheduler {version('awareness-scheduler')}\n")


def test_alone_it_shows_the_overview_and_was_not_understood() -> None:
    found = CliRunner().invoke(awareness, [])

    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == CliRunner().invoke(awareness, ["--help"]).stdout


def test_in_a_program_it_returns_its_code_instead_of_ending_it() -> None:
    assert awareness.main(["--version"], standalone_mode=False) == 0
    assert awareness.main(["nonsense"], standalone_mode=False) == 2


def test_json_before_the_verb_holds_for_its_errors() -> None:
    found = CliRunner().invoke(awareness, ["--json", "nonsense"])

    assert found.stderr.startswith('{"error": {"code": 2, "kind": "usage"')


def test_each_call_has_a_session_of_its_own() -> None:
    first = CliRunner().invoke(awareness, ["--folder", "a", "db", "path"])
    second = CliRunner().invoke(awareness, ["db", "path"])

    assert first.stdout.endswith("/a/data/awareness.db\n")
    assert not second.stdout.endswith("/a/data/awareness.db\n")
