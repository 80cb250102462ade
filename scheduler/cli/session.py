"""What one call of the command knows before its verb runs: where things lie, how to print, who asks, the clock."""

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scheduler.clock import Clock, SystemClock
from scheduler.model.visit import Visit


@dataclass(slots=True, kw_only=True)
class Session:
    """Filled by the options that every verb takes. `data` None: the folder's own `data`. `visit`: who looks at
    links; None: a visitor to the real web."""

    clock: Clock = field(default_factory=SystemClock)
    folder: Path = Path()
    data: Path | None = None
    json: bool = False
    color: bool = True
    visit: Callable[[str], Visit] | None = None

    @property
    def data_folder(self) -> Path:
        return self.data or self.folder / "data"

    @property
    def plain(self) -> bool:
        """Whether nothing may be coloured, terminal or not."""
        return not self.color or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def who() -> str:
    """The person at the command line, as the record names them."""
    try:
        return f"user:{getpass.getuser()}"
    except (OSError, KeyError):  # a container may run under a number that has no name
        return f"user:{os.getuid()}"
