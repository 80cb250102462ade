from dataclasses import replace
from datetime import date

from scheduler.errors import Problem
from scheduler.model.campaign import Action, Link, Verification
from scheduler.service.swapped import nowhere, swapped_links
from tests.make import a_campaign, a_house, an_action

ANNA = Verification(on=date(2026, 5, 1), by="Anna")
BEFORE = an_action("give", link=Link(url="https://charity.example/give", verified=ANNA))
SWAPPED = Link(url="https://swapped.example/give", verified=ANNA)


def found(before: Action, after: Action, *, campaign: str = "camps") -> tuple[Problem, ...]:
    old, new = (a_house(campaigns=(a_campaign(c, actions=(a,)),)) for c, a in (("camps", before), (campaign, after)))
    return swapped_links(old, new, lambda campaign, _: (f"{campaign}.yaml", 7, 3))


def test_an_address_that_changed_under_its_old_verification_is_a_problem_with_its_line() -> None:
    assert [str(problem) for problem in found(BEFORE, replace(BEFORE, link=SWAPPED))] == [
        (
            "camps.yaml:7:3: actions[give].link.url: this address was https://charity.example/give when Anna looked at "
            "it, and has changed since; open it, look at it, and write the new day and your name behind `verified:`, "
            "or `never`"
        )
    ]


def test_a_rename_does_not_hide_it() -> None:
    assert len(found(BEFORE, an_action("donate", was="give", link=SWAPPED))) == 1
    assert found(BEFORE, an_action("donate", link=SWAPPED)) == ()


def test_a_new_look_or_none_at_all_is_in_order() -> None:
    again = Verification(on=date(2026, 5, 2), by="Anna")
    another = Verification(on=ANNA.on, by="Ben")
    for verified in (again, another, None):
        assert found(BEFORE, replace(BEFORE, link=replace(SWAPPED, verified=verified))) == ()


def test_what_did_not_change_or_was_not_there_is_in_order() -> None:
    assert found(BEFORE, BEFORE) == ()
    assert found(replace(BEFORE, link=None), BEFORE) == ()
    assert found(BEFORE, replace(BEFORE, link=None)) == ()
    assert found(replace(BEFORE, link=replace(SWAPPED, verified=None)), BEFORE) == ()
    assert found(BEFORE, replace(BEFORE, link=SWAPPED), campaign="others") == ()
    assert swapped_links(None, a_house(), nowhere) == ()
