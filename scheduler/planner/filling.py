"""Decides one slot at a time: when it speaks, and what it says."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.model.campaign import Action, Kind
from scheduler.model.house import House
from scheduler.model.ledger import Ledger, Line
from scheduler.model.plan import Admit, Choice, Defer
from scheduler.model.post import Candidate, Post, Verdict, Weights
from scheduler.model.slot import Slot
from scheduler.planner.choosing import candidates, last_moment, weigher
from scheduler.planner.explaining import why_nothing, why_this
from scheduler.planner.gathering import Place
from scheduler.planner.lots import Weigh
from scheduler.planner.repertoire import CanCarry, NeedsFact, Repertoire, repertoire


def at_its_own_instant(_: Slot) -> tuple[timedelta, str]:
    """Nothing is deferred."""
    return timedelta(0), ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """One fold over places. `ledger` grows with every choice, so that each sees what was chosen before it."""

    house: House
    weights: Weights
    admit: Admit
    needs_fact: NeedsFact
    can_carry: CanCarry
    ledger: Ledger
    defer: Defer = at_its_own_instant
    weighers: dict[tuple[str, str], Weigh | None] = field(default_factory=dict)
    repertoires: dict[tuple[str, str, tuple[Kind, ...], tuple[str, ...]], Repertoire] = field(default_factory=dict)

    def due_for(self, place: Place) -> tuple[datetime | None, tuple[str, ...]]:
        """The first instant within the late limit at which the slot may say anything, and why it is not its own; None
        where there is none, and why."""
        slot = place.slot
        deferred, said = self.defer(slot)
        due_at = first = slot.at + deferred
        delays = [said] if said else []
        while not (verdict := self.admit(slot, due_at, None, self.ledger)).allowed:
            delays.append(verdict.reason)
            later = verdict.not_before
            if later is None or not due_at < later <= first + place.schedule.late.limit:
                return None, tuple(delays)
            due_at = later
        return due_at, tuple(delays)

    def choose(self, place: Place, due_at: datetime) -> tuple[Choice | None, tuple[str, ...]]:
        """The best candidate that is admitted, and why that one; or None, and why none."""
        able = self.able(place)
        over = [action for action in able.actions if has_ended(action, due_at)]
        barred = {("action", action.id) for action in over}
        passed: list[Verdict] = []
        weigh = self._weigher(place)
        for candidate in candidates(able, place.slot, due_at, self.ledger, weigh=weigh, barred=barred):
            verdict = self.admit(place.slot, due_at, candidate, self.ledger)
            if verdict.allowed and verdict.post is not None:
                actions = len(able.actions) - len(over)
                weighs = self.weights.why.get((place.account.id, place.campaign.id, candidate.template.id), "")
                why = why_this(able, candidate, place.slot, self.ledger, passed, actions=actions, weighs=weighs)
                return choice_of(place, candidate, verdict.post, due_at), why
            passed.append(verdict)
            barred |= _barred_by(verdict, candidate)
        return None, why_nothing(able, [*map(ended, over), *passed])

    def _weigher(self, place: Place) -> Weigh | None:
        of = place.account.id, place.campaign.id
        if of not in self.weighers:
            self.weighers[of] = weigher(self.weights, *of)
        return self.weighers[of]

    def enter(self, place: Place, due_at: datetime, choice: Choice) -> None:
        """What follows sees this choice."""
        key = place.slot.key
        self.ledger.add(
            Line(
                at=due_at,
                key=str(key),
                account=key.account,
                campaign=key.campaign,
                action=choice.action,
                template=choice.template,
                digest=choice.post.digest,
                fact=choice.fact or "",
                tagged=choice.post.tagged,
                cost=choice.post.cost,
            )
        )

    def able(self, place: Place) -> Repertoire:
        schedule, language = place.schedule, place.account.language
        key = place.campaign.id, language, schedule.kinds, schedule.templates
        if key not in self.repertoires:
            self.repertoires[key] = repertoire(
                self.house,
                place.campaign,
                language,
                kinds=schedule.kinds,
                templates=schedule.templates,
                needs_fact=self.needs_fact,
                can_carry=self.can_carry,
            )
        return self.repertoires[key]


def choice_of(place: Place, candidate: Candidate, post: Post, due_at: datetime) -> Choice:
    action, template, fact = candidate.ids
    return Choice(
        action=action,
        template=template,
        fact=fact or None,
        language=place.account.language,
        post=post,
        send_by=last_moment(candidate, due_at + place.schedule.late.limit),
    )


def has_ended(action: Action, at: datetime) -> bool:
    return action.until is not None and action.until <= at


def ended(action: Action) -> Verdict:
    return Verdict(allowed=False, rule="ended", reason=f"action {action.id} has ended by then", about="action")


def _barred_by(verdict: Verdict, candidate: Candidate) -> set[tuple[str, str]]:
    """The part that need not be asked again for this slot; none where only the combination was refused."""
    parts = zip(("action", "template", "fact"), candidate.ids, strict=True)
    return {(part, name) for part, name in parts if part == verdict.about}
