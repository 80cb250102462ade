"""Sixty planned posts of fourteen templates, and what becomes of their choices when a fifteenth is added."""

from dataclasses import replace
from datetime import timedelta

from scheduler.clock import ManualClock
from scheduler.model.delivery import AHEAD
from scheduler.model.house import House, Settings
from scheduler.model.slot import SlotKey
from scheduler.model.template import Template, Variant
from scheduler.service.accepting import Current
from scheduler.service.desk import Desk
from scheduler.service.planning import Planning
from tests.make import a_campaign, a_house, a_template, an_action, utc
from tests.memory import Memory
from tests.scripted import Scripted

START = utc("2026-11-23 06:00")
SIXTY = timedelta(days=20) - timedelta(hours=6)
"""Three posts a day, from the first morning to the last evening."""

FOURTEEN = tuple(f"template-{number}" for number in range(14))

Choices = dict[SlotKey, tuple[str, str]]


def a_house_of(*templates: str) -> House:
    """Six actions, and the windows that a campaign has which names none."""
    return replace(
        a_house(),
        settings=Settings(horizon=SIXTY),
        campaigns=(a_campaign(actions=tuple(an_action(f"action-{number}") for number in range(6))),),
        templates=tuple(_template(name) for name in templates),
    )


def _template(name: str) -> Template:
    source = f"{name}: {{{{ action.ask }}}} {{{{ action.link }}}}"
    return a_template(name, variants=(Variant(name="text", source=source, line=1),))


class Planner:
    """Plans on an empty store, and again on what it planned before."""

    def __init__(self) -> None:
        network = Scripted(at=START)
        self._store = Memory()
        self._planning = Planning(Desk(self._store, ManualClock(START), lambda *_: None), lambda _: network)

    def plan(self, *templates: str) -> Choices:
        current = Current(number=1, accepted_at=START, digest="", house=a_house_of(*templates))
        self._planning.apply(current)
        with self._store.look() as looking:
            return {row.key: (row.action, row.template) for row in looking.deliveries(states=AHEAD)}


def changed(before: Choices, after: Choices) -> int:
    assert len(before) == len(after) == 60
    return sum(after[key] != choice for key, choice in before.items())


def changed_of_fresh_plans(names: int) -> list[int]:
    """How many of the sixty choices differ between two plans made on empty stores, of fourteen templates and of
    fifteen, for so many names of the fifteenth."""
    before = Planner().plan(*FOURTEEN)
    return [changed(before, Planner().plan(*FOURTEEN, f"added-{number}")) for number in range(names)]
