from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.clock import ManualClock
from scheduler.errors import ChannelTrouble
from scheduler.sources.asking import MOST_REQUESTS, Asking, NotFound, trouble_of
from scheduler.wire.answers import MOST_PARTS
from scheduler.wire.crossing import Answer, WireTrouble
from tests.counting import NOW, a_kit
from tests.servers.raw import Raw, answers
from tests.servers.telling import telling


def test_one_count_makes_only_so_many_requests(tmp_path: Path) -> None:
    with telling(lambda _: (200, [])) as server:
        asking = Asking(a_kit(tmp_path))
        for _ in range(MOST_REQUESTS):
            asking.get(server.address)
        with pytest.raises(ChannelTrouble, match="requests for one count"):
            asking.get(server.address)
    assert len(server.asked) == MOST_REQUESTS


def test_one_count_takes_only_so_long(tmp_path: Path) -> None:
    clock = ManualClock(NOW)
    with telling(lambda _: (200, [])) as server:
        asking = Asking(a_kit(tmp_path, clock=clock))
        asking.get(server.address)
        clock.advance(timedelta(seconds=121))
        with pytest.raises(ChannelTrouble, match="too long"):
            asking.get(server.address)


def test_what_is_not_there_can_be_told_from_other_trouble(tmp_path: Path) -> None:
    with Raw([answers(404)]) as server, pytest.raises(NotFound):
        Asking(a_kit(tmp_path)).get(server.address)


def test_nothing_of_an_answers_own_words_is_repeated() -> None:
    trouble = trouble_of(Answer(500, {}, b"secret words"), ManualClock(NOW))
    assert str(trouble) == "it answered 500"


def test_what_would_fill_the_memory_once_it_is_read_is_not_read(tmp_path: Path) -> None:
    """Read as JSON it takes fifty times as much."""
    body = b"[" + b"{}," * MOST_PARTS + b"{}]"
    with telling(lambda _: (200, body)) as server, pytest.raises(WireTrouble, match="more parts"):
        Asking(a_kit(tmp_path, deadline=timedelta(seconds=20))).get(server.address)
