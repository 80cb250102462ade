"""Whether the files are committed, asked of git without running anything that the repository brings along."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

TIMEOUT = 10.0
_SAFE = (
    "--no-pager",
    "--literal-pathspecs",
    "--no-optional-locks",
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit"),
)
_LOCKS = ("index.lock", "HEAD.lock")
_AUTHOR = re.compile(rb"^author (.*>) [0-9]+ [+-][0-9]{4}$", re.MULTILINE)
_LINK = "120000"


@dataclass(frozen=True, slots=True)
class Standing:
    """`commit` holds exactly the files that were read, and `author` made it; None: the folder is not under git, or
    `unsettled` says why they may not be taken yet."""

    commit: str | None = None
    author: str | None = None
    unsettled: str = ""


def standing(folder: Path, files: Mapping[str, bytes], counts: Callable[[str], bool]) -> Standing:
    """`counts` says which of the committed paths should be among the files. Content is compared by our own hashes:
    `git status` would run the filters that a repository may bring along."""
    top = _work_tree(folder)
    program = shutil.which("git")
    if top is None or program is None:
        return Standing()
    git = _Git(program, top, Path(os.path.realpath(folder)).relative_to(top).as_posix())
    try:
        return git.standing(folder, files, counts)
    except _TroubleError as trouble:
        return Standing(unsettled=str(trouble))


def would_take(path: Path) -> Path | None:
    """The top of the checkout that would take this file along with its next commit, or has it already; None: none
    would. Where git cannot be asked, it is taken to."""
    folder = next(place for place in path.absolute().parents if place.is_dir())
    top = _work_tree(folder)
    if top is None:
        return None
    program = shutil.which("git")
    where = Path(os.path.realpath(folder)) / path.absolute().relative_to(folder)
    try:
        return None if program and _Git(program, top, ".").ignores(where) else top
    except _TroubleError:
        return top


def _work_tree(folder: Path) -> Path | None:
    here = Path(os.path.realpath(folder))
    return next((place for place in (here, *here.parents) if os.path.lexists(place / ".git")), None)


class _TroubleError(Exception):
    """git cannot answer"""


@dataclass(frozen=True, slots=True)
class _Git:
    program: str
    top: Path
    prefix: str

    def standing(self, folder: Path, files: Mapping[str, bytes], counts: Callable[[str], bool]) -> Standing:
        if not self._ask("ls-files", "-z", "--", *self._roots()):
            return Standing()
        for lock in _LOCKS:
            if (self.top / os.fsdecode(self._ask("rev-parse", "--git-path", lock)).strip()).exists():
                return Standing(unsettled=f"git is at work here: {lock} exists")
        commit = self._ask("rev-parse", "--quiet", "--verify", "HEAD^{commit}", fails=b"").decode().strip()
        if not commit:
            return Standing(unsettled="nothing is committed yet")
        committed = {path: entry for path, entry in self._committed(commit).items() if counts(path)}
        missing = [path for path in committed if path not in files]
        changed = [
            path for path in files if path in committed and not _same(folder / path, files[path], *committed[path])
        ]
        new = [path for path in files if path not in committed]
        if new:
            new = sorted(set(new) - self._ignored())
        for paths, what in ((changed, "is changed"), (new, "is new"), (missing, "is deleted")):
            if paths:
                more = len(changed) + len(new) + len(missing) - 1
                others = f" (and {more} more)" if more else ""
                return Standing(unsettled=f"{min(paths)} {what} and not committed{others}")
        return Standing(commit, self._author(commit))

    def ignores(self, path: Path) -> bool:
        """Of a file that it tracks git says no, whatever else it is told."""
        return bool(self._ask("--no-literal-pathspecs", "check-ignore", "--", str(path), fails=b""))

    def _committed(self, commit: str) -> dict[str, tuple[str, str]]:
        """Mode and object id of each path, relative to the folder."""
        listing = self._ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", *self._roots())
        found = {}
        for line in os.fsdecode(listing).split("\0")[:-1]:
            entry, _, path = line.partition("\t")
            mode, _, name = entry.split(" ")
            found[self._inside(path)] = (mode, name)
        return found

    def _ignored(self) -> set[str]:
        listing = self._ask("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", *self._roots())
        return {self._inside(path) for path in os.fsdecode(listing).split("\0")[:-1]}

    def _author(self, commit: str) -> str | None:
        found = _AUTHOR.search(self._ask("cat-file", "commit", commit))
        return "".join(char for char in found[1].decode(errors="replace") if char.isprintable()) if found else None

    def _roots(self) -> tuple[str, str]:
        return (f"{self.prefix}/config", f"{self.prefix}/templates") if self.prefix != "." else ("config", "templates")

    def _inside(self, path: str) -> str:
        return path if self.prefix == "." else path.removeprefix(f"{self.prefix}/")

    def _ask(self, *words: str, fails: bytes | None = None) -> bytes:
        """`fails`: the answer where git says no. Of its own words nothing is repeated: they may quote any file."""
        try:
            done = subprocess.run(  # noqa: S603 - a found program, our own words, no shell
                [self.program, *_SAFE, *words],
                cwd=self.top,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            raise _TroubleError("git does not answer; mend it, or set `git: ignore`") from None
        if done.returncode == 0:
            return done.stdout
        if fails is not None:
            return fails
        if b"dubious ownership" in done.stderr:
            raise _TroubleError("git does not trust this folder, which belongs to another user: see safe.directory")
        raise _TroubleError("git cannot read this repository; mend it, or set `git: ignore`")


def _environment() -> dict[str, str]:
    """Nothing of ours that could hold a token, and nothing that lets git fetch what it lacks."""
    kept = {name: os.environ[name] for name in ("HOME", "XDG_CONFIG_HOME", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "PATH": os.defpath,
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _same(path: Path, content: bytes, mode: str, name: str) -> bool:
    """Whether git's object is this content, or the same with the line ends that git keeps."""
    if mode == _LINK:
        return path.is_symlink() and _object_name(os.fsencode(path.readlink()), name) == name
    plain = content.replace(b"\r\n", b"\n")
    return name in (_object_name(content, name), _object_name(plain, name))


def _object_name(content: bytes, like: str) -> str:
    """As git names a blob; `like` tells which hash the repository uses."""
    whole = b"blob %d\0%s" % (len(content), content)
    if len(like) == 64:
        return hashlib.sha256(whole).hexdigest()
    return hashlib.sha1(whole, usedforsecurity=False).hexdigest()
