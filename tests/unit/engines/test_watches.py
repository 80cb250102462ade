import threading
from collections.abc import Callable
from pathlib import Path

from scheduler.engines.watches import Watches
from scheduler.service.working import Work
from tests.crew import Crew
from tests.patience import soon


class Watching(Work):
    """Two sources are always due; one of them hangs until it is released."""

    released = threading.Event()
    asked: list[str]

    def sources(self) -> list[str]:
        return ["a/hangs", "a/quick"]

    def watch(self, source: str, ending: Callable[[], bool] = lambda: False) -> None:
        self.asked.append(source)
        if source == "a/hangs":
            assert self.released.wait(30)
            self.asked.append(f"ending {ending()}")


def watching(folder: Path) -> tuple[Watching, Watches]:
    work = Crew(folder, "demo", work=Watching).work
    assert isinstance(work, Watching)
    work.released, work.asked = threading.Event(), []

    def keep(_: str, run: Callable[[], object]) -> None:
        run()

    return work, Watches(work, keep)


def test_a_source_that_hangs_keeps_no_other_from_being_asked_and_is_asked_once(tmp_path: Path) -> None:
    work, watches = watching(tmp_path)
    for number in range(1, 4):
        watches.take_up()
        soon(lambda: work.asked.count("a/quick") >= number)  # noqa: B023 - looked at in this turn alone
    assert work.asked.count("a/hangs") == 1
    work.released.set()
    watches.end(30)


def test_at_the_end_nobody_waits_long_and_who_comes_late_knows_it(tmp_path: Path) -> None:
    work, watches = watching(tmp_path)
    watches.take_up()
    soon(lambda: "a/hangs" in work.asked)
    watches.end(0)
    watches.take_up()
    assert work.asked.count("a/quick") <= 1
    work.released.set()
    watches.wait(30)
    assert work.asked[-1] == "ending True"
