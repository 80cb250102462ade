"""What applying a plan does to the outbox: add, keep, move, rewrite, withdraw, each with its reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.model.delivery import AHEAD, Delivery, State
from scheduler.model.plan import Change, Changes, Choice, Plan, Planned
from scheduler.model.post import Attachment, Post
from scheduler.model.slot import SlotKey
from scheduler.model.sustain import tossed
from scheduler.model.wording import instant_words
from scheduler.planner.matching import instant_of_key


def is_frozen(delivery: Delivery, now: datetime, freeze: timedelta) -> bool:
    """Whether its text can no longer change."""
    return delivery.state is not State.PLANNED or delivery.due_at - freeze <= now


def delivery_from(planned: Planned, version: int) -> Delivery:
    """The row for a slot with a choice: a new one, or the withdrawn one that comes back. ValueError for an empty
    slot."""
    choice, slot, known = planned.choice, planned.slot, planned.kept
    if choice is None:
        raise ValueError(f"{slot.key} is empty: {'; '.join(planned.why)}")
    row = Delivery(
        key=slot.key,
        state=State.PLANNED,
        zone=slot.zone,
        due_at=planned.due_at,
        send_by=choice.send_by,
        action=choice.action,
        template=choice.template,
        fact=choice.fact,
        language=choice.language,
        post=choice.post,
        why=planned.why,
        version=version,
        slot_at=_slot_at(planned),
    )
    if known is None:
        return row
    return replace(row, revision=known.revision, attempt=known.attempt, moved_by=known.moved_by)


def changes(plan: Plan, stored: Sequence[Delivery], *, now: datetime, freeze: timedelta) -> Changes:
    """Speaks of `stored` alone, as it is there: what the plan knew and is missing, or has begun since, is left out;
    what is ahead and the plan does not speak of is kept."""
    rows = {delivery.key: delivery for delivery in stored}
    ahead = {key: row for key, row in rows.items() if row.state in AHEAD}
    withdrawn = {key for key, row in rows.items() if row.state is State.WITHDRAWN}
    add: list[Planned] = []
    move: dict[SlotKey, Change] = {}
    rewrite: dict[SlotKey, Change] = {}
    withdraw: dict[SlotKey, Change] = {}
    for planned in plan.slots:
        key, choice, known = planned.slot.key, planned.choice, planned.kept
        if known is None or known.state is State.WITHDRAWN:
            if choice is not None and (key in withdrawn or key not in rows):
                add.append(planned)
        elif key in ahead:
            row = ahead[key]
            if choice is None:
                withdraw[key] = _withdrawn(row, "; ".join(planned.why[1:]), _slot_at(planned))
            elif _says_other(row, choice) and not is_frozen(row, now, freeze):
                rewrite[key] = _rewritten(row, planned, choice)
            elif _ids(row) != _ids(choice):
                why = f"its text is frozen, and the plan would now say {_words(choice)}"
                withdraw[key] = _withdrawn(row, why, _slot_at(planned))
            elif not _stands_at(row, planned, choice):
                move[key] = _moved(row, planned, choice)
    withdraw |= {d.key: _withdrawn(ahead[d.key], reason, d.slot_at) for d, reason in plan.dropped if d.key in ahead}
    changed = move.keys() | rewrite.keys() | withdraw.keys()
    return Changes(
        add=tuple(add),
        keep=tuple(row for key, row in ahead.items() if key not in changed),
        move=tuple(move.values()),
        rewrite=tuple(rewrite.values()),
        withdraw=tuple(withdraw.values()),
    )


def _ids(said: Delivery | Choice) -> tuple[str, str, str | None, str]:
    return said.action, said.template, said.fact, said.language


def _says_other(row: Delivery, choice: Choice) -> bool:
    return _ids(row) != _ids(choice) or _said(row.post) != _said(choice.post)


def _said(post: Post) -> tuple[str, tuple[Attachment, ...], str, str]:
    return post.digest, post.pictures, post.warning, post.visibility


def _stands_at(row: Delivery, planned: Planned, choice: Choice) -> bool:
    """A coin that is tossed from now on, or no longer, is noted on both its sides: else those that it moves would count
    as evidence and the others not."""
    there = planned.due_at, choice.send_by, planned.slot.zone, _slot_at(planned), tossed(planned.why)
    return (row.due_at, row.send_by, row.zone, row.slot_at, tossed(row.why)) == there


def _slot_at(planned: Planned) -> datetime | None:
    """None for the slot that the key names itself."""
    slot = planned.slot
    return None if slot.at == instant_of_key(slot.key, slot.zone) else slot.at


def _withdrawn(row: Delivery, why: str, slot_at: datetime | None) -> Change:
    return Change(before=row, after=row.to(State.WITHDRAWN, slot_at=slot_at), why=why)


def _moved(row: Delivery, planned: Planned, choice: Choice) -> Change:
    zone = planned.slot.zone
    after = replace(
        row,
        zone=zone,
        due_at=planned.due_at,
        send_by=choice.send_by,
        why=planned.why,
        slot_at=_slot_at(planned),
    )
    if tossed(row.why) != tossed(planned.why) and row.due_at == planned.due_at:
        why = tossed(planned.why) or "its slot coin is given up"
    elif (row.due_at, row.send_by) == (planned.due_at, choice.send_by):
        why = f"it now stands for {planned.why[0]}"
    elif row.due_at == planned.due_at:
        why = f"to be sent by {instant_words(choice.send_by, zone)}, not by {instant_words(row.send_by, row.zone)}"
    else:
        old, new = instant_words(row.due_at, row.zone), instant_words(planned.due_at, zone)
        why = f"due at {new}, not at {old}: {planned.why[0]}"
    return Change(before=row, after=after, why=why)


def _rewritten(row: Delivery, planned: Planned, choice: Choice) -> Change:
    after = replace(
        row,
        zone=planned.slot.zone,
        due_at=planned.due_at,
        send_by=choice.send_by,
        action=choice.action,
        template=choice.template,
        fact=choice.fact,
        language=choice.language,
        post=choice.post,
        why=planned.why,
        slot_at=_slot_at(planned),
    )
    if _ids(row) == _ids(choice) and _said(row.post)[:2] == _said(choice.post)[:2]:
        return Change(before=row, after=after, why="the files now warn of it otherwise, or let others see it")
    if _ids(row) == _ids(choice) and row.post.digest == choice.post.digest:
        return Change(before=row, after=after, why="the files now show other pictures with it, or word them otherwise")
    if _ids(row) == _ids(choice):
        return Change(before=row, after=after, why="the files now make another text of the same choice")
    return Change(before=row, after=after, why=f"{_words(choice)}, not {_words(row)}; {'; '.join(planned.why[1:2])}")


def _words(said: Delivery | Choice) -> str:
    fact = f" and fact {said.fact}" if said.fact else ""
    return f"action {said.action} with template {said.template}{fact}"
