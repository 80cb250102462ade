"""The folder that organisers edit, read as one tree of files."""

import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from scheduler.config.album import Album
from scheduler.config.git import Standing, standing
from scheduler.config.papers import SETTINGS
from scheduler.config.stop_file import STOP, stop_file_in
from scheduler.errors import FilesWrong, Problem
from scheduler.model.picture_rule import is_picture
from scheduler.model.record import StopFile
from scheduler.model.version import Tree

MAX_FILE = 1024 * 1024
MAX_PICTURE = 8 * 1024 * 1024
MAX_FILES = 10_000
MAX_TREE = 64 * 1024 * 1024
MAX_DEPTH = 6
_ROOTS = ("config", "templates")
_PASSED_OVER = ("~", ".swp", ".tmp", ".orig")
_GIT_IGNORED = re.compile(rb"^git\s*:\s*[\"']?ignore\b", re.MULTILINE)
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


def counts(path: str) -> bool:
    """Whether a file belongs to the tree, by its path in the folder; what editors leave behind does not."""
    names = path.split("/")
    passed_over = any(name.startswith(".") or name.endswith(_PASSED_OVER) for name in names)
    return names[0] in _ROOTS and not passed_over and path != f"config/{STOP}"


class Folder:
    """Implements service.ports.Files. Looks come every two seconds, so pictures, which are large and seldom change, are
    remembered between them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._album = Album()
        self._last = Tree(files={})

    def look(self) -> Tree:
        """Raises FilesWrong with everything that cannot be read. Git is not asked: most looks find nothing new. Where
        nothing changed it is the very tree of the look before, whose digest is known."""
        walk = _Walk(self._root, self._album)
        walk.everything()
        if walk.problems:
            raise FilesWrong(tuple(sorted(walk.problems)))
        self._album.keep_only(walk.files)
        if walk.files != self._last.files:
            self._last = Tree(files=walk.files)
        return self._last

    def with_standing(self, tree: Tree) -> Tree:
        ignored = _GIT_IGNORED.search(tree.files.get(SETTINGS, b""))
        git = Standing() if ignored else standing(self._root, tree.files, counts)
        return replace(tree, commit=git.commit, author=git.author, unsettled=git.unsettled)

    def stop_file(self) -> StopFile | None:
        return stop_file_in(self._root)


@dataclass
class _Walk:
    """`files` grows as the walk goes; links are followed as long as they stay in the folder."""

    root: Path
    album: Album
    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    size: int = 0

    def everything(self) -> None:
        self._real_root = os.path.realpath(self.root)
        if not os.path.lexists(self.root / "config"):
            fix = "go to the folder that holds config/ and templates/, or name it with --folder"
            self._refuse("config", "there is no such folder here", fix)
            return
        for name in _ROOTS:
            if os.path.lexists(self.root / name):
                self._enter(name, depth=0)

    def _enter(self, path: str, depth: int) -> None:
        try:
            here = self._followed(path)
            # what goes away while we look is not there; the next look sees what came in its place
            with suppress(FileNotFoundError):
                if here is not None and stat.S_ISDIR(os.lstat(here).st_mode):
                    self._folder(path, here, depth)
                elif here is not None:
                    self._file(path, here)
        except OSError as error:
            self._refuse(
                path, f"this cannot be read: {(error.strerror or 'unknown trouble').lower()}", "look at its rights"
            )

    def _followed(self, path: str) -> str | None:
        """Where this path leads, in the file system; None: nowhere that is ours."""
        here = os.path.realpath(self.root / path)
        if not here.startswith(self._real_root + os.sep):
            self._refuse(path, "this link leads out of the folder", "put the file itself here")
            return None
        if not os.path.lexists(here) and os.path.lexists(self.root / path):
            self._refuse(path, "this link leads nowhere", "mend it or delete it")
            return None
        return here

    def _folder(self, path: str, here: str, depth: int) -> None:
        if depth == MAX_DEPTH:
            self._refuse(path, "these folders go too deep", "nothing needs that; delete it or move it elsewhere")
            return
        for name in sorted(below.name for below in Path(here).iterdir()):
            if not name.isprintable():
                plain = "".join(char if char.isprintable() else "?" for char in name)
                self._refuse(f"{path}/{plain}", "this name holds characters that cannot be shown", "rename it")
            elif counts(f"{path}/{name}"):
                self._enter(f"{path}/{name}", depth + 1)

    def _file(self, path: str, here: str) -> None:
        if len(self.files) == MAX_FILES or self.size > MAX_TREE:
            if not any(problem.file == "." for problem in self.problems):
                self._refuse(".", "there are too many files here, or they are too large", f"keep at most {MAX_FILES}")
            return
        largest = MAX_PICTURE if is_picture(path) else MAX_FILE
        descriptor = os.open(here, _OPEN)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                self._refuse(path, "this is not a plain file", "delete it or move it elsewhere")
                return
            content = self.album.known(path, status)
            if content is None:
                content = file.read(largest + 1)
        if len(content) > largest:
            fix = "save it smaller" if largest == MAX_PICTURE else "split it, or move it elsewhere"
            self._refuse(path, f"this file is larger than {largest // MAX_FILE} MiB", fix)
            return
        if largest == MAX_PICTURE:
            self.album.remember(path, status, content)
        self.size += len(content)
        self.files[path] = content

    def _refuse(self, path: str, what: str, fix: str) -> None:
        self.problems.append(Problem(path, 0, 0, "", what, fix))
