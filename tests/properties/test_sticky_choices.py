"""A new template, or a new action, does not reshuffle what a plan had chosen, even where nothing was stored."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.model.campaign import Windows
from scheduler.model.delivery import Delivery
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.plan import Admit, Plan, Planned
from scheduler.model.post import Candidate, Verdict, Weights
from scheduler.model.slot import Slot
from scheduler.planner.changing import changes, delivery_from
from scheduler.planner.planning import make_plan
from scheduler.rules.judging import judge_candidate
from tests.make import a_campaign, a_house, a_schedule, a_template, a_text_rule, an_account, an_action, utc
from tests.plans import judge

NOW = utc("2026-11-23 00:00")
FREEZE = timedelta(minutes=30)


def house(campaign: str, templates: int, actions: int = 6) -> House:
    return a_house(
        campaigns=(a_campaign(campaign, actions=tuple(an_action(f"{campaign}-ask-{n}") for n in range(actions))),),
        templates=tuple(a_template(f"{campaign}-{n}", campaign=campaign) for n in range(templates)),
        schedules=(a_schedule(campaign=campaign),),
    )


def windows(slot: Slot, due_at: datetime, candidate: Candidate | None, ledger: Ledger) -> Verdict:
    """The campaign's usual windows: a template rests for 48 hours, an action for 20."""
    if candidate is not None:
        campaign = a_campaign(slot.key.campaign, no_repeat=Windows())
        verdict = judge_candidate(slot, due_at, candidate, an_account(), campaign, ledger, a_text_rule())
        if not verdict.allowed:
            return verdict
    return judge()(slot, due_at, candidate, ledger)


def plan_of(of: House, admit: Admit, taken: Sequence[Delivery] = ()) -> Plan:
    return make_plan(
        of,
        taken,
        Weights(),
        now=NOW,
        until=NOW + timedelta(days=20),
        accepted_at=NOW,
        began=None,
        admit=admit,
        needs_fact=lambda _: False,
        can_carry=lambda _, __: True,
    )


def planned(of: House, admit: Admit) -> list[Planned]:
    return [entry for entry in plan_of(of, admit).slots if entry.choice]


def choices(of: House, admit: Admit) -> list[tuple[str, str]]:
    return [(entry.choice.action, entry.choice.template) for entry in planned(of, admit) if entry.choice]


names = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


def changed(name: str, admit: Admit) -> int:
    before, after = choices(house(name, 14), admit), choices(house(name, 15), admit)
    assert len(before) == len(after) == 60
    return sum(one != other for one, other in zip(before, after, strict=True))


@settings(max_examples=25, deadline=None)
@given(names)
def test_one_template_more_changes_few_choices(name: str) -> None:
    assert changed(name, judge()) <= 15


def test_where_templates_rest_one_more_changes_few_choices_all_the_same() -> None:
    # A template that rests makes room for others, so one change can bring about the next.
    counts = [changed(name, windows) for name in ("close-the-camps", *(f"campaign-{n}" for n in range(19)))]
    assert counts[0] <= 15
    assert sum(counts) / len(counts) <= 10


@pytest.mark.parametrize("more", [(15, 6), (14, 7), (15, 7)])
@settings(max_examples=10, deadline=None)
@given(name=names)
def test_what_is_stored_is_not_reshuffled_at_all(more: tuple[int, int], name: str) -> None:
    rows = [delivery_from(entry, 1) for entry in planned(house(name, 14), windows)]
    assert changes(plan_of(house(name, *more), windows, rows), rows, now=NOW, freeze=FREEZE).nothing


@settings(max_examples=10, deadline=None)
@given(names)
def test_a_template_less_changes_only_what_it_carried(name: str) -> None:
    rows = [delivery_from(entry, 1) for entry in planned(house(name, 14), windows)]
    found = changes(plan_of(house(name, 13), windows, rows), rows, now=NOW, freeze=FREEZE)
    assert {change.before.template for change in found.rewrite} <= {f"{name}-13"}
    assert (found.add, found.move, found.withdraw) == ((), (), ())
    assert len(found.keep) == sum(row.template != f"{name}-13" for row in rows)
