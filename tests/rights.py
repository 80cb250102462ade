"""A folder that everyone may enter, and a while without root's right to pass over the rights of files."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def a_public_folder() -> Iterator[Path]:
    """Outside pytest's own folders, which only their owner may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            folder.chmod(0o755)


@contextmanager
def as_a_plain_user() -> Iterator[None]:
    """Root becomes nobody; whoever is not root stays."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
