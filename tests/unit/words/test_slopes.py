from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.words.slopes import slopes
from tests.hindsight import Hindsight
from tests.rig import NOON


@pytest.fixture
def past(tmp_path: Path) -> Hindsight:
    return Hindsight(tmp_path)


def test_repetition_and_the_level_of_the_topic_are_estimated_from_all_posts_of_the_account(past: Hindsight) -> None:
    past.count()
    for day in range(2, 26):
        past.post(NOON - timedelta(days=day), likes=9 + day % 3)
        if day % 2:
            past.post(NOON - timedelta(days=day, hours=4), likes=5)
    [(account, found)] = past.report().learnt
    assert account == "demo"
    assert found.fatigue is not None
    assert found.amplification is not None
    assert (found.fatigue.uses, found.amplification.uses) == (36, 35)  # one hour is not known
    assert found.fatigue.low < found.fatigue.slope < found.fatigue.high
    told = list(slopes(past.report()))
    assert [(of, what) for of, what, _ in told] == [("demo", "repetition"), ("demo", "a loud topic")]
    assert told[0][2].startswith("with each post more in the day before a post draws ")
    assert told[1][2].startswith("with twice as much said of the topic a post draws ")
    assert "n = 36)" in told[0][2]


def test_with_few_posts_it_is_too_early_to_say_whether_repetition_tires(past: Hindsight) -> None:
    assert list(slopes(past.report())) == []
    past.post(NOON - timedelta(days=3))
    assert {words.split(":")[0] for _, _, words in slopes(past.report())} == {"too early to say"}
