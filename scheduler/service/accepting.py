"""Takes the organisers' files: only a stable tree, only a good one, and the last good one until then."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from scheduler.errors import FilesWrong, Problem
from scheduler.model.house import House
from scheduler.model.version import Tree, Version
from scheduler.service.captions import Place
from scheduler.service.desk import Desk
from scheduler.service.ports import Files
from scheduler.service.swapped import nowhere, swapped_links

REFUSED = "files refused"
WAITING = "files waiting"
BETWEEN_READS = timedelta(seconds=2)
READS = 30
"""At a start; files that have changed at each of these reads are not waited for any longer."""

COMMIT = "commit the files; a set of files under git is taken when it is clean (or set `git: ignore`)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a tree says. `house` None: it cannot be taken, and `problems` says why. `place` finds things in
    them."""

    house: House | None
    problems: tuple[Problem, ...] = ()
    place: Place = field(default=nowhere, repr=False, compare=False)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "warning")

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity != "warning")


Understand = Callable[[Tree, datetime | None], Understood]
"""What a tree says, judged as at an instant: a counter of days, a date or an end can make a text too long later on.
None: it was judged when it was taken, and is only read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The files in force."""

    number: int
    accepted_at: datetime
    digest: str
    house: House


class Accepting:
    """Keeps one house in force. Not shared between threads but for `current`, which only reads."""

    def __init__(self, desk: Desk, files: Files, understand: Understand) -> None:
        self._desk = desk
        self._files = files
        self._understand = understand
        self._current: Current | None = None
        self._seen: tuple[str, float] | None = None
        self._judged: str | None = None

    def current(self) -> Current | None:
        """The files in force, from the store; None: none were ever taken."""
        with self._desk.store.look() as looking:
            newest = looking.newest()
            known = self._current
            if newest is None or (known is not None and known.number == newest):
                return known
            version = looking.version(newest)
        if version is not None:
            self._current = self._open(version)
        return self._current

    def house(self) -> House:
        """Raises FilesWrong where no files were ever taken."""
        current = self.current()
        if current is None:
            raise FilesWrong((Problem("config", 0, 0, "", "no files were taken yet", "run `awareness run` once"),))
        return current.house

    def look(self, who: str = "beat:files") -> Current | None:
        """One look at the files; returns the new files in force when this look took them. A changed tree is
        judged when two looks at least two seconds apart saw the same content."""
        try:
            tree = self._files.look()
        except FilesWrong as wrong:
            self._refuse(wrong.problems, "unreadable")
            return None
        digest = tree.digest
        if digest == self._digest_in_force():
            self._seen = self._judged = None
            self._settled()
            return None
        now = self._desk.clock.monotonic()
        if self._seen is None or self._seen[0] != digest:
            self._seen = (digest, now)
            return None
        if now - self._seen[1] < BETWEEN_READS.total_seconds():
            return None
        tree = self._files.with_standing(tree)
        if self._judged == f"{digest} {tree.unsettled}":
            return None
        taken = self._judge(tree, who)
        self._judged = f"{digest} {tree.unsettled}"  # only now: what a busy store kept from being taken is tried again
        return taken

    def take(self, who: str) -> Current:
        """Take the files at once, or go on with the last good ones, loudly. Raises FilesWrong where there are
        neither."""
        try:
            tree = self._stable()
        except FilesWrong as wrong:
            self._refuse(wrong.problems, "unreadable")
            return self._last_good(wrong.problems)
        try:
            taken = self._judge(tree, who, refuse=True)
        except FilesWrong as wrong:
            return self._last_good(wrong.problems)
        return taken or self._last_good((Problem("config", 0, 0, "", tree.unsettled, COMMIT),))

    def _stable(self) -> Tree:
        """The tree, once two reads two seconds apart agree; the one in force needs no second read."""
        tree = self._files.look()
        for _ in range(READS):
            if tree.digest == self._digest_in_force():
                return tree
            self._desk.clock.wait(threading.Event(), BETWEEN_READS.total_seconds())
            again = self._files.look()
            if again.digest == tree.digest:
                return self._files.with_standing(again)
            tree = again
        raise FilesWrong((Problem("config", 0, 0, "", "the files change all the time", "let them rest"),))

    def _last_good(self, problems: tuple[Problem, ...]) -> Current:
        try:
            current = self.current()
        except FilesWrong as unreadable:  # by this version of the program: the files must be mended for it
            raise FilesWrong(tuple(dict.fromkeys((*problems, *unreadable.problems)))) from None
        if current is None:
            raise FilesWrong(problems)
        return current

    def _digest_in_force(self) -> str | None:
        """Known even where this version of the program cannot read those files, so that better ones can be taken."""
        with self._desk.store.look() as looking:
            newest = looking.newest()
            if self._current is not None and self._current.number == newest:
                return self._current.digest
            version = looking.version(newest)
        return version.digest if version else None

    def _judge(self, tree: Tree, who: str, *, refuse: bool = False) -> Current | None:
        if tree.digest == self._digest_in_force():
            current = self.current()
            self._settled()
            return current
        understood = self._beside_those_in_force(self._understand(tree, self._desk.clock.now()))
        if understood.house is None:
            self._refuse(understood.errors, tree.digest)
            if refuse:
                raise FilesWrong(understood.errors)
            return None
        if tree.unsettled:
            self._waits(tree)
            return None
        return self._accept(tree, understood, who)

    def _beside_those_in_force(self, understood: Understood) -> Understood:
        """What is good by itself, and still not as the next version of the files."""
        try:
            current = self.current()
        except FilesWrong:  # by this version of the program; there is nothing to compare with
            return understood
        if understood.house is None or current is None:
            return understood
        swapped = swapped_links(current.house, understood.house, understood.place)
        return replace(understood, house=None, problems=(*understood.problems, *swapped)) if swapped else understood

    def _accept(self, tree: Tree, understood: Understood, who: str) -> Current | None:
        author = f"git:{tree.author}" if tree.author else who
        with self._desk.transaction(author) as t:
            version = t.writing.accept(tree, at=t.now, who=author)
            t.note(
                "files.accepted",
                f"version {version.number} of the files is in force",
                evidence={"version": str(version.number), "digest": tree.digest, "commit": tree.commit or ""},
            )
            t.writing.set_mark(REFUSED, None)
            t.writing.set_mark(WAITING, None)
            t.calm("files", "refused")
        assert understood.house is not None  # noqa: S101 - _judge has looked
        self._current = Current(
            number=version.number, accepted_at=version.accepted_at, digest=version.digest, house=understood.house
        )
        return self._current

    def _refuse(self, problems: tuple[Problem, ...], digest: str) -> None:
        lines = [str(problem) for problem in problems]
        value = json.dumps({"digest": digest, "problems": lines})
        with self._desk.store.look() as looking:
            if looking.mark(REFUSED) == value:
                return
        with self._desk.transaction("beat:files") as t:
            t.writing.set_mark(REFUSED, value)
            t.calm("files", "refused")
            t.alert("files", "refused", f"the files were edited and cannot be taken: {lines[0]}" + _more(lines))
            t.note("files.refused", lines[0] + _more(lines), evidence={"digest": digest, "problems": str(len(lines))})

    def _waits(self, tree: Tree) -> None:
        with self._desk.transaction("beat:files") as t:
            if t.writing.mark(WAITING) != tree.unsettled:
                t.writing.set_mark(WAITING, tree.unsettled)
                t.note("files.waiting", f"{tree.unsettled}; {COMMIT}")

    def _settled(self) -> None:
        with self._desk.store.look() as looking:
            open_trouble = looking.mark(REFUSED) or looking.mark(WAITING)
        if open_trouble:
            with self._desk.transaction("beat:files") as t:
                t.writing.set_mark(REFUSED, None)
                t.writing.set_mark(WAITING, None)
                t.calm("files", "refused")
                t.note("files.mended", "the files are again as they were taken")

    def _open(self, version: Version) -> Current:
        """Not judged again: what was good when it was taken stays good, and every call of the command begins here."""
        understood = self._understand(Tree(files=version.files, commit=version.commit), None)
        if understood.house is None:
            raise FilesWrong(understood.errors)
        return Current(
            number=version.number, accepted_at=version.accepted_at, digest=version.digest, house=understood.house
        )


def _more(lines: list[str]) -> str:
    return f" (and {len(lines) - 1} more; see `awareness status`)" if len(lines) > 1 else ""
