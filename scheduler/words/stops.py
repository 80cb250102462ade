"""Stops in plain words: what stands still, by whom, since when, why, and what lifts it."""

from scheduler.model.record import Scope, Stop, StopFile
from scheduler.model.slot import SlotKey
from scheduler.words.posts import printable
from scheduler.words.times import in_zone


def stop_words(scope: Scope, subject: str) -> str:
    """What a stop covers: `everything`, `campaign close-the-camps`, `post 3f9a1c02`."""
    match scope:
        case Scope.ALL:
            return "everything"
        case Scope.POST:
            return f"post {SlotKey.parse(subject).short}"
        case _:
            return f"{scope} {subject}"


def resume_words(scope: Scope, subject: str) -> str:
    """The command that lifts a stop."""
    match scope:
        case Scope.ALL:
            return "awareness resume"
        case Scope.POST:
            return f"awareness resume --post {SlotKey.parse(subject).short}"
        case _:
            return f"awareness resume --{scope} {subject}"


def whole_words(stop: Stop, zone: str) -> str:
    """`account demo, by user:anna, since Mon 23 Nov 09:00 GMT: the address is wrong`."""
    return (
        f"{stop_words(stop.scope, stop.subject)}, by {printable(stop.who)}, since {in_zone(stop.at, zone)}: "
        f"{printable(stop.why)}"
    )


def file_words(found: StopFile, zone: str) -> str:
    """`by user:anna, since Mon 23 Nov 09:00 GMT: the address is wrong`, as far as it is known."""
    since = f"since {in_zone(found.since, zone)}" if found.since else ""
    known = ", ".join(filter(None, (f"by {found.who}" if found.who else "", since)))
    return ": ".join(filter(None, (known, printable(found.why))))
