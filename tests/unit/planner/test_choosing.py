from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from scheduler.errors import NoSuchThing, NotAllowed
from scheduler.model.campaign import Action, Campaign, Kind
from scheduler.model.ledger import Ledger
from scheduler.model.post import Candidate, Weights
from scheduler.model.template import Template
from scheduler.planner.choosing import (
    candidates,
    candidates_by_hand,
    fairest_first,
    last_moment,
    times_said,
    weigher,
)
from scheduler.planner.repertoire import CanCarry, Repertoire, repertoire
from tests.make import (
    a_campaign,
    a_candidate,
    a_delivery,
    a_fact,
    a_house,
    a_slot,
    a_template,
    an_account,
    an_action,
    utc,
)

SLOT = a_slot("2026-11-23T09:00")
ACTIONS = tuple(an_action(name) for name in ("a", "b", "c"))
TEMPLATES = tuple(a_template(f"t{n}") for n in range(4))
FACTS = tuple(a_fact(f"f{n}") for n in range(4))


def able(
    campaign: Campaign | None = None,
    templates: Sequence[Template] = TEMPLATES,
    *,
    needs_fact: bool = False,
    can_carry: CanCarry = lambda _, __: True,
) -> Repertoire:
    campaign = campaign or a_campaign(actions=ACTIONS, facts=FACTS)
    return repertoire(
        a_house(campaigns=(campaign,), templates=tuple(templates)),
        campaign,
        "en",
        kinds=(),
        templates=(),
        needs_fact=lambda _: needs_fact,
        can_carry=can_carry,
    )


def offered(from_: Repertoire, ledger: Ledger | None = None, **how: Any) -> list[tuple[str, str, str]]:
    return [candidate.ids for candidate in candidates(from_, SLOT, SLOT.at, ledger or Ledger(), **how)]


def actions_of(found: list[tuple[str, str, str]]) -> list[str]:
    return list(dict.fromkeys(action for action, _, _ in found))


def said(*actions: str, **changes: Any) -> Ledger:
    days = range(len(actions))
    return Ledger.of(
        a_delivery(f"2026-11-{day + 1:02}T09:00", action=action, **changes)
        for day, action in zip(days, actions, strict=True)
    )


def test_every_action_is_offered_with_every_template_once() -> None:
    found = offered(able())
    assert sorted(found) == sorted((action.id, template.id, "") for action in ACTIONS for template in TEMPLATES)
    assert [action for action, _, _ in found[::4]] == actions_of(found)


def test_the_same_slot_is_offered_the_same_and_another_slot_another_order() -> None:
    assert offered(able()) == offered(able())
    orders = set()
    for day in range(1, 29):
        slot = a_slot(f"2026-11-{day:02}T09:00")
        orders.add(tuple(c.ids for c in candidates(able(), slot, slot.at, Ledger())))
    assert len(orders) > 20


def test_the_action_said_least_comes_first() -> None:
    assert actions_of(offered(able(), said("a", "a", "c"))) == ["b", "c", "a"]


def test_a_greater_share_is_said_more_often() -> None:
    campaign = a_campaign(actions=(an_action("a", share=3), an_action("b"), an_action("c")))
    assert actions_of(offered(able(campaign), said("a", "a", "b", "c", "c"))) == ["a", "b", "c"]


def test_what_was_said_elsewhere_does_not_count() -> None:
    for elsewhere in ({"account": "other"}, {"campaign": "another"}):
        found = fairest_first(able(), SLOT, said("a", "b", **elsewhere))
        assert found == fairest_first(able(), SLOT, Ledger())


def test_equals_are_drawn_by_lot() -> None:
    slots = [a_slot(f"2026-11-{day:02}T09:00") for day in range(1, 29)]
    assert {fairest_first(able(), slot, Ledger())[0].id for slot in slots} == {"a", "b", "c"}


def test_an_action_renamed_keeps_its_count() -> None:
    ledger = said("old", "old", "new")
    assert times_said(an_action("new", was="old"), SLOT, ledger) == 3
    assert times_said(an_action("new"), SLOT, ledger) == 1


def test_templates_come_in_the_order_of_their_lots() -> None:
    firsts = {offered(able())[0][1]}
    for day in range(1, 29):
        slot = a_slot(f"2026-11-{day:02}T09:00")
        firsts.add(next(candidates(able(), slot, slot.at, Ledger())).template.id)
    assert firsts == {template.id for template in TEMPLATES}


def test_all_actions_of_a_kind_meet_the_templates_in_one_order() -> None:
    found = offered(able())
    orders = [[template for action, template, _ in found if action == name] for name in ("a", "b", "c")]
    assert orders[0] == orders[1] == orders[2]


def test_a_template_of_no_weight_comes_last() -> None:
    weigh = weigher(Weights(templates={("demo", "camps", "t1"): 0.0}), "demo", "camps")
    assert [template for _, template, _ in offered(able(), weigh=weigh)][3::4] == ["t1", "t1", "t1"]


def test_weights_are_those_of_the_account_and_the_campaign() -> None:
    weights = Weights(
        templates={("demo", "camps", "t1"): 3.0, ("other", "camps", "t2"): 2.0, ("demo", "more", "t2"): 5.0}
    )
    weigh = weigher(weights, "demo", "camps")
    assert weigh is not None
    assert [weigh(name) for name in ("t1", "t2")] == [3.0, 1.0]
    assert weigher(weights, "third", "camps") is None


def test_an_action_whose_kind_no_template_carries_is_passed_over() -> None:
    campaign = a_campaign(actions=(an_action("give", kind=Kind.DONATE), an_action("sign")))
    assert offered(able(campaign, [a_template("t", kinds=(Kind.PETITION,))])) == [("sign", "t", "")]


def test_a_template_that_cannot_carry_an_action_is_not_offered_with_it() -> None:
    pairs = {("t1", "a"), ("t2", "b")}
    carried = able(can_carry=lambda template, action: (template.id, action.id) in pairs)
    assert sorted(offered(carried)) == [("a", "t1", ""), ("b", "t2", "")]


def test_no_more_is_asked_than_is_needed() -> None:
    asked = []

    def can_carry(template: Template, action: Action) -> bool:
        asked.append((template.id, action.id))
        return True

    first = next(candidates(able(can_carry=can_carry), SLOT, SLOT.at, said("b", "c")))
    assert asked == [(first.template.id, "a")]


def facts_of(found: list[tuple[str, str, str]]) -> list[str]:
    return [fact for _, _, fact in found[:4]]


def test_a_template_that_needs_a_fact_comes_with_each() -> None:
    found = offered(able(needs_fact=True))
    assert len(found) == 3 * 4 * 4
    assert sorted(facts_of(found)) == ["f0", "f1", "f2", "f3"]


def test_the_fact_least_lately_said_comes_first() -> None:
    said_lately = Ledger.of(
        a_delivery(nominal, fact=fact)
        for nominal, fact in (("2026-11-24T10:00", "f0"), ("2026-11-22T09:00", "f1"), ("2026-11-20T09:00", "f2"))
    )
    assert facts_of(offered(able(needs_fact=True), said_lately)) == ["f3", "f2", "f0", "f1"]


def test_a_fact_is_fresh_to_another_account_and_campaign() -> None:
    for elsewhere in ({"account": "other"}, {"campaign": "another"}):
        used = Ledger.of([a_delivery("2026-11-22T09:00", fact=f"f{n}", **elsewhere) for n in range(3)])
        assert facts_of(offered(able(needs_fact=True), used)) == facts_of(offered(able(needs_fact=True)))


def test_facts_never_said_are_drawn_by_lot() -> None:
    slots = [a_slot(f"2026-11-{day:02}T09:00") for day in range(1, 29)]
    from_ = able(needs_fact=True)
    firsts = [next(candidates(from_, slot, slot.at, Ledger())).fact for slot in slots]
    assert {fact.id for fact in firsts if fact} == {"f0", "f1", "f2", "f3"}


def test_every_template_draws_its_own_facts() -> None:
    found = offered(able(needs_fact=True))
    assert len({tuple(facts_of(found[start:])) for start in range(0, len(found), 4)}) > 1


def test_where_there_is_no_fact_a_template_that_needs_one_is_not_offered() -> None:
    assert offered(able(a_campaign(actions=ACTIONS), needs_fact=True)) == []


def barring(what: str, part: int) -> tuple[list[tuple[str, str, str]], str]:
    """What is offered where this part of the first candidate is barred as soon as it was seen."""
    barred: set[tuple[str, str]] = set()
    found, first = [], ""
    for candidate in candidates(able(needs_fact=True), SLOT, SLOT.at, Ledger(), barred=barred):
        first = first or candidate.ids[part]
        found.append(candidate.ids)
        barred.add((what, first))
    return found, first


@pytest.mark.parametrize(
    ("what", "part", "left"), [("action", 0, 2 * 16), ("template", 1, 3 * 12), ("fact", 2, 3 * 12)]
)
def test_what_is_barred_meanwhile_is_passed_over(what: str, part: int, left: int) -> None:
    found, first = barring(what, part)
    assert [ids[part] for ids in found].count(first) == 1
    assert len(found) == 1 + left


def test_what_is_barred_from_the_start_is_never_offered() -> None:
    barred = {("action", "a"), ("template", "t1"), ("fact", "f2")}
    found = offered(able(needs_fact=True), barred=barred)
    assert len(found) == 2 * 3 * 3
    assert not {part for ids in found for part in ids} & {"a", "t1", "f2"}


END = utc("2026-11-23 12:00")
LATEST = utc("2026-11-23 11:00")


def test_sending_may_begin_until_the_latest_instant() -> None:
    assert last_moment(a_candidate(), LATEST) == LATEST
    later = a_candidate(action=an_action(until=END), fact=a_fact(stale_after=None))
    assert last_moment(later, LATEST) == LATEST


def test_sending_may_begin_until_the_ask_ends_or_the_fact_goes_stale() -> None:
    ask = an_action(until=LATEST - timedelta(minutes=1))
    fact = a_fact(date=date(2026, 11, 22), stale_after=timedelta(hours=30))
    assert last_moment(a_candidate(action=ask), LATEST) == ask.until
    assert last_moment(a_candidate(action=ask, fact=fact), LATEST) == utc("2026-11-23 06:00")


def by_hand(action: str | None = None, template: str | None = None, language: str = "en") -> list[Candidate]:
    house = a_house(
        accounts=(an_account(language=language),),
        campaigns=(a_campaign(actions=(*ACTIONS, an_action("give", kind=Kind.DONATE, until=SLOT.at))),),
        templates=(*TEMPLATES, a_template("sign-only", kinds=(Kind.PETITION,))),
    )
    return list(
        candidates_by_hand(
            house,
            SLOT,
            action=action,
            template=template,
            ledger=said("a"),
            needs_fact=lambda _: False,
            can_carry=lambda _, __: True,
        )
    )


def test_a_person_may_have_anything_said() -> None:
    assert len(by_hand()) == 3 * 5 + 4


def test_a_person_may_name_the_action_even_one_that_is_over() -> None:
    assert {candidate.action.id for candidate in by_hand(action="give")} == {"give"}


def test_a_person_may_name_the_template() -> None:
    assert {candidate.template.id for candidate in by_hand(template="t1")} == {"t1"}
    assert [c.ids for c in by_hand("a", "t1")] == [("a", "t1", "")]


def test_a_person_is_told_where_nothing_fits() -> None:
    with pytest.raises(NotAllowed, match="fits template sign-only with action give in the language of demo"):
        by_hand("give", "sign-only")
    with pytest.raises(NotAllowed, match="nothing in campaign close-the-camps fits template any with action any"):
        by_hand(language="ru")


def test_a_person_is_told_of_an_unknown_action() -> None:
    with pytest.raises(NoSuchThing, match="no action 'typo'"):
        by_hand("typo")
