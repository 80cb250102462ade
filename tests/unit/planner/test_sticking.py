from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from scheduler.model.campaign import Kind
from scheduler.model.ledger import Ledger
from scheduler.model.plan import Choice
from scheduler.model.post import Candidate, Entity, Post, Verdict
from scheduler.model.slot import Slot
from scheduler.planner.filling import Filling
from scheduler.planner.gathering import Place
from scheduler.planner.sticking import stored_choice
from tests.make import a_campaign, a_delivery, a_post, a_template, an_action
from tests.plans import ALLOWED, SLOT, TEMPLATES, filling, judge, place, refuse

ROW = a_delivery("2026-11-23T09:00", action="a", template="t0")


def stored(
    filler: Filling, where: Place | None = None, *, frozen: bool = False, due: datetime = SLOT.at, **row: Any
) -> Choice | str:
    return stored_choice(filler, where or place(), replace(ROW, **row), due, frozen=frozen)


def test_a_stored_choice_stands_with_its_text_made_anew() -> None:
    assert stored(filling()) == Choice(
        action="a",
        template="t0",
        fact=None,
        language="en",
        post=a_post("a/t0/"),
        send_by=SLOT.at + timedelta(hours=2),
    )


def test_a_stored_choice_is_asked_where_it_is_due_now() -> None:
    due_at, asked = SLOT.at + timedelta(minutes=5), []

    def admit(slot: Slot, due: datetime, candidate: Candidate | None, ledger: Ledger) -> Verdict:
        asked.append((slot, due, ledger is filler.ledger))
        return judge()(slot, due, candidate, ledger)

    filler = filling(admit)
    choice = stored(filler, due=due_at)
    assert isinstance(choice, Choice)
    assert choice.send_by == due_at + timedelta(hours=2)
    assert asked == [(SLOT, due_at, True)]


def test_a_frozen_choice_keeps_its_text() -> None:
    choice = stored(filling(), frozen=True)
    assert isinstance(choice, Choice)
    assert choice.post == ROW.post
    assert choice.send_by == SLOT.at + timedelta(hours=2)


def test_a_frozen_choice_keeps_the_names_under_which_it_was_made() -> None:
    renamed = a_campaign(actions=(an_action("new", was="a"),))
    choice = stored(filling(campaign=renamed), place(renamed), frozen=True, language="old")
    assert isinstance(choice, Choice)
    assert (choice.action, choice.language) == ("a", "old")


def test_a_renamed_action_is_the_same_choice_under_its_new_name() -> None:
    renamed = a_campaign(actions=(an_action("other"), an_action("new", was="a")))
    choice = stored(filling(campaign=renamed), place(renamed))
    assert isinstance(choice, Choice)
    assert choice.action == "new"


def linked(url: str) -> Post:
    return a_post(f"See {url}", entities=(Entity(kind="link", start=4, end=4 + len(url), value=url),))


def test_a_frozen_text_must_carry_the_link_that_is_in_force() -> None:
    def with_new_link(_: Candidate) -> Verdict:
        return replace(ALLOWED, post=linked("https://example.org/new"))

    filler = filling(judge(with_new_link))
    assert stored(filler, frozen=True, post=linked("https://example.org/old")) == (
        "its link is no longer the one in its frozen text"
    )
    assert isinstance(stored(filler, frozen=True, post=linked("https://example.org/new")), Choice)
    assert isinstance(stored(filler, frozen=False, post=linked("https://example.org/old")), Choice)


def test_a_choice_that_a_rule_refuses_now_is_impossible() -> None:
    assert stored(filling(judge(lambda _: refuse("unverified-link")))) == "unverified-link says no"


def test_a_choice_without_a_text_is_impossible() -> None:
    assert stored(filling(judge(lambda _: replace(ALLOWED, reason="no text")))) == "no text"


def test_a_choice_whose_action_left_the_files_or_the_schedule_is_impossible() -> None:
    gone = "action a is not among those of schedule daily now"
    without = a_campaign(actions=(an_action("b"),))
    assert stored(filling(campaign=without), place(without)) == gone
    assert stored(filling(), place(kinds=(Kind.RALLY,))) == gone


def test_a_choice_whose_action_has_ended_is_impossible() -> None:
    ended = a_campaign(actions=(an_action("a", until=SLOT.at),))
    open_still = a_campaign(actions=(an_action("a", until=SLOT.at + timedelta(seconds=1)),))
    assert stored(filling(campaign=ended), place(ended)) == "action a has ended by then"
    choice = stored(filling(campaign=open_still), place(open_still))
    assert isinstance(choice, Choice)
    assert choice.send_by == SLOT.at + timedelta(seconds=1)


def test_a_choice_whose_template_is_gone_or_carries_it_no_more_is_impossible() -> None:
    gone = "template t0 is not among those of schedule daily for action a now"
    assert stored(filling(templates=TEMPLATES[1:])) == gone
    assert stored(filling(), place(templates=("t1",))) == gone
    assert stored(filling(templates=())) == gone
    assert stored(filling(templates=[a_template("t0", kinds=(Kind.RALLY,))])) == gone
    assert stored(filling(can_carry=lambda template, action: (template.id, action.id) != ("t0", "a"))) == gone


def test_a_choice_keeps_its_fact_while_its_template_needs_one() -> None:
    with_fact = stored(filling(needs_fact=True), fact="f1")
    assert isinstance(with_fact, Choice)
    assert (with_fact.fact, with_fact.post) == ("f1", a_post("a/t0/f1"))
    needless = stored(filling(), fact="f1")
    assert isinstance(needless, Choice)
    assert needless.fact is None


def test_a_choice_whose_fact_is_gone_is_impossible() -> None:
    assert stored(filling(needs_fact=True), fact="f9") == "template t0 needs a fact, and f9 is not among those now"
    assert stored(filling(needs_fact=True)) == "template t0 needs a fact, and none is not among those now"


def test_only_a_template_that_speaks_of_a_fact_needs_one() -> None:
    filler = replace(filling(), needs_fact=lambda template: template.id == "t1")
    assert isinstance(stored(filler), Choice)
    assert stored(filler, template="t1") == "template t1 needs a fact, and none is not among those now"
