import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from scheduler.engines.local import LocalEngine
from scheduler.errors import EngineRunning, FilesWrong
from scheduler.model.delivery import State
from scheduler.model.receipt import Finding, Later, Outcome, Prepared
from scheduler.service.working import Beat, Work
from tests.crew import OWNER, Crew, Quick
from tests.patience import soon
from tests.scripted import Scripted


def hanging(crew: Crew, account: str) -> tuple[threading.Event, threading.Event]:
    """The account's network takes its next post only when it is released; two events: asked, and released."""
    asked, released = threading.Event(), threading.Event()
    network = crew.networks[account]

    def answer() -> Outcome:
        asked.set()
        assert released.wait(30)
        return network.take(f"what hung on {account}")

    network.answers.append(answer)
    return asked, released


def test_what_is_due_when_it_starts_goes_out_at_once(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo")
    row = crew.put("demo")

    with crew.engine():
        assert crew.posted(row)
    assert crew.networks["demo"].taken == [str(row.key)]


def test_it_wakes_at_the_very_time_of_a_post_not_at_the_next_beat(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo")
    row = crew.put("demo", seconds=-0.5)

    with crew.engine():
        assert crew.state(row) is State.QUEUED
        assert soon(lambda: crew.networks["demo"].taken, within=8) == [str(row.key)]
    assert crew.clock.now() >= row.due_at


def test_after_a_post_it_wakes_for_the_next(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo")
    rows = [crew.put("demo", seconds=-0.2), crew.put("demo", seconds=-0.4), crew.put("demo", seconds=-0.6)]

    with crew.engine():
        soon(lambda: len(crew.networks["demo"].taken) == 3, within=8)
    assert crew.networks["demo"].taken == [str(row.key) for row in rows]


def test_it_wakes_when_a_network_that_asked_for_patience_may_be_tried_again(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo")
    asked: list[datetime] = []

    def later() -> Outcome:
        asked.append(crew.clock.now() + timedelta(seconds=1))
        return Later(reason="busy", when=asked[0])

    crew.networks["demo"].answers = [later]
    row = crew.put("demo")

    with crew.engine():
        assert soon(lambda: crew.networks["demo"].taken, within=8) == [str(row.key)]
    assert crew.clock.now() >= asked[0]


def test_its_start_and_its_end_stand_in_the_record(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo")
    with crew.engine():
        pass

    house = [(entry.event, entry.who, entry.why) for entry in crew.happened if entry.event.startswith("engine.")]
    assert house == [
        ("engine.started", OWNER, "it speaks from version 1 of the files"),
        ("engine.stopped", OWNER, "the service ended; what is planned stays planned"),
    ]


def test_a_network_that_hangs_delays_no_other_account(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "slow", "swift")
    asked, released = hanging(crew, "slow")
    slow, swift = crew.put("slow"), crew.put("swift")

    with crew.engine():
        assert asked.wait(30)
        assert crew.posted(swift)
        assert crew.state(slow) is State.SENDING
        released.set()
        assert crew.posted(slow)


def test_a_network_that_hangs_in_a_look_up_delays_no_other_account(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "slow", "swift")
    asked, released = threading.Event(), threading.Event()

    class Hanging(Scripted):
        def find(self, prepared: Prepared) -> Finding:
            asked.set()
            assert released.wait(30)
            return super().find(prepared)

    crew.networks["slow"] = Hanging(at=crew.clock.now(), keyed=False)
    sent = {"state": State.IN_DOUBT, "attempt": 1, "first_sent": crew.clock.now(), "wire": b"x"}
    rows = [crew.keep(replace(crew.a_post(account), **sent)) for account in ("slow", "swift")]  # type: ignore[arg-type]  # as it is

    with crew.engine():
        assert asked.wait(30)
        assert crew.posted(rows[1])
        assert crew.state(rows[0]) is State.IN_DOUBT
        released.set()
        soon(lambda: crew.state(rows[0]) is State.HELD)


def test_one_hand_at_a_time_works_on_a_lane(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo", work=Quick)
    asked, released = hanging(crew, "demo")
    first, second = crew.put("demo", seconds=2), crew.put("demo", seconds=1)

    with crew.engine():
        assert asked.wait(30)
        for _ in range(5):
            assert soon(partial(beaten_since, crew, crew.last_beat()))
        assert [outgoing.key for outgoing in crew.networks["demo"].prepared] == [str(first.key)]
        released.set()
        assert crew.posted(second)


def test_a_lane_that_was_busy_when_it_was_called_is_looked_at_again_once(tmp_path: Path) -> None:
    looking, released = threading.Event(), threading.Event()
    looks: list[str] = []

    class Slow(Work):
        def drain(self, lane: str, ending: Callable[[], bool] = lambda: False) -> int:
            looks.append(lane)
            looking.set()
            assert released.wait(30)
            return 0

    crew = Crew(tmp_path, "demo", work=Slow)
    engine = LocalEngine(crew.work, crew.store, OWNER)
    engine._take_up("demo")
    assert looking.wait(30)
    engine._take_up("demo")
    engine._take_up("demo")
    assert looks == ["demo"]

    released.set()
    soon(lambda: not engine._busy)
    assert looks == ["demo", "demo"]


def beaten_since(crew: Crew, beat: str | None) -> bool:
    return crew.last_beat() != beat


def test_the_end_waits_for_what_is_on_the_wire_and_takes_up_nothing_more(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo")
    asked, released = hanging(crew, "demo")
    first, second = crew.put("demo", seconds=2), crew.put("demo", seconds=1)

    with crew.engine() as engine:
        assert asked.wait(30)
        engine.ending.set()
        assert not engine.ended_within(0.3)
        assert crew.state(first) is State.SENDING
        released.set()
        assert engine.ended_within(30)
    assert (crew.state(first), crew.state(second)) == (State.POSTED, State.QUEUED)
    assert crew.events()[-2:] == ["delivery.posted", "engine.stopped"]


def test_a_failing_beat_is_told_once_ends_no_other_and_is_over_when_it_runs_well(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo", work=Quick)
    with crew.engine():
        crew.files.trouble = RuntimeError("a defect")
        assert soon(crew.alerts) == ["beat: the files beat fails: RuntimeError; see the log"]

        row = crew.put("demo")
        assert crew.posted(row)
        assert len(crew.alerts()) == 1

        crew.files.trouble = None
        soon(lambda: crew.alerts(open_only=True) == [])
    assert crew.events().count("alert.closed") == 1


def test_a_failing_lane_is_told_and_is_over_when_it_runs_well(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo", work=broken_on("demo"))
    row = crew.put("demo")

    with crew.engine():
        told = "beat: the publish on demo beat fails: RuntimeError; see the log"
        assert soon(crew.alerts) == [told]
        assert crew.posted(row)
        soon(lambda: crew.alerts(open_only=True) == [])


def broken_on(broken: str) -> type[Work]:
    """Fails the first three times that it drains this lane."""
    tries: list[str] = []

    class Broken(Quick):
        def drain(self, lane: str, ending: Callable[[], bool] = lambda: False) -> int:
            tries.append(lane)
            if lane == broken and tries.count(lane) <= 3:
                raise RuntimeError("a defect")
            return super().drain(lane, ending)

    return Broken


def test_what_an_engine_before_it_told_of_is_over_when_it_runs_well(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo", work=Quick)
    crew.work.failed("sweep", "OSError")
    assert len(crew.alerts(open_only=True)) == 1

    with crew.engine():
        soon(lambda: crew.alerts(open_only=True) == [])


def test_an_error_that_cannot_even_be_told_ends_nothing(tmp_path: Path) -> None:
    class Mute(Quick):
        def failed(self, beat: str, error: str) -> None:
            raise OSError("the disk is full")

    crew = Crew(tmp_path, "demo", work=Mute)
    with crew.engine():
        crew.files.trouble = RuntimeError("a defect")
        assert crew.posted(crew.put("demo"))
    assert crew.alerts() == []


def test_two_engines_never_have_one_store(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo")
    second = LocalEngine(crew.work, crew.store, "another boot")

    with crew.engine(), pytest.raises(EngineRunning, match=OWNER):
        second.run(threading.Event())


def test_with_nothing_to_say_it_does_not_start(tmp_path: Path) -> None:
    crew = Crew(tmp_path, "demo")
    with crew.store.write() as writing:
        writing.accept(replace(crew.files.tree, files={}), at=crew.clock.now(), who="user:anna")
    crew.files.tree = replace(crew.files.tree, files={})

    with pytest.raises(FilesWrong, match="it is empty"):
        LocalEngine(crew.work, crew.store, OWNER).run(threading.Event())
    assert crew.store.engine_owner() is None


def test_a_beat_that_hangs_delays_no_other_beat(tmp_path: Path) -> None:
    released = threading.Event()

    class Hanging(Quick):
        def beats(self) -> list[Beat]:
            endless = [Beat(f"endless {n}", timedelta(seconds=0.01), lambda: released.wait(30)) for n in range(5)]
            return [*endless, *super().beats()]

    crew = Crew(tmp_path, "demo", work=Hanging)
    with crew.engine():
        assert crew.posted(crew.put("demo"))
        released.set()
