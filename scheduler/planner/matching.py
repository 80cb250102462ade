"""Stored deliveries against the slots of one schedule, account and local day, so that an edit never says twice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.slot import Slot, SlotKey
from scheduler.model.sustain import COIN, LATER, tossed
from scheduler.model.wording import day_words, instant_words
from scheduler.planner.occurrences import instant_of

Pair = tuple[Slot, Delivery]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """`kept`: deliveries ahead, each with the slot that it stands for now, under its own key. `back`: withdrawn
    deliveries that the schedule has again. `new`: slots that nothing stands for. `used`: slots for which
    something was said, or decided, already. `dropped`: deliveries ahead without a slot, each with the reason."""

    kept: tuple[Pair, ...] = ()
    back: tuple[Pair, ...] = ()
    new: tuple[Slot, ...] = ()
    used: tuple[Pair, ...] = ()
    dropped: tuple[tuple[Delivery, str], ...] = ()


def match(
    slots: Sequence[Slot], stored: Sequence[Delivery], *, now: datetime, accepted_at: datetime, late: timedelta
) -> Matched:
    """`slots` in order. `accepted_at` is when this version of the files was taken: a slot whose instant passed before
    that, or before `now`, is never added. `late` is how far a post may stand behind its slot; one that a coin put off,
    so much more, whether or not a coin is tossed now."""
    table = Table(slots={slot.key.nominal: slot for slot in slots})
    in_order = sorted(stored, key=lambda d: d.key)
    spare = table.seat((d for d in in_order if d.state is not State.WITHDRAWN), _has_its_name)
    spare = table.seat(spare, _has_its_instant)
    # What was said that day under another time uses up the earliest slots.
    table.seat((d for d in spare if d.state not in AHEAD), lambda _slot, _d: True)
    # What is ahead moves to the earliest slots still to come; where a person put it, it stands for any.
    ahead = (d for d in spare if d.state in AHEAD)
    ahead_without = table.seat(ahead, lambda slot, d: slot.at > accepted_at or d.moved_by is not None)
    # What was withdrawn comes back to what is free still.
    spare = table.seat((d for d in in_order if d.state is State.WITHDRAWN), _has_its_name)
    table.seat(spare, _has_its_instant)
    paired = [(replace(slot, key=d.key), d) for slot, d in table.pairs]
    kept = [(slot, d) for slot, d in paired if d.state in AHEAD]
    fresh_from = max(now, accepted_at)
    return Matched(
        kept=tuple((slot, d) for slot, d in kept if slot.at > now or _stands(slot, d, late)),
        back=tuple((slot, d) for slot, d in paired if _may_come_back(d) and slot.at > fresh_from),
        new=tuple(slot for slot in table.slots.values() if slot.at > fresh_from),
        used=tuple((slot, d) for slot, d in table.pairs if d.state not in AHEAD | {State.WITHDRAWN}),
        dropped=(
            *((d, _has_passed(slot)) for slot, d in kept if not (slot.at > now or _stands(slot, d, late))),
            *((d, f"the schedule no longer has {_nominal_words(d.key.nominal)}") for d in ahead_without),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The slots that are free, in order, and the deliveries that have one."""

    slots: dict[str, Slot]
    pairs: list[Pair] = field(default_factory=list)

    def seat(self, deliveries: Iterable[Delivery], fits: Callable[[Slot, Delivery], bool]) -> list[Delivery]:
        """Give each the first free slot that fits; returns those that found none."""
        standing = []
        for delivery in deliveries:
            slot = next((slot for slot in self.slots.values() if fits(slot, delivery)), None)
            if slot is None:
                standing.append(delivery)
            else:
                self.pairs.append((self.slots.pop(slot.key.nominal), delivery))
        return standing


def _has_its_name(slot: Slot, delivery: Delivery) -> bool:
    return slot.key.nominal == delivery.key.nominal


def _has_its_instant(slot: Slot, delivery: Delivery) -> bool:
    return slot.at == (delivery.slot_at or instant_of_key(delivery.key, delivery.zone))


def _may_come_back(delivery: Delivery) -> bool:
    """One that may have been on the wire, and that a person let go, does not."""
    return delivery.state is State.WITHDRAWN and delivery.first_sent is None


def _stands(slot: Slot, delivery: Delivery, late: timedelta) -> bool:
    put_off = COIN if tossed(delivery.why) == LATER else timedelta(0)
    return delivery.moved_by is not None or slot.at <= delivery.due_at <= slot.at + late + put_off


def _has_passed(slot: Slot) -> str:
    return f"its time is now {instant_words(slot.at, slot.zone)}, which has passed"


def _nominal_words(nominal: str) -> str:
    return f"{nominal[11:]} on {day_words(date.fromisoformat(nominal[:10]))}"


def instant_of_key(key: SlotKey, zone: str) -> datetime:
    """The instant that a key names, read in this zone."""
    named = datetime.fromisoformat(key.nominal)
    return named if named.tzinfo else instant_of(named, ZoneInfo(zone))


def day_of(key: SlotKey, zone: str) -> date:
    """The local date to which a slot belongs."""
    named = datetime.fromisoformat(key.nominal)
    return named.astimezone(ZoneInfo(zone)).date() if named.tzinfo else named.date()
