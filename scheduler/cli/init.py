"""`awareness init`: a new campaign folder that passes `check` and says something at once."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.verb import FOLDER, verb
from scheduler.config.schema import write_schemas
from scheduler.errors import NotAllowed
from scheduler.words.counts import count

SAMPLE = files("scheduler.cli") / "sample"
RENAMED = {"gitignore.txt": ".gitignore"}
"""Files that cannot lie in the package under the name that they get."""


@verb("init", example="awareness init my-campaign")
@click.argument("target", metavar="DIR", type=FOLDER)
def init(session: Session, target: Path) -> None:
    """Make a new campaign folder with a small campaign on paper.

    It passes `check`, and `run` says something within ten seconds. Writes config/, templates/, schemas/ and
    .gitignore; comments in the files say what else they could hold. Refuses a folder that has config/ or templates/
    already.
    """
    screen = Screen(session)
    for name in ("config", "templates"):
        if (target / name).exists():
            raise NotAllowed(f"{target / name} is there already, and stays as it is; name a new folder")
    written = _write(SAMPLE, target) + len(write_schemas(target / "schemas"))
    screen.talk(f"Made {target}: {count(written, 'file')} with a small campaign on paper.\n\nNext:")
    there = "" if target.resolve() == Path.cwd() else f"cd {target}\n  "
    screen.talk(
        f"  {there}awareness run        says something within ten seconds, on paper only\n"
        "  awareness preview    shows the exact posts, for every network\n"
        "  awareness check      says what is wrong, after every edit\n"
        "  awareness login      connects an account; config/accounts.yaml shows one for each network"
    )


def _write(source: Traversable, target: Path) -> int:
    """Copy a packaged folder, over nothing that is there; returns how many files were written."""
    target.mkdir(parents=True, exist_ok=True)
    written = 0
    for entry in sorted(source.iterdir(), key=lambda found: found.name):
        path = target / RENAMED.get(entry.name, entry.name)
        if entry.is_dir():
            written += _write(entry, path)
        elif not path.exists():
            path.write_bytes(entry.read_bytes())
            written += 1
    return written
