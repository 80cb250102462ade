"""The sink does with every faulty request what its table says, and counts it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.model.receipt import Absent, Found, Later, Posted, Prepared, Unknown
from tests.around import Telling
from tests.kits import a_kit
from tests.make import an_account
from tests.outgoing import MANNERS
from tests.patience import soon
from tests.sinks.channel import SinkChannel, Where
from tests.sinks.dialects import Dialect
from tests.sinks.running import Sink, running_sink
from tests.sinks.troubles import LOCKING, REFUSING, TROUBLES


@pytest.fixture(scope="module", params=list(Dialect))
def sink(request: pytest.FixtureRequest) -> Iterator[Sink]:
    with running_sink(request.param) as running:
        yield running


def channel_to(sink: Sink, folder: Path, seconds: float) -> SinkChannel:
    return SinkChannel(an_account("demo"), a_kit(folder, MANNERS, deadline=seconds), Where(sink.address, sink.dialect))


def a_post(key: str) -> Prepared:
    return Prepared(key=key, account="demo", wire=f'{{"account":"demo","key":"{key}","text":"{key}"}}'.encode())


def open_fence() -> None:
    """Nothing stands against it."""


@pytest.mark.parametrize("name", TROUBLES)
def test_what_a_trouble_does_with_a_post_is_what_it_says(sink: Sink, tmp_path: Path, name: str) -> None:
    trouble, channel = TROUBLES[name], channel_to(sink, tmp_path, 0.3 if name.startswith("hang") else 20)
    before, calls = len(sink.taken()), len(sink.requests())
    sink.lose(name)

    outcome = channel.send(a_post(name), open_fence)

    taken = sink.taken()[before:]
    assert [post.key for post in taken] == [name] * trouble.taken
    assert sink.requests()[calls:] == [(name, trouble.taken)]
    assert isinstance(outcome, Later if trouble.told else Unknown)
    assert isinstance(channel.find(a_post(name)), Found if trouble.taken else Absent)


@pytest.mark.parametrize("name", [*LOCKING, *REFUSING])
def test_what_locks_or_refuses_takes_nothing(sink: Sink, tmp_path: Path, name: str) -> None:
    before = len(sink.taken())
    sink.lose(name)

    channel_to(sink, tmp_path, 20).send(a_post(name), open_fence)

    assert len(sink.taken()) == before


def test_a_second_copy_is_counted_only_where_keys_mean_nothing(sink: Sink, tmp_path: Path) -> None:
    channel = channel_to(sink, tmp_path, 20)

    outcomes = [channel.send(a_post("twice"), open_fence) for _ in range(2)]

    assert [type(outcome) for outcome in outcomes] == [Posted, Posted]
    assert len([post for post in sink.taken() if post.key == "twice"]) == (2 if sink.dialect is Dialect.NONE else 1)


def test_a_request_that_lies_on_its_way_is_taken_after_its_client_has_gone(sink: Sink, tmp_path: Path) -> None:
    channel = channel_to(sink, tmp_path, 0.1)
    sink.lose("late by 2")

    outcome = channel.send(a_post("overtaken"), open_fence)
    found = channel.find(a_post("overtaken"))

    assert (type(outcome), type(found)) == (Unknown, Absent)
    soon(lambda: "overtaken" in [post.key for post in sink.taken()])


def test_the_share_of_faulty_calls_is_drawn_by_a_seed(sink: Sink, tmp_path: Path) -> None:
    channel, calls = channel_to(sink, tmp_path, 20), len(sink.requests())
    sink.lose_share(["500 taken", "429 bare"], seed="a share", share=0.2)

    for number in range(50):
        channel.send(a_post(f"share {number}"), open_fence)
    sink.mend()

    faults = [fault for fault, _ in sink.requests()[calls:]]
    assert 4 < sum(fault != "" for fault in faults) < 18
    assert set(faults) == {"", "500 taken", "429 bare"}


def test_a_channel_can_tell_how_far_a_post_came(sink: Sink, tmp_path: Path) -> None:
    told: list[str] = []
    telling = Telling(channel_to(sink, tmp_path, 20), told.append)

    telling.send(a_post("aloud"), lambda: told.append("the fence"))

    assert told == ["connected", "the fence", "fenced"]
