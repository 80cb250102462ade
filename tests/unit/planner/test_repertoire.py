from typing import Any

from scheduler.model.campaign import Action, Campaign, Kind
from scheduler.model.template import Template
from scheduler.planner.repertoire import Repertoire, repertoire
from tests.make import a_campaign, a_fact, a_house, a_template, an_action

SIGN, GIVE = an_action("sign"), an_action("give", kind=Kind.DONATE)
CAMPAIGN = a_campaign(actions=(SIGN, GIVE))


def able(*templates: Template, campaign: Campaign = CAMPAIGN, language: str = "en", **selected: Any) -> Repertoire:
    how: dict[str, Any] = {
        "kinds": (),
        "templates": (),
        "needs_fact": lambda _: False,
        "can_carry": lambda _, __: True,
    }
    return repertoire(a_house(campaigns=(campaign,), templates=templates), campaign, language, **(how | selected))


def names(of: Repertoire) -> dict[Kind, set[str]]:
    return {kind: set(templates) for kind, templates in of.templates.items()}


def test_every_kind_of_action_is_in_it_where_none_is_selected() -> None:
    assert able().actions == (SIGN, GIVE)


def test_only_the_selected_kinds_are_in_it() -> None:
    assert able(kinds=(Kind.DONATE, Kind.RALLY)).actions == (GIVE,)


def test_templates_stand_under_each_kind_that_they_carry() -> None:
    both, one = a_template("both", kinds=(Kind.PETITION, Kind.DONATE)), a_template("one", kinds=(Kind.PETITION,))
    of = able(both, one)
    assert of.templates == {Kind.PETITION: {"both": both, "one": one}, Kind.DONATE: {"both": both}}


def test_only_the_selected_templates_are_in_it() -> None:
    of = able(*(a_template(name, kinds=(Kind.PETITION,)) for name in ("t1", "t2", "t3")), templates=("t1", "t3"))
    assert names(of) == {Kind.PETITION: {"t1", "t3"}}


def test_templates_of_another_campaign_are_not_in_it() -> None:
    assert names(able(a_template(campaign="another"))) == {}


def test_templates_in_another_language_are_not_in_it() -> None:
    kinds = (Kind.PETITION,)
    templates = [a_template(name, language=name, kinds=kinds) for name in ("en", "ru")]
    templates.append(a_template("own", kinds=kinds))
    russian = a_campaign(language="ru")
    assert names(able(*templates)) == {Kind.PETITION: {"en", "own"}}
    assert names(able(*templates, campaign=russian, language="ru")) == {Kind.PETITION: {"ru", "own"}}
    assert names(able(*templates, campaign=russian, language="en")) == {Kind.PETITION: {"en"}}


def test_facts_without_words_in_the_language_are_not_in_it() -> None:
    both, english = a_fact("both", text={"en": "A fact.", "ru": "Факт."}), a_fact("english")
    campaign = a_campaign(facts=(both, english))
    assert able(campaign=campaign).facts == {"both": both, "english": english}
    assert able(campaign=campaign, language="ru").facts == {"both": both}


def test_everything_in_it_has_a_number_for_its_draws() -> None:
    of = able(a_template("t", kinds=(Kind.PETITION,)), campaign=a_campaign(actions=(SIGN,), facts=(a_fact("f"),)))
    assert (set(of.action_numbers), set(of.fact_numbers)) == ({"sign"}, {"f"})
    assert {kind: set(numbers) for kind, numbers in of.template_numbers.items()} == {Kind.PETITION: {"t"}}


def test_whether_a_template_carries_an_action_is_asked_once() -> None:
    asked = []

    def can_carry(template: Template, action: Action) -> bool:
        asked.append((template.id, action.id))
        return action.id == "sign"

    one, other = a_template("one"), a_template("other")
    of = able(one, other, can_carry=can_carry)
    answers = [of.carries(template, action) for template in (one, other, one) for action in (SIGN, GIVE, SIGN)]
    assert answers == [True, False, True] * 3
    assert asked == [("one", "sign"), ("one", "give"), ("other", "sign"), ("other", "give")]
