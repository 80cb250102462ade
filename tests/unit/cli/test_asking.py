import click
import pytest
from click.testing import CliRunner

from scheduler.cli.asking import Declined, must_be_answerable, sure


def test_where_it_was_answered_already_nobody_is_asked() -> None:
    with CliRunner().isolation() as (out, _, _):
        must_be_answerable(yes=True)
        sure("Delete it?", yes=True)

        assert out.getvalue() == b""


def test_where_nobody_is_at_the_terminal_nothing_is_asked() -> None:
    with CliRunner().isolation(), pytest.raises(click.UsageError, match="add --yes"):
        must_be_answerable(yes=False)


def test_a_yes_goes_on_and_is_asked_for_on_stderr() -> None:
    with CliRunner().isolation(input="y\n") as (out, err, _):
        sure("Delete it?", yes=False)

        assert b"Delete it? [y/N]" in err.getvalue()
        assert b"Delete it?" not in out.getvalue()


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_anything_else_ends_it(answer: str) -> None:
    with CliRunner().isolation(input=answer), pytest.raises(Declined):
        sure("Delete it?", yes=False)
