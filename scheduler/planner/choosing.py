"""What a slot could say, best first: fair between actions, drawn by lot between templates, least used among facts."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.errors import NotAllowed
from scheduler.model.campaign import Action, Fact, Kind
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.post import Candidate, Weights
from scheduler.model.slot import Slot
from scheduler.model.template import Template
from scheduler.planner.lots import Scored, Weigh, draw, in_order
from scheduler.planner.repertoire import CanCarry, NeedsFact, Repertoire, repertoire


def candidates(
    able: Repertoire,
    slot: Slot,
    due_at: datetime,
    ledger: Ledger,
    *,
    weigh: Weigh | None = None,
    barred: Collection[tuple[str, str]] = (),
) -> Iterator[Candidate]:
    """Lazily, best first. `weigh` weighs template ids. `barred` may grow meanwhile: what it names
    (`("action", id)`, `("template", id)`, `("fact", id)`) is passed over from then on."""
    drawn: dict[Kind, Scored] = {}
    for action in fairest_first(able, slot, ledger):
        if action.kind not in drawn:
            drawn[action.kind] = draw(f"{slot.key}|template", able.template_numbers.get(action.kind, {}), weigh)
        for name in in_order(drawn[action.kind]):
            template = able.templates[action.kind][name]
            if ("action", action.id) in barred:
                break
            if ("template", name) in barred or not able.carries(template, action):
                continue
            for fact in _facts(able, template, slot, due_at, ledger):
                if fact is not None and ("fact", fact.id) in barred:
                    continue
                yield Candidate(action=action, template=template, fact=fact)
                if ("action", action.id) in barred or ("template", name) in barred:
                    break


def fairest_first(able: Repertoire, slot: Slot, ledger: Ledger) -> list[Action]:
    """The least said by this account, in relation to its share, first; equals by lot."""
    known = {action.id: action for action in able.actions}
    by_lot = [known[name] for name in in_order(draw(f"{slot.key}|action", able.action_numbers))]
    return sorted(by_lot, key=lambda action: times_said(action, slot, ledger) / action.share)


def times_said(action: Action, slot: Slot, ledger: Ledger) -> int:
    """By this account, under its id and under the one that it had before a rename."""
    account, campaign = slot.key.account, slot.key.campaign
    times = ledger.times_said(account, campaign, action.id)
    return times + ledger.times_said(account, campaign, action.was) if action.was else times


def _facts(able: Repertoire, template: Template, slot: Slot, due_at: datetime, ledger: Ledger) -> Iterator[Fact | None]:
    """Facts never said first, then those whose nearest use is the farthest; equals by lot."""
    if not able.needs_fact(template):
        yield None
        return

    def rest(name: str) -> timedelta:
        used = ledger.nearest(slot.key.account, "fact", f"{able.campaign.id}/{name}", due_at)
        return timedelta.max if used is None else abs(used - due_at)

    by_lot = in_order(draw(f"{slot.key}|{template.id}|fact", able.fact_numbers))
    yield from (able.facts[name] for name in sorted(by_lot, key=rest, reverse=True))


def weigher(weights: Weights, account: str, campaign: str) -> Weigh | None:
    """None where all templates of this campaign weigh alike on this account."""
    own = {name: weight for (*of, name), weight in weights.templates.items() if of == [account, campaign]}
    return (lambda name: own.get(name, 1.0)) if own else None


def last_moment(candidate: Candidate, latest: datetime) -> datetime:
    """The last instant at which sending may begin: `latest`, or the end of the ask or of the fact before it."""
    ends = (candidate.action.until, candidate.fact.stale_at if candidate.fact else None)
    return min([latest, *(end for end in ends if end is not None)])


def candidates_by_hand(
    house: House,
    slot: Slot,
    *,
    action: str | None,
    template: str | None,
    ledger: Ledger,
    needs_fact: NeedsFact,
    can_carry: CanCarry,
) -> Iterator[Candidate]:
    """What a person could have said now, best first; `action` and `template` narrow it. Raises NotAllowed where
    nothing fits at all, NoSuchThing for an unknown action."""
    campaign = house.campaign(slot.key.campaign)
    if action is not None:
        campaign = replace(campaign, actions=(house.action(campaign.id, action),))
    able = repertoire(
        house,
        campaign,
        house.account(slot.key.account).language,
        kinds=(),
        templates=() if template is None else (template,),
        needs_fact=needs_fact,
        can_carry=can_carry,
    )
    offered = False
    for candidate in candidates(able, slot, slot.at, ledger):
        offered = True
        yield candidate
    if not offered:
        asked = f"template {template or 'any'} with action {action or 'any'}"
        raise NotAllowed(f"nothing in campaign {campaign.id} fits {asked} in the language of {slot.key.account}")
