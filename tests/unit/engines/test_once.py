from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.clock import ManualClock
from scheduler.engines.once import run_once
from scheduler.errors import FilesWrong, Problem, StoreReadOnly
from scheduler.model.delivery import State
from scheduler.model.receipt import Unknown
from scheduler.service.working import Work
from tests.crew import OWNER, Crew
from tests.rig import NOON


class FailsOnDemo(Work):
    def drain(self, lane: str, ending: Callable[[], bool] = lambda: False) -> int:
        if lane == "demo":
            raise RuntimeError("a defect")
        return super().drain(lane, ending)


class FullOnDemo(Work):
    def drain(self, lane: str, ending: Callable[[], bool] = lambda: False) -> int:
        if lane == "demo":
            raise StoreReadOnly("the disk is full; make room on it")
        return super().drain(lane, ending)


def a_crew(folder: Path, *accounts: str, clock: ManualClock | None = None, work: type[Work] = Work) -> Crew:
    return Crew(folder, *accounts, clock=clock or ManualClock(NOON), work=work)


def once(crew: Crew) -> int | None:
    return run_once(crew.work, crew.store, OWNER)


def test_all_that_is_due_goes_out_on_every_account_and_is_counted(tmp_path: Path) -> None:
    crew = a_crew(tmp_path, "demo", "second")
    rows = [crew.put("demo", minutes=1), crew.put("demo"), crew.put("second")]
    ahead = crew.put("second", minutes=-1)

    assert once(crew) == 3
    assert {crew.state(row) for row in rows} == {State.POSTED}
    assert crew.state(ahead) is State.QUEUED


def test_a_second_pass_finds_what_came_due_and_nothing_else(tmp_path: Path) -> None:
    clock = ManualClock(NOON)
    crew = a_crew(tmp_path, "demo", clock=clock)
    rows = [crew.put("demo"), crew.put("demo", minutes=-5)]
    assert (once(crew), once(crew)) == (1, 0)

    clock.advance(timedelta(minutes=5))
    assert once(crew) == 1
    assert crew.networks["demo"].taken == [str(row.key) for row in rows]


def test_a_doubt_that_arose_in_one_pass_is_settled_in_the_next(tmp_path: Path) -> None:
    clock = ManualClock(NOON)
    crew = a_crew(tmp_path, "demo", clock=clock)
    crew.networks["demo"].answers = [Unknown(reason="the answer was lost")]
    row = crew.put("demo")
    assert once(crew) == 1
    assert crew.state(row) is State.IN_DOUBT

    clock.advance(timedelta(minutes=5))
    once(crew)
    assert crew.state(row) is State.VERIFIED
    assert crew.networks["demo"].taken == [str(row.key)]


def test_what_a_pass_before_it_left_on_the_wire_is_settled_first(tmp_path: Path) -> None:
    crew = a_crew(tmp_path, "demo")
    sending = {"state": State.SENDING, "owner": "boot dead", "attempt": 1, "first_sent": NOON, "wire": b"x"}
    left = crew.keep(replace(crew.a_post("demo", minutes=1), **sending))  # type: ignore[arg-type]  # as it is

    assert once(crew) == 0
    assert crew.state(left) is State.POSTED


def test_while_an_engine_lives_it_leaves_the_work_to_that(tmp_path: Path) -> None:
    crew = a_crew(tmp_path, "demo")
    row = crew.put("demo")

    with crew.store.engine_lock("boot of the service"):
        assert once(crew) is None
    assert crew.state(row) is State.QUEUED


def test_a_failing_lane_is_told_and_keeps_no_other_from_speaking(tmp_path: Path) -> None:
    crew = a_crew(tmp_path, "demo", "second", work=FailsOnDemo)
    crew.put("demo")
    row = crew.put("second")

    assert once(crew) == 1
    assert crew.state(row) is State.POSTED
    assert crew.alerts(open_only=True) == ["beat: the publish on demo beat fails: RuntimeError; see the log"]


def test_a_store_that_fails_a_lane_is_told_in_its_words_and_ends_the_pass_badly_after_the_others_spoke(
    tmp_path: Path,
) -> None:
    crew = a_crew(tmp_path, "demo", "second", work=FullOnDemo)
    crew.put("demo")
    row = crew.put("second")

    with pytest.raises(StoreReadOnly, match="the disk is full"):
        once(crew)
    assert crew.state(row) is State.POSTED
    told = "beat: the publish on demo beat fails: the disk is full; make room on it; see the log"
    assert crew.alerts(open_only=True) == [told]
    assert crew.store.engine_owner() is None


def test_the_alert_is_over_with_the_next_good_pass(tmp_path: Path) -> None:
    crew = a_crew(tmp_path, "demo")
    crew.work.failed("publish on demo", "RuntimeError")
    crew.put("demo")
    once(crew)

    assert crew.alerts(open_only=True) == []


def test_alerts_leave_the_outbox_with_the_pass_that_raised_them(tmp_path: Path) -> None:
    crew = a_crew(tmp_path, "demo")
    crew.put("demo", hours=3)
    once(crew)

    assert [text.split(":")[0] for text in crew.alerts()] == ["expired"]
    with crew.store.look() as looking:
        assert looking.alerts(unsent_only=True) == []


def test_with_nothing_to_say_it_says_what_is_wrong_and_frees_the_store(tmp_path: Path) -> None:
    crew = a_crew(tmp_path, "demo")
    crew.files.trouble = FilesWrong((Problem("config", 0, 0, "", "it is gone", "bring it back"),))
    with crew.store.write() as writing:
        writing.accept(replace(crew.files.tree, files={}), at=NOON + timedelta(seconds=1), who="user:anna")

    with pytest.raises(FilesWrong):
        once(crew)
    assert crew.store.engine_owner() is None
