"""When the counts of a post are read: at seven instants after it went out, ever further apart."""

from datetime import datetime, timedelta

INSTANTS = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=28),
)
"""Counted from the receipt. A reading is late until the next one is due; then it stays a gap."""

OVER = timedelta(days=35)
"""The last one has no next: a post that went out longer ago than this is not read any more."""


def due_reading(out_at: datetime, now: datetime) -> int | None:
    """Which of the seven is due, counted from 0, of a post that went out then; None: none yet, or none any more."""
    age = now - out_at
    passed = sum(instant <= age for instant in INSTANTS)
    return passed - 1 if passed and age <= OVER else None


def reached(now: datetime) -> tuple[datetime, ...]:
    """For each of the seven: a post that went out at this instant or before has reached it."""
    return tuple(now - instant for instant in INSTANTS)
