"""A git repository of a test's own, untouched by the settings of the machine."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROGRAM = shutil.which("git") or "git"
AUTHOR = "Ada Example <ada@example.org>"


@dataclass(frozen=True, slots=True)
class Repository:
    root: Path

    def git(self, *words: str, more: Mapping[str, str] | None = None) -> str:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ada Example",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Eve Example",
            "GIT_COMMITTER_EMAIL": "eve@example.org",
            **(more or {}),
        }
        done = subprocess.run(
            [PROGRAM, *words], cwd=self.root, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def commit(self) -> str:
        """Everything that is there; returns the commit's id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "why")
        return self.git("rev-parse", "HEAD")


def repository(root: Path, *options: str) -> Repository:
    made = Repository(root)
    root.mkdir(parents=True, exist_ok=True)
    made.git("init", "--quiet", "--initial-branch=main", *options)
    return made
