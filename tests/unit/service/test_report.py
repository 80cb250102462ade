from dataclasses import replace

from scheduler.attention.meter import Measure, State
from scheduler.service.report import Watched, loudness
from tests.rig import NOON


def watched(source: str, state: State, times: float | None) -> Watched:
    newest = Measure(at=NOON, count=1, state=state, times_usual=times)
    return Watched(source=source, measures=(), newest=newest, standing=None)


def test_the_loudest_has_the_most_times_the_usual_and_is_heard() -> None:
    never = Watched(source="never counted", measures=(), newest=None, standing=None)
    ranked = [
        never,
        replace(watched("gone", State.RISING, 20.0), heard=False),
        watched("new", State.LEARNING, None),
        watched("high", State.PEAK, 2.0),
        watched("rising", State.RISING, 2.5),
        watched("calm", State.QUIET, 3.0),
        watched("rising faster", State.RISING, 4.0),
        watched("fading", State.FADING, 9.0),
    ]
    assert sorted([*ranked[3:], *ranked[:3]], key=loudness) == ranked
