"""Finds the one post that a person means."""

from scheduler.errors import NoSuchThing
from scheduler.model.delivery import Delivery
from scheduler.model.slot import SlotKey
from scheduler.service.store_ports import Looking


def find_key(looking: Looking, text: str) -> SlotKey:
    """The key that a person means by a whole key or its eight digits."""
    named = looking.named(text)
    if len(named) == 1:
        return named[0].key
    if not named:
        raise NoSuchThing(f"there is no post {text!r}; `awareness queue` and `awareness record` show their keys")
    raise NoSuchThing(f"{text!r} names {len(named)} posts; give the whole key")


def known(looking: Looking, key: SlotKey) -> Delivery:
    row = looking.delivery(key)
    if row is None:
        raise NoSuchThing(f"there is no post {key}")
    return row
