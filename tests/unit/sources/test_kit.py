from datetime import timedelta
from pathlib import Path

from scheduler.clock import ManualClock
from scheduler.service.attention_ports import Ours
from scheduler.sources.kit import Kit
from tests.counting import NOW


def test_a_count_ends_in_minutes_unless_it_is_told_otherwise() -> None:
    kit = Kit(
        folder=Path(),
        data=Path(),
        clock=ManualClock(NOW),
        hashtags=(),
        account=None,
        token=lambda: "",
        ours=Ours,
        echo=lambda _, __: [],
    )
    assert kit.deadline == timedelta(seconds=30)
    assert kit.whole == 120
