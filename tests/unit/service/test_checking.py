from dataclasses import replace
from datetime import date

from scheduler.errors import Problem
from scheduler.model.account import Limits
from scheduler.model.campaign import Kind, Link, Verification
from scheduler.model.house import House
from scheduler.model.sustain import Sustain
from scheduler.model.template import Variant
from scheduler.service.checking import check, check_templates
from tests.make import a_campaign, a_fact, a_house, a_schedule, a_template, an_account, an_action
from tests.rig import NOON


def place(campaign: str, path: str) -> tuple[str, int, int]:
    return f"config/campaigns/{campaign}.yaml", 7, 5


def found(house: House) -> list[Problem]:
    return check(house, place, NOON)


def said(house: House) -> list[str]:
    return [problem.what for problem in found(house)]


def wording(source: str, **changes: object) -> House:
    template = a_template(variants=(Variant(name="text", source=source, line=4, column=1),))
    return a_house(templates=(template,), **changes)


def test_a_good_house_has_no_problem() -> None:
    assert found(a_house()) == []


def test_a_template_with_a_fault_is_named_at_its_line() -> None:
    problem = found(wording("{{ action.ask }}\n{{ acton.link }}"))[0]

    assert (problem.file, problem.line, problem.severity) == ("templates/close-the-camps/petition.txt", 5, "error")


def test_a_template_with_a_fault_is_not_measured_as_well() -> None:
    assert len(found(wording("{{ acton.ask }}" + "x" * 600))) == 1


def test_templates_of_a_campaign_that_cannot_be_read_are_examined_all_the_same() -> None:
    source = "{{ action.ask }} {{ day }}\n{% for x in targets %}{{ x }}{% endfor %}"
    looping = a_template(variants=(Variant(name="text", source=source, line=4),))

    assert [(p.file, p.line) for p in check_templates([looping, a_template()])] == [(looping.file, 5)]


def test_an_action_without_the_link_that_its_template_needs_is_named() -> None:
    house = a_house(campaigns=(a_campaign(actions=(an_action(link=None),)),))

    assert said(house)[0].startswith("it cannot carry the action 'amnesty-petition': ")


def test_an_action_of_another_kind_does_not_concern_a_template() -> None:
    petition = a_template(kinds=(Kind.PETITION,))
    rally = an_action("march", kind=Kind.RALLY, link=None)
    campaign = a_campaign(actions=(an_action(), rally))

    assert found(a_house(campaigns=(campaign,), templates=(petition,))) == []


def test_a_text_that_cannot_fit_is_said_with_the_account_that_cannot_say_it() -> None:
    small = an_account("small", like="x")
    house = wording(
        "{{ action.ask }}" + " very" * 60,
        accounts=(an_account(), small),
        schedules=(a_schedule(accounts=("demo", "small")),),
    )
    problems = found(house)

    assert len(problems) == 1
    assert "cannot be said on x (small): " in problems[0].what
    assert (problems[0].line, problems[0].column) == (4, 1)


def test_an_account_that_no_schedule_uses_is_not_measured_for() -> None:
    house = wording("{{ action.ask }}" + " very" * 60, accounts=(an_account(), an_account("small", like="x")))

    assert found(house) == []


def test_a_larger_limit_of_ones_own_is_measured_by() -> None:
    house = wording("{{ action.ask }}" + " very" * 200, accounts=(an_account(limits=Limits(characters=5000)),))

    assert found(house) == []


def test_the_longest_fact_must_fit() -> None:
    facts = (a_fact(), a_fact("long", text={"en": "long " * 100}), a_fact("foreign", text={"ru": "длинно " * 200}))
    house = wording("{{ fact }} {{ action.ask }}", campaigns=(a_campaign(facts=facts),))

    assert "of 500" in said(house)[0]


def test_words_that_are_never_said_are_found_in_templates_asks_and_facts() -> None:
    campaign = a_campaign(
        never_say=("horde",),
        actions=(an_action(ask={"en": "Stop the horde."}),),
        facts=(a_fact(text={"en": "A horde came."}),),
    )
    problems = found(wording("The horde! {{ action.link }}", campaigns=(campaign,)))

    assert [p.path for p in problems] == ["actions[amnesty-petition]", "facts[first-report]", ""]
    assert all("'horde'" in p.what for p in problems)
    assert (problems[0].file, problems[0].line, problems[0].column) == ("config/campaigns/close-the-camps.yaml", 7, 5)


def test_an_address_that_no_network_would_show_as_a_link_is_a_problem() -> None:
    house = a_house(campaigns=(a_campaign(actions=(an_action(link=Link(url="https://example")),)),))
    problem = found(house)[0]

    assert (problem.severity, problem.path) == ("error", "actions[amnesty-petition].link")
    assert problem.what == "networks would not show this address as a link"


def unverified() -> House:
    return a_house(campaigns=(a_campaign(actions=(an_action(link=Link(url="https://example.org/x")),)),))


def test_a_link_that_nobody_verified_is_a_warning_where_a_public_account_would_say_it() -> None:
    house = replace(unverified(), accounts=(an_account(network="mastodon"),))
    problem = found(house)[0]

    assert (problem.severity, problem.path) == ("warning", "actions[amnesty-petition].link")
    assert "demo will not say it" in problem.what


def test_on_paper_a_link_needs_nobody() -> None:
    assert found(unverified()) == []


def test_an_account_with_nothing_to_say_is_a_problem_of_its_schedule() -> None:
    russian = an_account("moscow", language="ru")
    house = a_house(accounts=(an_account(), russian), schedules=(a_schedule(accounts=("demo", "moscow")),))
    problem = found(house)[0]

    assert problem.path == "schedules[daily]"
    assert problem.what.startswith("moscow has no action to say in 'ru'")


def test_a_schedule_of_kinds_that_no_template_carries_is_said() -> None:
    house = a_house(
        templates=(a_template(kinds=(Kind.DONATE,)),),
        schedules=(a_schedule(kinds=(Kind.PETITION,)),),
    )

    assert said(house) == ["demo has no template to say in 'en' for petition"]


def test_a_schedule_that_names_other_templates_than_there_are_has_none() -> None:
    house = a_house(schedules=(a_schedule(templates=("other",)),))

    assert said(house) == ["demo has no template to say in 'en' for petition"]


def test_schedules_of_other_campaigns_are_theirs() -> None:
    other = a_campaign("other", actions=())
    house = a_house(campaigns=(a_campaign(), other))

    assert found(house) == []


def test_a_text_with_a_link_that_no_action_holds_is_a_problem_where_the_world_reads_it() -> None:
    house = wording("{{ action.ask }} {{ action.link }} See swapped.com.", accounts=(an_account(network="x"),))

    assert "swapped.com, which is no verified link of action amnesty-petition" in said(house)[0]
    assert found(replace(house, accounts=(an_account(),))) == []


def test_a_verification_on_a_day_that_has_begun_nowhere_is_a_problem_with_its_line() -> None:
    def verified(day: date) -> House:
        link = Link(url="https://example.org/", verified=Verification(on=day, by="Anna"))
        return a_house(campaigns=(a_campaign(actions=(an_action(link=link),)),))

    assert found(verified(date(2026, 11, 24))) == []
    assert [str(problem) for problem in found(verified(date(2026, 11, 25)))] == [
        (
            "config/campaigns/close-the-camps.yaml:7:5: actions[amnesty-petition].link.verified: 2026-11-25 has not "
            "come yet, so nobody has looked at this link then; write the day on which somebody did"
        )
    ]


def test_what_can_be_foreseen_of_what_follows_attention_is_warned_of() -> None:
    house = a_house(campaigns=(a_campaign(sustain=Sustain(learn=True)),))
    [problem] = found(house)
    assert (problem.path, problem.line, problem.severity) == ("sustain.learn", 7, "warning")
