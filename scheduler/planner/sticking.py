"""Stored choices stick: what a delivery says already is kept, unless it has become impossible."""

from dataclasses import replace
from datetime import datetime

from scheduler.model.delivery import Delivery
from scheduler.model.plan import Choice
from scheduler.model.post import Candidate
from scheduler.planner.filling import Filling, choice_of, ended, has_ended
from scheduler.planner.gathering import Place


def stored_choice(
    filling: Filling, place: Place, delivery: Delivery, due_at: datetime, *, frozen: bool
) -> Choice | str:
    """What the delivery says already, rendered anew unless it is frozen; or why it has become impossible."""
    candidate = _stored_candidate(filling, place, delivery)
    if isinstance(candidate, str):
        return candidate
    if has_ended(candidate.action, due_at):
        return ended(candidate.action).reason
    verdict = filling.admit(place.slot, due_at, candidate, filling.ledger)
    if not verdict.allowed or verdict.post is None:
        return verdict.reason
    choice = choice_of(place, candidate, verdict.post, due_at)
    if not frozen:
        return choice
    if set(verdict.post.links) != set(delivery.post.links):
        return "its link is no longer the one in its frozen text"
    return replace(choice, action=delivery.action, language=delivery.language, post=delivery.post)


def _stored_candidate(filling: Filling, place: Place, delivery: Delivery) -> Candidate | str:
    able, where = filling.able(place), f"schedule {place.schedule.id}"
    action = next((action for action in able.actions if delivery.action in (action.id, action.was)), None)
    if action is None:
        return f"action {delivery.action} is not among those of {where} now"
    template = able.templates.get(action.kind, {}).get(delivery.template)
    if template is None or not able.carries(template, action):
        return f"template {delivery.template} is not among those of {where} for action {action.id} now"
    if not able.needs_fact(template):
        return Candidate(action=action, template=template)
    fact = able.facts.get(delivery.fact or "")
    if fact is None:
        return f"template {template.id} needs a fact, and {delivery.fact or 'none'} is not among those now"
    return Candidate(action=action, template=template, fact=fact)
