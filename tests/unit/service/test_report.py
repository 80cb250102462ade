from scheduler.attention.meter import Measure, State
from scheduler.service.report import Watched, loudness
from tests.rig import NOON


def watched(source: str, state: State, times: float | None) -> Watched:
    newest = Measure(at=NOON, count=1, state=state, times_usual=times)
    return Watched(source=source, measures=(), newest=newest, standing=None)


def test_the_loudest_is_known_by_its_state_first_and_then_by_times_the_usual() -> None:
    never = Watched(source="never counted", measures=(), newest=None, standing=None)
    ranked = [
        never,
        watched("new", State.LEARNING, None),
        watched("calm", State.QUIET, 3.0),
        watched("fading", State.FADING, 9.0),
        watched("high", State.PEAK, 2.0),
        watched("rising", State.RISING, 2.5),
        watched("rising faster", State.RISING, 4.0),
    ]
    assert sorted([*ranked[3:], *ranked[:3]], key=loudness) == ranked
