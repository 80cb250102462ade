from datetime import datetime, timedelta

import pytest

from scheduler.model.campaign import Kind
from scheduler.model.ledger import Ledger, Line
from scheduler.model.plan import Admit, Choice
from scheduler.model.post import Candidate, Verdict, Weights
from scheduler.model.schedule import Late
from scheduler.model.slot import Slot
from scheduler.planner.filling import Filling, ended
from scheduler.planner.gathering import Place
from tests.make import a_campaign, a_post, a_template, an_action
from tests.plans import ACTIONS, ALLOWED, SLOT, filling, judge, place, refuse


def slot_verdicts(*verdicts: Verdict) -> tuple[Admit, list[datetime]]:
    """Answers in this order, and notes the instants asked for."""
    answers, asked = list(verdicts), []

    def admit(slot: Slot, due_at: datetime, candidate: Candidate | None, _ledger: Ledger) -> Verdict:
        assert (slot, candidate) == (SLOT, None)
        asked.append(due_at)
        return answers.pop(0)

    return admit, asked


def later(minutes: int, rule: str = "gap") -> Verdict:
    return refuse(rule, "slot", not_before=SLOT.at + timedelta(minutes=minutes))


def test_a_slot_is_due_at_its_own_instant() -> None:
    admit, asked = slot_verdicts(ALLOWED)
    assert filling(admit).due_for(place()) == (SLOT.at, ())
    assert asked == [SLOT.at]


def test_a_slot_waits_as_long_as_its_rules_say() -> None:
    admit, asked = slot_verdicts(later(20, "quiet"), later(50), ALLOWED)
    due_at = SLOT.at + timedelta(minutes=50)
    assert filling(admit).due_for(place()) == (due_at, ("quiet says no", "gap says no"))
    assert asked == [SLOT.at, SLOT.at + timedelta(minutes=20), due_at]


def test_a_slot_waits_no_longer_than_its_late_limit() -> None:
    at_hour = place(late=Late(limit=timedelta(hours=1)))
    assert filling(slot_verdicts(later(60), ALLOWED)[0]).due_for(at_hour)[0] == SLOT.at + timedelta(hours=1)
    too_late, asked = slot_verdicts(later(20), later(61))
    assert filling(too_late).due_for(at_hour) == (None, ("gap says no", "gap says no"))
    assert asked == [SLOT.at, SLOT.at + timedelta(minutes=20)]


def test_a_slot_that_no_waiting_mends_is_given_up() -> None:
    assert filling(slot_verdicts(refuse("per-day"))[0]).due_for(place()) == (None, ("per-day says no",))


@pytest.mark.parametrize("minutes", [0, -1])
def test_a_wait_that_does_not_move_is_given_up(minutes: int) -> None:
    assert filling(slot_verdicts(later(minutes))[0]).due_for(place()) == (None, ("gap says no",))


def chosen(filler: Filling, where: Place | None = None, due: datetime = SLOT.at) -> Choice:
    choice, _ = filler.choose(where or place(), due)
    assert choice is not None
    return choice


def why(filler: Filling, where: Place | None = None, due: datetime = SLOT.at) -> tuple[str, ...]:
    return filler.choose(where or place(), due)[1]


def test_the_first_that_is_admitted_is_chosen() -> None:
    first = chosen(filling())
    assert first == Choice(
        action=first.action,
        template=first.template,
        fact=None,
        language="en",
        post=a_post(f"{first.action}/{first.template}/"),
        send_by=SLOT.at + timedelta(hours=2),
    )
    assert why(filling()) == (
        f"action {first.action}: not said yet, the least of 3",
        f"template {first.template}: first by lot of 3",
    )


def test_a_choice_is_asked_where_it_is_due() -> None:
    due_at, asked = SLOT.at + timedelta(minutes=5), []

    def admit(slot: Slot, due: datetime, candidate: Candidate | None, ledger: Ledger) -> Verdict:
        asked.append((slot, due, ledger is filler.ledger))
        return judge()(slot, due, candidate, ledger)

    filler = filling(admit)
    assert chosen(filler, due=due_at).send_by == due_at + timedelta(hours=2)
    assert asked == [(SLOT, due_at, True)]


def test_a_choice_speaks_the_language_of_its_account() -> None:
    templates = [a_template("ru", language="ru")]
    assert chosen(filling(templates=templates), place(language="ru")).language == "ru"


def test_the_late_limit_and_the_end_of_the_ask_bound_the_sending() -> None:
    short = place(late=Late(limit=timedelta(minutes=30)))
    assert chosen(filling(), short).send_by == SLOT.at + timedelta(minutes=30)
    ending = a_campaign(actions=(an_action(until=SLOT.at + timedelta(minutes=7)),))
    assert chosen(filling(campaign=ending), place(ending)).send_by == SLOT.at + timedelta(minutes=7)


def test_a_fact_is_chosen_where_the_template_needs_one() -> None:
    choice = chosen(filling(needs_fact=True))
    assert choice.fact in {"f0", "f1"}
    assert choice.post == a_post(f"{choice.action}/{choice.template}/{choice.fact}")


def tried(about: str) -> list[tuple[str, str, str]]:
    """What is asked where everything is refused on account of this part."""
    asked = []

    def no(candidate: Candidate) -> Verdict:
        asked.append(candidate.ids)
        return refuse("never", about)

    assert filling(judge(no), needs_fact=True).choose(place(), SLOT.at)[0] is None
    return asked


@pytest.mark.parametrize(("about", "times"), [("action", 3), ("template", 3), ("fact", 2), ("text", 3 * 3 * 2)])
def test_what_a_part_was_refused_for_is_not_asked_again(about: str, times: int) -> None:
    assert len(tried(about)) == times


def test_the_next_best_is_chosen_and_the_better_ones_are_named() -> None:
    best = chosen(filling())

    def no(candidate: Candidate) -> Verdict | None:
        return refuse("action-repeat", "action") if candidate.action.id == best.action else None

    filler = filling(judge(no))
    assert chosen(filler).action != best.action
    assert chosen(filler).template == best.template
    assert why(filler)[-1] == "passed over: action-repeat says no"


def test_a_verdict_without_a_text_is_no_leave() -> None:
    filler = filling(judge(lambda _: ALLOWED))
    assert filler.choose(place(), SLOT.at)[0] is None


def test_nothing_admitted_is_explained() -> None:
    assert why(filling(judge(lambda _: refuse("fit")))) == ("9 choices refused by fit, as: fit says no",)


def test_an_action_that_has_ended_is_never_chosen() -> None:
    over = a_campaign(actions=(an_action("over", until=SLOT.at), an_action("on", until=SLOT.at + timedelta(seconds=1))))
    filler = filling(campaign=over)
    assert chosen(filler, place(over)).action == "on"
    assert why(filler, place(over)) == ("action on: not said yet, the least of 1", "template t1: first by lot of 3")
    assert why(filler, place(over), SLOT.at + timedelta(hours=1)) == (
        "2 choices refused by ended, as: action over has ended by then",
    )


def test_a_schedule_chooses_from_its_own_kinds_and_templates() -> None:
    campaign = a_campaign(actions=(*ACTIONS, an_action("give", kind=Kind.DONATE)))
    filler = filling(campaign=campaign)
    assert chosen(filler, place(campaign, kinds=(Kind.DONATE,))).action == "give"
    assert chosen(filler, place(campaign, templates=("t2",))).template == "t2"
    assert chosen(filler, place(campaign, kinds=(Kind.DONATE,), templates=("t1",))).template == "t1"


def test_two_campaigns_do_not_mix() -> None:
    filler = filling()
    another = a_campaign("another", actions=(an_action("theirs"),))
    assert filler.choose(place(another), SLOT.at)[0] is None
    assert chosen(filler).action in {"a", "b", "c"}


def test_weights_are_heeded() -> None:
    filler = filling(weights=Weights(templates={("demo", "close-the-camps", name): 0.0 for name in ("t0", "t2")}))
    assert chosen(filler).template == "t1"


def test_what_is_entered_is_seen_by_what_follows() -> None:
    filler = filling(needs_fact=True)
    post = a_post(tagged=("official",))
    choice = Choice(action="a", template="t0", fact="f0", language="en", post=post, send_by=SLOT.at)
    due_at = SLOT.at + timedelta(minutes=5)
    filler.enter(place(), due_at, choice)
    assert filler.ledger.neighbours("demo", due_at)[0] == Line(
        at=due_at,
        key="close-the-camps/daily/2026-11-23T09:00/demo/1",
        account="demo",
        campaign="close-the-camps",
        action="a",
        template="t0",
        digest=post.digest,
        fact="f0",
        tagged=("official",),
    )
    assert chosen(filler).action != "a"


def test_a_choice_without_a_fact_is_entered_without_one() -> None:
    filler = filling()
    filler.enter(place(), SLOT.at, chosen(filler))
    line, _ = filler.ledger.neighbours("demo", SLOT.at)
    assert line is not None
    assert line.fact == ""


def test_an_action_that_ended_is_refused_as_a_rule_would() -> None:
    assert ended(an_action("rally")) == Verdict(
        allowed=False, rule="ended", reason="action rally has ended by then", about="action"
    )
