"""Stored deliveries against the slots of one schedule, account and local day, so that an edit never says twice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.slot import Slot, SlotKey
from scheduler.model.wording import day_words, instant_words

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
    that, or before `now`, is never added. `late` is how far a post may stand behind its slot."""
    pairs, left, spare = _pair(slots, sorted(stored, key=lambda delivery: delivery.key), accepted_at)
    ahead = [(replace(slot, key=d.key), d) for slot, d in pairs if d.state in AHEAD]
    passed = [(slot, d) for slot, d in ahead if not (slot.at > now or _stands(d, slot, late))]
    fresh_from = max(now, accepted_at)
    return Matched(
        kept=tuple((slot, d) for slot, d in ahead if slot.at > now or _stands(d, slot, late)),
        back=tuple((slot, d) for slot, d in pairs if _comes_back(d) and slot.at > fresh_from),
        new=tuple(slot for slot in left if slot.at > fresh_from),
        used=tuple((slot, d) for slot, d in pairs if _is_used(d)),
        dropped=(
            *((d, f"its time is now {instant_words(slot.at, slot.zone)}, which has passed") for slot, d in passed),
            *((d, f"the schedule no longer has {_nominal_words(d.key.nominal)}") for d in spare),
        ),
    )


def _pair(
    slots: Sequence[Slot], stored: Sequence[Delivery], accepted_at: datetime
) -> tuple[list[Pair], list[Slot], list[Delivery]]:
    """Pairs, the slots that are left, and the deliveries ahead that are left."""
    left = {slot.key.nominal: slot for slot in slots}
    pairs = [(left.pop(d.key.nominal), d) for d in stored if d.key.nominal in left]
    exact = {d.key for _, d in pairs}
    unpaired = [d for d in stored if d.key not in exact]
    # What was said that day under another time counts: it uses up the earliest slots.
    for slot, d in zip(tuple(left.values()), filter(_is_used, unpaired), strict=False):
        pairs.append((left.pop(slot.key.nominal), d))
    spare = []
    for d in (d for d in unpaired if d.state in AHEAD):
        # Where an earlier edit moved it, it stays; otherwise it moves to the earliest slot of this version's time.
        there = [slot for slot in left.values() if slot.at == d.due_at]
        still_to_come = [slot for slot in left.values() if slot.at > accepted_at]
        if there or still_to_come:
            pairs.append((left.pop((there or still_to_come)[0].key.nominal), d))
        else:
            spare.append(d)
    return pairs, list(left.values()), spare


def _is_used(delivery: Delivery) -> bool:
    return delivery.state not in AHEAD and delivery.state is not State.WITHDRAWN


def _comes_back(delivery: Delivery) -> bool:
    """One that may have been on the wire, and that a person let go, does not."""
    return delivery.state is State.WITHDRAWN and delivery.first_sent is None


def _stands(delivery: Delivery, slot: Slot, late: timedelta) -> bool:
    return delivery.moved_by is not None or slot.at <= delivery.due_at <= slot.at + late


def _nominal_words(nominal: str) -> str:
    return f"{nominal[11:]} on {day_words(date.fromisoformat(nominal[:10]))}"


def day_of(key: SlotKey, zone: str) -> date:
    """The local date to which a slot belongs."""
    if key.nominal.endswith("Z"):
        return datetime.fromisoformat(key.nominal).astimezone(ZoneInfo(zone)).date()
    return date.fromisoformat(key.nominal[:10])
