"""`awareness attention`: how attention for each campaign stands, and what the meter makes of any series."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click
from rich.text import Text

from scheduler.attention.bins import binned
from scheduler.attention.meter import Measure, Meter
from scheduler.attention.surges import Standing, Surges
from scheduler.cli.attending import show_standing
from scheduler.cli.attention_evidence import evidence
from scheduler.cli.attention_follow_up import follow_up
from scheduler.cli.codes import Code
from scheduler.cli.documents import Document, instant
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.times import length
from scheduler.cli.verb import verb, verbs
from scheduler.sources.series import read_series
from scheduler.words.attention import measured
from scheduler.words.counts import count
from scheduler.words.times import stamp


@verbs("attention", example="awareness attention --campaign close-the-camps", reads=True)
@click.option("--campaign", metavar="ID", help="Only this campaign.")
def attention(session: Session, campaign: str | None) -> Code:
    """How attention stands: what is said of each campaign's topic, against what is usual.

    Each source is measured by itself; the campaign stands as its loudest source says. Asks no network: it tells what
    the service has counted. Ends with 1 where a source has told nothing new for a day (three, where it counts by days).
    """
    return show_standing(session, campaign)


@dataclass(frozen=True, slots=True)
class Replayed:
    """One bin, as the meter and the rule of surges saw it."""

    measure: Measure
    standing: Standing


def replayed(file: Path, width: timedelta) -> Iterator[Replayed]:
    """Raises FilesWrong."""
    meter, surges = Meter(width), Surges(width)
    for found in binned(read_series(file), width):
        yield Replayed(meter.feed(found), surges.feed(found))


@verb("replay", example="awareness attention replay counts.csv --bin 1h --json | jq 'select(.alarm)'", reads=True)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--bin", "width", metavar="DURATION", default="1h", show_default=True, help="How wide a bin is.")
def replay(session: Session, file: Path, width: str) -> None:
    """Run the meter over a series of times and counts.

    FILE is CSV or JSON Lines with a time and a count in each line; a time without an offset counts as UTC, seconds
    since 1970 will do, an empty count is a gap, and counts of one bin are added up. Shows where attention rose and
    surged; with --json one JSON object a line for each bin.
    """
    wide = length(width)
    if not timedelta(minutes=1) <= wide <= timedelta(days=1) or timedelta(days=1) % wide:
        raise click.UsageError(f"{width!r} does not divide a day: a bin is 1d, 1h, 30m, or the like.")
    screen = Screen(session)
    found = replayed(file, wide)
    if screen.json:
        for one in found:
            click.echo(json.dumps(document(one)))
        return
    told = [(one, bins) for bins, one in enumerate(found, 1)]
    rows = [_row(one, wide) for one, _ in told if one.measure.alarm or one.standing.began]
    screen.show(*aligned(rows, screen, wrapped=True))
    episodes = sum(one.measure.alarm for one, _ in told)
    surged = sum(one.standing.began for one, _ in told)
    screen.talk(f"{count(len(told), 'bin')}: {count(episodes, 'episode')}, {count(surged, 'surge')}.")


def document(one: Replayed) -> Document:
    """`at` is where the bin begins; it is known, with its alarm, when it ends."""
    found, standing = one.measure, one.standing
    return {
        "at": instant(found.at),
        "count": found.count,
        "expected": _rounded(found.expected),
        "z": _rounded(found.z),
        "times_usual": _rounded(found.times_usual),
        "state": str(found.state),
        "share": _rounded(found.share),
        "alarm": found.alarm,
        "surge": standing.began,
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)


def _row(one: Replayed, width: timedelta) -> Row:
    said = measured(one.measure, width)
    if one.standing.began and one.standing.usual is not None:
        usual = f"{one.standing.usual:,.0f}"
        said = f"Surge: {one.standing.total:,} in 24 hours, where {usual} are usual. {said}"
    return Row([Text(stamp(one.measure.at, "UTC"), "dim"), said])


attention.add_command(replay)
attention.add_command(follow_up)
attention.add_command(evidence)
