from datetime import timedelta

from scheduler.model.campaign import Action, Kind
from scheduler.model.ledger import Ledger
from scheduler.model.post import Verdict
from scheduler.planner.explaining import why_nothing, why_there, why_this
from scheduler.planner.repertoire import Repertoire, repertoire
from tests.make import a_campaign, a_candidate, a_delivery, a_fact, a_house, a_slot, a_template, an_action

SLOT = a_slot("2026-11-23T09:00", series='the 09:00 of "0 9 * * *"')
SIGN = an_action("sign")


def able(*actions: Action, templates: int = 3) -> Repertoire:
    campaign = a_campaign(actions=actions, facts=(a_fact("f1"), a_fact("f2")))
    return repertoire(
        a_house(campaigns=(campaign,), templates=tuple(a_template(f"t{n}") for n in range(templates))),
        campaign,
        "en",
        kinds=(),
        templates=(),
        needs_fact=lambda _: False,
        can_carry=lambda _, __: True,
    )


def no(rule: str, about: str, reason: str) -> Verdict:
    return Verdict(allowed=False, rule=rule, reason=reason, about=about)


def why(*passed: Verdict, action: Action = SIGN, said: int = 0, fact: bool = False) -> tuple[str, ...]:
    ledger = Ledger.of(a_delivery(f"2026-11-{day + 1:02}T09:00", action=action.id) for day in range(said))
    candidate = a_candidate(action=action, template=a_template("t1"), fact=a_fact("f1") if fact else None)
    return why_this(able(action, an_action("other")), candidate, SLOT, ledger, passed, actions=2)


def test_a_slot_comes_from_its_schedule() -> None:
    assert why_there(SLOT, SLOT.at) == 'the 09:00 of "0 9 * * *" in Europe/London'


def test_a_slot_that_moved_says_where_to_and_why() -> None:
    due_at = SLOT.at + timedelta(minutes=40)
    assert why_there(SLOT, due_at, ("too soon", "and quiet")) == (
        'the 09:00 of "0 9 * * *" in Europe/London, moved to 09:40 on Mon 23 Nov: too soon; and quiet'
    )
    assert why_there(SLOT, due_at) == 'the 09:00 of "0 9 * * *" in Europe/London, moved to 09:40 on Mon 23 Nov'


def test_the_first_choice_says_why_it_is_the_first() -> None:
    assert why() == ("action sign: not said yet, the least of 2", "template t1: first by lot of 3")


def test_an_action_s_turn_is_counted() -> None:
    assert why(said=1)[0] == "action sign: said once so far, the least of 2"
    assert why(said=2)[0] == "action sign: said 2 times so far, the least of 2"


def test_an_action_s_share_is_told_where_it_has_one() -> None:
    shared = an_action("sign", share=3)
    assert why(action=shared, said=2)[0] == "action sign: said 2 times so far at a share of 3, the least of 2"


def test_a_fact_says_why_it_is_said() -> None:
    assert why(fact=True)[2:] == ("fact f1: the least lately said of 2",)


def test_what_was_passed_over_is_named() -> None:
    assert why(no("ended", "action", "it ended"), fact=True) == (
        "action sign: not said yet, the least of those of 2 that may be said",
        "template t1: first by lot of 3",
        "fact f1: the least lately said of 2",
        "passed over: it ended",
    )
    assert why(no("template-repeat", "template", "too soon"), fact=True)[1:3] == (
        "template t1: first by lot of those of 3 that may be said",
        "fact f1: the least lately said of 2",
    )
    assert why(no("stale-fact", "fact", "stale"), fact=True)[1:3] == (
        "template t1: first by lot of 3",
        "fact f1: the least lately said of those of 2 that may be said",
    )


def test_a_text_that_was_refused_puts_every_part_in_doubt() -> None:
    lines = why(no("fit", "text", "too long"), fact=True)
    assert all("that may be said" in line for line in lines[:3])


def test_three_are_named_and_the_others_counted() -> None:
    reasons = [no("fit", "text", f"reason {n}") for n in (1, 2, 2, 3)]
    assert why(*reasons)[2:] == ("passed over: reason 1", "passed over: reason 2", "passed over: reason 3")
    assert why(*reasons, no("fit", "text", "4"), no("fit", "text", "5"))[2:] == (
        "passed over: reason 1",
        "passed over: reason 2",
        "passed over: reason 3",
        "passed over: 2 more",
    )


def test_nothing_to_say_is_explained_where_there_is_no_action() -> None:
    assert why_nothing(able(), []) == ("campaign close-the-camps has no action of these kinds",)


def test_nothing_to_say_is_explained_where_no_template_carries_any() -> None:
    assert why_nothing(able(an_action("give", kind=Kind.DONATE), templates=0), []) == (
        "no template of campaign close-the-camps in this language carries any of its actions",
    )


def test_nothing_to_say_is_explained_rule_by_rule() -> None:
    passed = [
        no("ended", "action", "a has ended"),
        no("fit", "text", "too long by 3"),
        no("fit", "text", "too long by 5"),
    ]
    assert why_nothing(able(SIGN), passed) == ("a has ended", "2 choices refused by fit, as: too long by 3")


def test_a_coin_that_says_on_time_is_told_as_well() -> None:
    assert why_there(SLOT, SLOT.at, ("the coin says so",)) == (
        'the 09:00 of "0 9 * * *" in Europe/London: the coin says so'
    )


def test_what_readings_make_of_the_template_stands_behind_it() -> None:
    found = why_this(able(SIGN), a_candidate(action=SIGN, template=a_template("t1")), SLOT, Ledger(), (), actions=1,
                     weighs="weighs 1.4: 12 uses")  # fmt: skip
    assert found[1] == "template t1: first by lot of 3, weighs 1.4: 12 uses"
