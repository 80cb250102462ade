"""What stands in an outbox, and what a plan would make of it, in words that can be compared."""

from datetime import datetime

from scheduler.model.delivery import Delivery
from scheduler.model.plan import Changes, Planned

Words = tuple[str, ...]
Outbox = dict[str, Words]
"""What stands for every post ahead, by its key: all that a reader or an organiser would notice."""


def after(changes: Changes) -> Outbox:
    stay = [*changes.keep, *(change.after for change in (*changes.move, *changes.rewrite))]
    return {str(row.key): words_of(row) for row in stay} | {str(p.slot.key): _planned(p) for p in changes.add}


def words_of(row: Delivery) -> Words:
    return _all(row.due_at, row.send_by, row.action, row.template, row.fact, row.language, row.post.text)


def _planned(planned: Planned) -> Words:
    choice = planned.choice
    assert choice is not None
    return _all(
        planned.due_at, choice.send_by, choice.action, choice.template, choice.fact, choice.language, choice.post.text
    )


def _all(due_at: datetime, send_by: datetime, *words: str | None) -> Words:
    return (f"{due_at}", f"{send_by}", *(word or "" for word in words))


def difference(one: Outbox, other: Outbox) -> str:
    keys = sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
    return "; ".join(f"{key} {one.get(key)} {other.get(key)}" for key in keys[:2]) + f" ({len(keys)} in all)"
