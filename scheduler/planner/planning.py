"""Makes the plan of a house from its files and its outbox."""

from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType

from scheduler.model.delivery import AHEAD, Delivery
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.money import Spent
from scheduler.model.plan import Admit, Defer, Plan, Planned
from scheduler.model.post import Weights
from scheduler.model.slot import Slot
from scheduler.planner.explaining import why_there
from scheduler.planner.filling import Filling, at_its_own_instant
from scheduler.planner.folding import Fold
from scheduler.planner.gathering import Horizon, gather, has_slot
from scheduler.planner.repertoire import CanCarry, NeedsFact


def make_plan(  # noqa: PLR0913 - the whole world of the fold, by name, so that it can be made twice
    house: House,
    taken: Sequence[Delivery],
    weights: Weights,
    *,
    now: datetime,
    until: datetime,
    accepted_at: datetime,
    began: datetime | None,
    admit: Admit,
    needs_fact: NeedsFact,
    can_carry: CanCarry,
    spent: Spent = MappingProxyType({}),
    defer: Defer = at_its_own_instant,
) -> Plan:
    """Every slot after `now` up to `until` (included), and every delivery ahead, with its choice and the reasons.

    `taken` is what the outbox holds: all that is ahead, and what was said lately. `accepted_at` is when these files
    were taken, `began` the first start of the service on its store (None: never), `spent` what was booked for
    posting, `defer` what the slot coin says. Deliveries ahead keep their order and, while it is possible, their
    choice; new slots fit in around them. So a plan made from what an earlier one brought into the outbox is the same
    plan."""
    found = gather(house, taken, Horizon(now=now, until=until, accepted_at=accepted_at, began=began))
    filling = Filling(
        house=house,
        weights=weights,
        admit=admit,
        needs_fact=needs_fact,
        can_carry=can_carry,
        ledger=Ledger.of((d for d in taken if d.state not in AHEAD or not has_slot(d)), spent),
        defer=defer,
    )
    fold = Fold(filling=filling, now=now, freeze=house.settings.freeze)
    again = fold.keep(found.kept)
    fold.fill([*again, *((place, delivery, "") for place, delivery in found.open)])
    used = (_used(slot, delivery) for slot, delivery in found.used)
    slots = sorted([*fold.planned, *used], key=lambda planned: (planned.due_at, planned.slot.key))
    return Plan(made_at=now, until=until, slots=tuple(slots), dropped=tuple(found.dropped))


def _used(slot: Slot, delivery: Delivery) -> Planned:
    said = f"the post of {delivery.key.nominal} stands for it, and is {delivery.state}"
    return Planned(slot=slot, due_at=slot.at, choice=None, why=(why_there(slot, slot.at), said))
