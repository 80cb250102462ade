"""`awareness schema`: the JSON Schemas of the files, by which editors complete and check."""

from pathlib import Path

import click

from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.verb import FOLDER, verb
from scheduler.config.schema import json_schemas, write_schemas
from scheduler.errors import NoSuchThing
from scheduler.words.counts import count, listed


@verb("schema", example="awareness schema campaign")
@click.argument("name", required=False)
@click.option("--write", "into", type=FOLDER, metavar="DIR", help="Write one file for each into this folder.")
def schema(session: Session, name: str | None, into: Path | None) -> None:
    """Print the JSON Schemas of the files, for editors.

    NAME is awareness, accounts, campaign or template; without it, all of them by their names. A first line
    `# yaml-language-server: $schema=../schemas/accounts.schema.json` makes editors use one.
    """
    screen = Screen(session)
    schemas = json_schemas()
    if name is not None and name not in schemas:
        raise NoSuchThing(f"there is no schema {name!r}; known are {listed(list(schemas))}")
    if into is None:
        screen.document(schemas[name] if name else schemas)
        return
    if name is not None:
        raise click.UsageError("--write writes all of them; leave the name out.")
    written = write_schemas(into)
    screen.talk(f"Wrote {count(len(written), 'schema')} into {into}.")
