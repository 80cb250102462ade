"""Makes the plan: what is stored first, in order, then what is new around it, each choice seeing those before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.model.delivery import AHEAD, Delivery
from scheduler.model.house import House
from scheduler.model.ledger import Ledger
from scheduler.model.plan import Admit, Choice, Plan, Planned
from scheduler.model.post import Weights
from scheduler.model.slot import Slot
from scheduler.planner.changing import is_frozen
from scheduler.planner.choosing import weigher
from scheduler.planner.explaining import why_there
from scheduler.planner.filling import Filling
from scheduler.planner.gathering import Horizon, Place, gather, has_slot
from scheduler.planner.repertoire import CanCarry, NeedsFact
from scheduler.planner.sticking import stored_choice

Again = tuple[Place, Delivery | None, str]
"""A place to fill, the delivery that has its key, and why that one's choice is impossible ('': it has none)."""


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
) -> Plan:
    """Every slot after `now` up to `until` (included), and every delivery ahead, with its choice and the reasons.

    `taken` is what the outbox holds: all that is ahead, and what was said lately. `accepted_at` is when these files
    were taken, `began` the first start of the service on its store (None: never). Deliveries ahead keep their order
    and, while it is possible, their choice; new slots fit in around them. So a plan made from what an earlier one
    brought into the outbox is the same plan."""
    found = gather(house, taken, Horizon(now=now, until=until, accepted_at=accepted_at, began=began))
    filling = Filling(
        house=house,
        weigh={account.id: weigher(weights, account.id) for account in house.accounts},
        admit=admit,
        needs_fact=needs_fact,
        can_carry=can_carry,
        ledger=Ledger.of(d for d in taken if d.state not in AHEAD or not has_slot(d)),
    )
    fold = Fold(filling=filling, now=now, freeze=house.settings.freeze)
    again = fold.keep(found.kept)
    fold.fill([*again, *((place, delivery, "") for place, delivery in found.open)])
    used = (_used(slot, delivery) for slot, delivery in found.used)
    slots = sorted([*fold.planned, *used], key=lambda planned: (planned.due_at, planned.slot.key))
    return Plan(made_at=now, until=until, slots=tuple(slots), dropped=tuple(found.dropped))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    filling: Filling
    now: datetime
    freeze: timedelta
    planned: list[Planned] = field(default_factory=list)

    def keep(self, kept: Iterable[tuple[Place, Delivery]]) -> list[Again]:
        """What is ahead keeps its choice; what cannot is returned. Those that no longer move come first, the others in
        the order of their times: so each is asked as it was when it was chosen, and gives the same answer."""
        in_order = sorted(kept, key=lambda pair: (not self._is_fixed(*pair), pair[1].due_at, pair[1].key))
        again = ((place, delivery, self._keep(place, delivery)) for place, delivery in in_order)
        return [(place, delivery, reason) for place, delivery, reason in again if reason]

    def fill(self, places: Iterable[Again]) -> None:
        """What is new, or must be chosen anew, finds its room around what is kept."""
        for place, delivery, reason in sorted(places, key=lambda again: (again[0].slot.at, again[0].slot.key)):
            self._fill(place, delivery, reason)

    def _keep(self, place: Place, delivery: Delivery) -> str:
        """Why it must be chosen anew; '' where it is settled."""
        due_at, delays = self._due_for(place, delivery)
        if due_at is None:
            self._leave_empty(place, delays, delivery)
            return ""
        frozen = is_frozen(delivery, self.now, self.freeze)
        choice = stored_choice(self.filling, place, delivery, due_at, frozen=frozen)
        if isinstance(choice, Choice):
            self._enter(place, due_at, choice, (why_there(place.slot, due_at, delays), *delivery.why[1:]), delivery)
            return ""
        if frozen:
            self._leave_empty(place, (f"its text is frozen, and {choice}",), delivery)
            return ""
        return choice

    def _fill(self, place: Place, delivery: Delivery | None, reason: str) -> None:
        ahead = delivery if reason else None
        due_at, delays = self._due_for(place, ahead)
        if due_at is None:
            self._leave_empty(place, delays, ahead)
            return
        line = why_there(place.slot, due_at, delays)
        if delivery is not None and not reason and self._bring_back(place, due_at, line, delivery):
            return
        choice, why = self.filling.choose(place, due_at)
        why = (f"chosen anew: {reason}", *why) if reason else why
        if choice is None:
            self._leave_empty(place, why, ahead)
        else:
            self._enter(place, due_at, choice, (line, *why), delivery)

    def _bring_back(self, place: Place, due_at: datetime, line: str, withdrawn: Delivery) -> bool:
        """With what it said before, or empty where its text could not change any more; False: choose anew."""
        frozen = due_at - self.freeze <= self.now
        choice = stored_choice(self.filling, place, withdrawn, due_at, frozen=frozen)
        if isinstance(choice, Choice):
            self._enter(place, due_at, choice, (line, *withdrawn.why[1:]), withdrawn)
        elif frozen:
            self._leave_empty(place, (f"it was withdrawn, and {choice}",), None)
        return frozen or isinstance(choice, Choice)

    def _is_fixed(self, place: Place, delivery: Delivery) -> bool:
        return delivery.moved_by is not None or place.slot.at <= self.now

    def _due_for(self, place: Place, ahead: Delivery | None) -> tuple[datetime | None, tuple[str, ...]]:
        """When it speaks, and why not at its slot's own instant; None where it cannot, and why."""
        if place.campaign.paused:
            return None, (f"campaign {place.campaign.id} is paused",)
        if ahead is not None and self._is_fixed(place, ahead):
            return ahead.due_at, (f"by hand of {ahead.moved_by}",) if ahead.moved_by else ()
        return self.filling.due_for(place)

    def _enter(
        self, place: Place, due_at: datetime, choice: Choice, why: tuple[str, ...], kept: Delivery | None
    ) -> None:
        self.filling.enter(place, due_at, choice)
        self.planned.append(Planned(slot=place.slot, due_at=due_at, choice=choice, why=why, kept=kept))

    def _leave_empty(self, place: Place, reasons: tuple[str, ...], kept: Delivery | None) -> None:
        why = (why_there(place.slot, place.slot.at), *reasons)
        self.planned.append(Planned(slot=place.slot, due_at=place.slot.at, choice=None, why=why, kept=kept))


def _used(slot: Slot, delivery: Delivery) -> Planned:
    said = f"the post of {delivery.key.nominal} stands for it, and is {delivery.state}"
    return Planned(slot=slot, due_at=slot.at, choice=None, why=(why_there(slot, slot.at), said))
