"""Goes over all places in one order: what is stored first, then what is new around it, each seeing those before it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.model.delivery import AHEAD, Delivery
from scheduler.model.plan import Choice, Planned
from scheduler.model.sustain import tossed
from scheduler.planner.changing import is_frozen
from scheduler.planner.explaining import why_there
from scheduler.planner.filling import Filling
from scheduler.planner.gathering import Place
from scheduler.planner.sticking import stored_choice

Again = tuple[Place, Delivery | None, str]
"""A place to fill, the delivery that has its key, and why that one's choice is impossible ('': it has none)."""

Empty = tuple[datetime | None, tuple[str, ...]]
"""The instant at which a place found nothing to say (None: it found no instant), and why."""


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
        """What is new, or must be chosen anew, finds its room around what is kept. What finds none is asked again as
        long as others were filled since: they may have moved it to an instant at which it may speak, and the plan that
        is made from this one would find it there."""
        in_order = sorted(places, key=lambda again: (again[0].slot.at, again[0].slot.key))
        left: list[tuple[Again, Empty | None]] = [(again, None) for again in in_order]
        while left:
            asked = [(again, self._fill(*again, before)) for again, before in left]
            empty = [(again, found) for again, found in asked if found]
            if len(empty) == len(left):
                for (place, delivery, reason), (_, why) in empty:
                    self._leave_empty(place, why, delivery if reason else None)
                return
            left = [*empty]

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

    def _fill(self, place: Place, delivery: Delivery | None, reason: str, before: Empty | None) -> Empty | None:
        """None where it does not stay empty. What found nothing to say `before` finds nothing at the same instant: more
        is said by now."""
        due_at, delays = self._due_for(place, delivery)
        if due_at is None:
            return None, delays
        if before is not None and before[0] == due_at:
            return before
        line = why_there(place.slot, due_at, delays)
        if delivery is not None and not reason:
            stored = self._stored(place, due_at, delivery)
            if isinstance(stored, Choice):
                self._enter(place, due_at, stored, (line, *delivery.why[1:]), delivery)
                return None
            if stored:
                return due_at, (stored,)
        choice, why = self.filling.choose(place, due_at)
        why = (f"chosen anew: {reason}", *why) if reason else why
        if choice is None:
            return due_at, why
        self._enter(place, due_at, choice, (line, *why), delivery)
        return None

    def _stored(self, place: Place, due_at: datetime, withdrawn: Delivery) -> Choice | str:
        """What it said before it was withdrawn; or why it stays empty, its text being one that could not change any
        more; '' where it is to be chosen anew."""
        frozen = due_at - self.freeze <= self.now
        choice = stored_choice(self.filling, place, withdrawn, due_at, frozen=frozen)
        if isinstance(choice, Choice):
            return choice
        return f"it was withdrawn, and {choice}" if frozen else ""

    def _is_fixed(self, place: Place, delivery: Delivery) -> bool:
        """Whether its time stands: a person gave it, and it is not one that was withdrawn and missed it; or its slot's
        time has come."""
        by_hand = delivery.moved_by is not None and (delivery.state in AHEAD or delivery.due_at > self.now)
        return by_hand or place.slot.at <= self.now

    def _due_for(self, place: Place, delivery: Delivery | None) -> tuple[datetime | None, tuple[str, ...]]:
        """When it speaks, and why not at its slot's own instant; None where it cannot, and why."""
        if place.campaign.paused:
            return None, (f"campaign {place.campaign.id} is paused",)
        if delivery is not None and self._is_fixed(place, delivery):
            said = f"by hand of {delivery.moved_by}" if delivery.moved_by else tossed(delivery.why)
            return delivery.due_at, (said,) if said else ()
        return self.filling.due_for(place)

    def _enter(
        self, place: Place, due_at: datetime, choice: Choice, why: tuple[str, ...], kept: Delivery | None
    ) -> None:
        self.filling.enter(place, due_at, choice)
        self.planned.append(Planned(slot=place.slot, due_at=due_at, choice=choice, why=why, kept=kept))

    def _leave_empty(self, place: Place, reasons: tuple[str, ...], kept: Delivery | None) -> None:
        why = (why_there(place.slot, place.slot.at), *reasons)
        self.planned.append(Planned(slot=place.slot, due_at=place.slot.at, choice=None, why=why, kept=kept))
