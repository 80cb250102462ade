from scheduler.attention.judging import judge
from scheduler.attention.meter import State
from tests.unit.attention.series import HOUR, days, hours


def test_meter_and_rule_of_surges_see_every_bin_and_gaps_between() -> None:
    counts = [*days(12), *days(1, times=6)]
    counts[5] = None
    found = judge(hours(counts), HOUR)
    assert len(found) == 13 * 24
    assert found[5].measure.count is None
    assert found[12 * 24].measure.alarm
    assert sum(one.standing.began for one in found) == 1
    assert found[-1].measure.state is not State.QUIET


def test_of_nothing_there_is_nothing_to_say() -> None:
    assert not judge([], HOUR)
