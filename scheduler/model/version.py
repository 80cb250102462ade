"""A tree of the organisers' files, and the versions of it that were taken."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True, kw_only=True)  # without slots: the digest is kept, as it is asked for at every look
class Tree:
    """Paths, relative to the folder and with `/`, to bytes. `commit` is the git commit that holds exactly these
    files, and `author` who made it; `unsettled` says in words why they must not be taken yet ('' where they may)."""

    files: Mapping[str, bytes]
    commit: str | None = None
    author: str | None = None
    unsettled: str = ""

    @cached_property
    def digest(self) -> str:
        """One hash over every path and content."""
        whole = hashlib.sha256()
        for path in sorted(self.files):
            content = self.files[path]
            whole.update(f"{path}\0{len(content)}\0".encode())
            whole.update(content)
        return whole.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """`number` counts the trees that were taken, from 1."""

    number: int
    accepted_at: datetime
    digest: str
    commit: str | None
    who: str
    files: Mapping[str, bytes]
