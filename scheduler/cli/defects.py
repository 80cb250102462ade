"""Writes down a defect so that it can be mended: where it happened and in which versions, and no secret."""

import os
import platform
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from scheduler.secrecy import hidden

PACKAGES = ("awareness-scheduler", "alembic", "apscheduler", "click", "jinja2", "pydantic", "rich", "sqlalchemy")
LOOKS_SECRET = re.compile(r"[A-Za-z0-9+_=.~-]{20,}")
"""Tokens are long words without a space; so are some harmless ones, which a report can do without."""

NAMED_SECRET = re.compile(r"TOKEN|SECRET|PASSWORD|KEY", re.IGNORECASE)


def write_report(defect: BaseException, data: Path, at: datetime) -> Path | None:
    """In the data folder where that can be written, else among the temporary files; None: neither can."""
    report = "\n".join([*_head(at), *trace(defect)])
    for folder in (data / "defects", Path(tempfile.gettempdir())):
        try:
            if folder.parent.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
                path = folder / f"awareness-defect-{at:%Y%m%dT%H%M%S%f}.txt"
                with open(path, "x", encoding="utf-8", errors="replace", opener=for_us_alone) as file:
                    file.write(report)
                return path
        except OSError:
            continue
    return None


def for_us_alone(path: str, flags: int) -> int:
    """What was blotted out is what we knew of."""
    return os.open(path, flags, 0o600)


def _head(at: datetime) -> list[str]:
    return [
        f"A defect of awareness-scheduler, at {at.isoformat()}.",
        "Words that could be secrets are blotted out; please send this file along when you tell us of it.",
        "",
        f"verb: {_verb()}",
        f"Python {platform.python_version()} on {platform.platform()}",
        *(f"{name} {_version(name)}" for name in PACKAGES),
        "",
    ]


def _verb() -> str:
    """The words that are no option and no value: what was asked for, not with what."""
    return next((word for word in sys.argv[1:] if re.fullmatch(r"[a-z]+", word)), "")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed as a package)"


def trace(defect: BaseException) -> Iterator[str]:
    """Frames as they are, which is our own code; messages blotted, which may hold what people wrote."""
    cause = defect.__cause__ or (None if defect.__suppress_context__ else defect.__context__)
    if cause is not None:
        yield from trace(cause)
        yield "\nwhich led to:\n"
    yield from (line.rstrip("\n") for line in traceback.format_tb(defect.__traceback__))
    yield f"{type(defect).__name__}: {blotted(str(defect))}"


def blotted(message: str) -> str:
    """The message without anything that could be a token."""
    message = hidden(message)
    for name, value in os.environ.items():
        if NAMED_SECRET.search(name) and len(value) >= 4:
            message = message.replace(value, "███")
    return LOOKS_SECRET.sub("███", message)
