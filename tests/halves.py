"""A house that looks at its files while they are being written, and which trees it took."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.clock import Clock
from scheduler.service.accepting import Accepting, Current, Understand
from scheduler.service.desk import Desk
from scheduler.service.ports import Files
from tests.dying import draw
from tests.tampering import LOOKS, MONDAY, Tampered
from tests.writing import Busy, write_slowly


@dataclass(frozen=True)
class Hurried:
    """A clock at which two seconds are over whenever somebody asks."""

    clock: Clock
    asked: list[float]

    def now(self) -> datetime:
        return self.clock.now()

    def monotonic(self) -> float:
        self.asked.append(LOOKS.total_seconds())
        return sum(self.asked)

    def wait(self, event: object, seconds: float) -> bool:
        return False


class Hasty(Accepting):
    """Known to be bad: takes what it sees first."""

    def __init__(self, desk: Desk, files: Files, understand: Understand) -> None:
        hurried = Desk(desk.store, Hurried(desk.clock, []), desk.announce)
        super().__init__(hurried, files, understand)

    def look(self, who: str = "beat:files") -> Current | None:
        return super().look(who) or super().look(who)


def taken_halves(
    folder: Path, good: Mapping[str, bytes], seed: str, times: int, kind: type[Accepting] = Accepting
) -> tuple[list[str], int]:
    """What was taken and was no whole tree, and how many whole ones were. Each time all files are written anew, with
    a line more than before, in pieces that lie less than two seconds apart."""
    clock = Busy(MONDAY)
    house = Tampered(folder, good, clock, kind)
    halves: list[str] = []
    whole = 0
    for nth in range(times):
        own = f"{seed}/{nth}"
        wanted = {name: content + (b"#\n" if name.endswith(".yaml") else b"") for name, content in good.items()}
        good = wanted
        write_slowly(clock, folder, wanted, own, pieces=1 + int(9 * draw(own)))
        before = house.version()
        looks = 0
        while not clock.idle or looks < 3:
            looks = looks + 1 if clock.idle else 0
            house.beats()
            clock.advance(LOOKS)
        for number in range(before + 1, house.version() + 1):
            with house.app.store.look() as looking:
                version = looking.version(number)
            if version is None or dict(version.files) != wanted:
                halves.append(f"{own}: version {number} is no whole tree")
            else:
                whole += 1
    return halves, whole
