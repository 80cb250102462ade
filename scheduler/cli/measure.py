"""`awareness measure`: counts a text as its network counts it; needs neither files nor store."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict

import click

from scheduler.cli.codes import Code
from scheduler.cli.session import Session
from scheduler.cli.verb import verb
from scheduler.model.text_rule import TextRule
from scheduler.rendering.lengths import measure as count
from scheduler.rendering.networks import rule_for


@verb("measure", example="echo 'Sign the petition: https://example.org' | awareness measure --network x", reads=True)
@click.option("--network", required=True, metavar="NETWORK", help="x, mastodon, bluesky, paper.")
@click.option("--characters", type=click.IntRange(min=1), help="The limit, where a server has another than usual.")
@click.option("--jsonl", is_flag=True, help="Read one JSON string a line, print one JSON object for each.")
def measure(session: Session, network: str, characters: int | None, *, jsonl: bool) -> Code:
    """Count a text as a network counts it.

    The text is read from stdin; one newline at its end does not count. Exits with 1 where it does not fit.
    With --jsonl each object says whether its text fits; exits with 2 where a line was no JSON string.
    """
    rule = rule_for(network, characters)
    return _lines(rule) if jsonl else _text(session, rule)


def _text(session: Session, rule: TextRule) -> Code:
    if sys.stdin.isatty():
        click.echo("Type the text, then Ctrl-D.", err=True)
    try:
        text = sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise click.UsageError(f"The text is not UTF-8 (byte {error.start + 1}).") from error
    measured = count(without_last_newline(text), rule)
    if session.json:
        click.echo(json.dumps(asdict(measured), ensure_ascii=False, indent=2))
    else:
        verdict = "fits" if measured.fits else f"does not fit: {measured.why}"
        click.echo(f"length {measured.length} of {measured.limit}: {verdict}")
    return Code.DONE if measured.fits else Code.ATTENTION


def _lines(rule: TextRule) -> Code:
    code = Code.DONE
    for counted in counted_lines(sys.stdin.buffer, rule):
        if "error" in counted:
            code = Code.USAGE
        sys.stdout.write(f"{json.dumps(counted, ensure_ascii=False)}\n")
        sys.stdout.flush()
    return code


def counted_lines(lines: Iterable[bytes], rule: TextRule) -> Iterator[dict[str, object]]:
    """One object for each line, as soon as it is read."""
    for number, line in enumerate(lines, start=1):
        try:
            text = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield {"error": f"line {number} is no JSON string: {error}"}
            continue
        if isinstance(text, str):
            measured = count(text, rule)
            yield {"length": measured.length, "limit": measured.limit, "fits": measured.fits}
        else:
            yield {"error": f"line {number} is JSON, but no string"}


def without_last_newline(text: str) -> str:
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text
