"""The record for programs: every field of every entry, as a JSON array or as CSV, printed while it is read."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

import click

from scheduler.cli import documents
from scheduler.cli.screen import Screen
from scheduler.model.record import Sealed

COLUMNS = (
    "chain",
    "seq",
    "at",
    "event",
    "who",
    "why",
    "key",
    "before",
    "after",
    "digest",
    "evidence",
    "previous",
    "hash",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """`text` None: it was not asked for, or is no longer kept."""

    row: Sealed
    text: str | None = None


def exported(pages: Iterable[list[Kept]], form: str, screen: Screen, *, texts: bool) -> None:
    entries = (_document(kept, texts=texts) for page in pages for kept in page)
    if form == "json":
        screen.stream(entries)
        return
    line = io.StringIO()
    writer = csv.DictWriter(line, [*COLUMNS, *(["text"] if texts else [])], lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        writer.writerow({**entry, "evidence": json.dumps(entry["evidence"], ensure_ascii=False)})
        click.echo(line.getvalue(), nl=False)
        line.seek(0)
        line.truncate()
    if line.getvalue():
        click.echo(line.getvalue(), nl=False)


def _document(kept: Kept, *, texts: bool) -> documents.Document:
    return {**documents.sealed(kept.row), "text": kept.text} if texts else documents.sealed(kept.row)
