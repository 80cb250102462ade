"""Why a slot is where it is and says what it says, in lines for people."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from scheduler.model.campaign import Action
from scheduler.model.ledger import Ledger
from scheduler.model.post import Candidate, Verdict
from scheduler.model.slot import Slot
from scheduler.model.wording import instant_words
from scheduler.planner.choosing import times_said
from scheduler.planner.repertoire import Repertoire

NAMED = 3
"""How many passed-over choices are named; the others are counted."""


def why_there(slot: Slot, due_at: datetime, delays: Sequence[str] = ()) -> str:
    moved = "" if due_at == slot.at else f", moved to {instant_words(due_at, slot.zone)}"
    reasons = f": {'; '.join(delays)}" if delays else ""
    return f"{slot.series} in {slot.zone}{moved}{reasons}"


def why_this(
    able: Repertoire,
    candidate: Candidate,
    slot: Slot,
    ledger: Ledger,
    passed: Sequence[Verdict],
    *,
    actions: int,
    weighs: str = "",
) -> tuple[str, ...]:
    """`passed` are the refusals of what stood before it, best first; `actions` how many have not ended;
    `weighs` says what its readings make of the template."""
    templates = able.templates[candidate.action.kind]
    of_actions = _of_those(actions, "action", passed)
    of_templates = _of_those(len(templates), "template", passed)
    lines = [
        f"action {candidate.action.id}: {_said(candidate.action, slot, ledger)}, the least of {of_actions}",
        f"template {candidate.template.id}: first by lot of {of_templates}{f', {weighs}' if weighs else ''}",
    ]
    if candidate.fact:
        of_facts = _of_those(len(able.facts), "fact", passed)
        lines.append(f"fact {candidate.fact.id}: the least lately said of {of_facts}")
    reasons = list(dict.fromkeys(verdict.reason for verdict in passed))
    lines += [f"passed over: {reason}" for reason in reasons[:NAMED]]
    if len(reasons) > NAMED:
        lines.append(f"passed over: {len(reasons) - NAMED} more")
    return tuple(lines)


def why_nothing(able: Repertoire, passed: Sequence[Verdict]) -> tuple[str, ...]:
    """One line for each rule that refused something."""
    if not able.actions:
        return (f"campaign {able.campaign.id} has no action of these kinds",)
    if not passed:
        return (f"no template of campaign {able.campaign.id} in this language carries any of its actions",)
    counts = Counter(verdict.rule for verdict in passed)
    first = {verdict.rule: verdict.reason for verdict in reversed(passed)}
    return tuple(
        first[rule] if count == 1 else f"{count} choices refused by {rule}, as: {first[rule]}"
        for rule, count in counts.items()
    )


def _said(action: Action, slot: Slot, ledger: Ledger) -> str:
    times = times_said(action, slot, ledger)
    said = "not said yet" if times == 0 else "said once so far" if times == 1 else f"said {times} times so far"
    return said if action.share == 1 else f"{said} at a share of {action.share}"


def _of_those(total: int, part: str, passed: Sequence[Verdict]) -> str:
    refused = any(verdict.about in (part, "text") for verdict in passed)
    return f"those of {total} that may be said" if refused else str(total)
