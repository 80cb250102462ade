"""Whatever networks and services do: no reading twice, none outside its time, and never more than the budgets allow."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.errors import ChannelBusy, ChannelTrouble
from scheduler.model.account import Budget
from scheduler.model.delivery import Delivery
from scheduler.model.instants import INSTANTS, OVER
from scheduler.model.money import Purpose
from scheduler.model.receipt import Absent
from tests.memory import Memory
from tests.readers import CENT, Readers, counting
from tests.rig import NOON
from tests.scripted import Count

ENDS = (*INSTANTS[1:], OVER)
WAITS = st.sampled_from([1, 7, 15, 44, 120, 600, 1440, 3 * 1440, 9 * 1440])
ANSWERS = st.sampled_from(["counts", "counts", "counts", "trouble", "busy", "defect", "gone"])
AGES = st.integers(0, 40 * 1440).map(lambda minutes: timedelta(minutes=minutes))


def answer(readers: Readers, name: str) -> list[Count]:
    busy = ChannelBusy("429", readers.clock.now() + timedelta(hours=2))
    named: dict[str, Count] = {
        "trouble": ChannelTrouble("down"),
        "busy": busy,
        "defect": RuntimeError("a defect"),
        "gone": Absent(evidence="404"),
    }
    return [named[name]] if name in named else []


def check(readers: Readers, rows: list[Delivery]) -> None:
    for row in rows:
        assert row.receipt is not None
        with readers.store.look() as looking:
            seen = looking.readings(row.key)
        instants = [reading.at for reading in seen.values()]
        assert instants == sorted(set(instants))
        for nth, reading in seen.items():
            assert INSTANTS[nth] <= reading.at - row.receipt.at <= ENDS[nth]


@settings(max_examples=60, deadline=None)
@given(
    ages=st.lists(AGES, min_size=1, max_size=6),
    steps=st.lists(st.tuples(WAITS, ANSWERS, st.booleans()), max_size=15),
    a_day=st.integers(1, 8),
    cents=st.integers(1, 12),
)
def test_readings_keep_their_time_and_their_budgets(
    ages: list[timedelta], steps: list[tuple[int, str, bool]], a_day: int, cents: int
) -> None:
    account = counting(a_day=a_day, budget=Budget(posting=0, reading=cents * CENT))
    readers = Readers(Path(), account, store=Memory())
    rows = [readers.out(minute, ago=ago) for minute, ago in enumerate(ages)]
    by_day: Counter[str] = Counter()
    by_month: Counter[str] = Counter()
    for minutes, name, restarts in steps:
        before = len(readers.network.was_read)
        readers.network.counts = answer(readers, name)
        readers.take()
        now = readers.clock.now()
        by_day[f"{now:%Y-%m-%d}"] += len(readers.network.was_read) - before
        by_month[f"{now:%Y-%m}"] += len(readers.network.was_read) - before
        if restarts:
            readers.restart()
        readers.pass_by(minutes=minutes)
    check(readers, rows)
    with readers.store.look() as looking:
        spent = looking.spent(Purpose.READING, since=f"{NOON:%Y-%m}")
    assert {month: cost // CENT for (_, month), cost in spent.items()} == {m: n for m, n in by_month.items() if n}
    assert max(by_day.values(), default=0) <= a_day
    assert max(by_month.values(), default=0) <= cents
