import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.errors import NoSuchThing, NotAllowed
from scheduler.model.delivery import State
from scheduler.service.recording import PAGE, Filter, Recording
from tests.make import a_post
from tests.rig import NOON, Rig, queued


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    rig = Rig(tmp_path)
    rig.put(queued(), queued(minute=1, post=a_post("Write to them.")))
    rig.publishing.drain("demo")
    return rig


@pytest.fixture
def recording(rig: Rig) -> Recording:
    return Recording(rig.desk)


def events(recording: Recording, wanted: Filter) -> list[str]:
    return [row.entry.event for page in recording.pages(wanted) for _, row in page]


def test_everything_that_happened_can_be_read_in_order(rig: Rig, recording: Recording) -> None:
    assert events(recording, Filter()) == rig.events()


def test_it_can_be_narrowed_to_a_post_an_account_a_time_and_an_event(rig: Rig, recording: Recording) -> None:
    with rig.desk.transaction("test") as t:
        t.note("gap", "silence")

    assert events(recording, Filter(key=queued(minute=1).key)) == ["delivery.planned"]
    assert events(recording, Filter(account="house")) == ["gap"]
    assert events(recording, Filter(events={"delivery.posted"})) == ["delivery.posted"]
    assert events(recording, Filter(since=NOON + timedelta(seconds=1))) == []
    assert events(recording, Filter(until=NOON)) == []


def test_a_long_record_comes_in_pages_with_nothing_lost_or_twice(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with rig.desk.transaction("test") as t:
        for number in range(2 * PAGE):
            t.note("tick", str(number))

    pages = list(Recording(rig.desk).pages(Filter()))

    assert [len(page) for page in pages] == [PAGE, PAGE]
    assert [row.entry.why for page in pages for _, row in page] == [str(n) for n in range(2 * PAGE)]


def test_an_untouched_record_verifies(recording: Recording) -> None:
    verified = recording.verify()

    assert (verified.rows, verified.chains, verified.faults) == (5, 1, ())


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE record SET why = 'nothing' WHERE seq = 2",
        "DELETE FROM record WHERE seq = 2",
        "DELETE FROM record WHERE seq = 5",
        "DELETE FROM record",
        "UPDATE texts SET text = 'something else'",
    ],
)
def test_whatever_is_changed_behind_its_back_shows(rig: Rig, tmp_path: Path, tampering: str) -> None:
    with sqlite3.connect(tmp_path / "awareness.db") as raw:
        raw.execute(tampering)

    assert Recording(rig.desk).verify().faults != ()


def test_a_redacted_text_is_gone_and_the_record_still_verifies(rig: Rig, recording: Recording) -> None:
    row = rig.row(queued().key)
    digest = recording.redact(row.key, who="user:anna", why="it named somebody")

    with rig.store.look() as looking:
        assert looking.text(digest) is None
    assert rig.row(row.key).post.text == ""
    assert recording.verify().faults == ()
    assert rig.happened[-1][0].event == "text.redacted"
    assert rig.happened[-1][0].why == "it named somebody"


def test_redacting_twice_is_recorded_once(rig: Rig, recording: Recording) -> None:
    for _ in range(2):
        recording.redact(queued().key, who="user:anna", why="it named somebody")

    assert rig.events().count("text.redacted") == 1


def test_a_post_that_is_still_ahead_is_skipped_first(rig: Rig, recording: Recording) -> None:
    with pytest.raises(NotAllowed, match="may still be sent"):
        recording.redact(queued(minute=1).key, who="user:anna", why="")
    assert rig.state(queued(minute=1)) is State.QUEUED


def test_an_unknown_post_cannot_be_redacted(recording: Recording) -> None:
    with pytest.raises(NoSuchThing, match="there is no post"):
        recording.redact(queued(minute=59).key, who="user:anna", why="")
