"""Everything that can befall a create call on its way, by name, and what the network had taken by then."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime

from scheduler.clock import SystemClock
from tests.servers import faults
from tests.servers.faults import HTML, Call, Fault, fault

SECONDS_LATE = 0.05
SECONDS_SLOW = 0.015
LONG_AGO = "Mon, 01 Jan 2001 00:00:00 GMT"


@dataclass(frozen=True, slots=True)
class Trouble:
    """`taken`: whether the network has the post when the trouble is over. `told`: whether its client can know from the
    answer that it has not. Neither taken nor told: the client cannot know, which is a silent fault."""

    fault: Fault
    taken: bool
    told: bool = False

    @property
    def silent(self) -> bool:
        return not self.taken and not self.told


@fault
def reset_at_once(call: Call) -> None:
    """The request came whole, and the network never saw it."""
    call.reset()


@fault
def reset_after_head(call: Call) -> None:
    answer = call.pass_on()
    call.say(answer.head)
    call.reset()


@fault
def cut(call: Call) -> None:
    """At a byte that the request itself names, from the first of the answer to the last but one."""
    whole = call.pass_on().whole
    place = int.from_bytes(hashlib.sha256(call.request.body).digest()[:8]) % len(whole)
    call.say(whole[:place])


def late_by(seconds: float) -> Fault:
    """It lies somewhere on its way for so long, and is taken even when the client has long gone."""

    def late(call: Call) -> None:
        call.waits(threading.Event(), seconds, for_client=False)
        call.pass_on()

    return Fault(f"late by {seconds}", late)


@fault
def slow(call: Call) -> None:
    """No trouble: it takes its time, and then the post."""
    call.waits(threading.Event(), SECONDS_SLOW, for_client=False)
    call.say(call.pass_on().whole)


@fault
def hang_untaken(call: Call) -> None:
    """No answer, and nothing was taken: it waits until the client leaves."""
    call.waits(threading.Event())


def cut_at(place: int) -> Fault:
    """The answer ends before this byte; a place beyond its end leaves it whole."""
    return Fault(f"cut at {place}", lambda call: call.say(call.pass_on().whole[:place]))


def _named(name: str, found: Fault) -> Fault:
    return Fault(name, found.play)


def _pauses() -> Iterator[tuple[str, Trouble]]:
    """429 with each thing that a Retry-After may be, and without."""
    yield "429 date", Trouble(Fault("429 date", _in_a_while), taken=False, told=True)
    said = {
        "seconds": "7",
        "fraction": "1.5",
        "past date": LONG_AGO,
        "negative": "-30",
        "huge": "99999999999999999999",
        "words": "soon",
        "empty": "",
    }
    for name, value in said.items():
        yield f"429 {name}", Trouble(faults.too_many({"Retry-After": value}), taken=False, told=True)
    yield "429 bare", Trouble(faults.too_many(), taken=False, told=True)


def _in_a_while(call: Call) -> None:
    date = format_datetime(SystemClock().now() + timedelta(seconds=5), usegmt=True)
    faults.too_many({"Retry-After": date}).play(call)


def _answers() -> Iterator[tuple[str, Trouble]]:
    """Of servers and of boxes in the middle."""
    for status in (500, 502, 503, 504):
        yield f"{status} taken", Trouble(faults.server_error(status), taken=True)
        yield f"{status} page", Trouble(faults.answering(status, HTML, kind="text/html"), taken=False)
    yield "503 taken, retry after", Trouble(faults.server_error(503, retry_after="5"), taken=True)
    yield "page taken", Trouble(faults.not_json(), taken=True)
    yield "page", Trouble(faults.answering(200, HTML, kind="text/html"), taken=False)
    yield "408", Trouble(faults.answering(408, b"{}"), taken=False)
    for status in (301, 307, 308):
        yield f"{status}", Trouble(faults.redirect("http://127.0.0.1:9/elsewhere", status), taken=False, told=True)
    for status in (302, 303):
        yield f"{status}", Trouble(faults.redirect("http://127.0.0.1:9/elsewhere", status), taken=False)


TROUBLES: dict[str, Trouble] = {
    "refuse": Trouble(faults.refuse, taken=False),
    "reset at once": Trouble(reset_at_once, taken=False),
    "reset taken": Trouble(faults.reset, taken=True),
    "reset after head": Trouble(reset_after_head, taken=True),
    "drop": Trouble(faults.drop, taken=True),
    "half": Trouble(faults.half, taken=True),
    "cut": Trouble(cut, taken=True),
    "cut head": Trouble(faults.cut_head, taken=True),
    "cut status": Trouble(faults.cut_status, taken=True),
    "late": Trouble(late_by(SECONDS_LATE), taken=True),
    "hang": Trouble(faults.hang(), taken=True),
    "hang untaken": Trouble(hang_untaken, taken=False),
    **dict(_pauses()),
    **dict(_answers()),
}

HANGING = {"hang", "hang untaken", "late"}
"""What costs its client the whole deadline."""

LOCKING = {"401": faults.unauthorized(), "403": faults.answering(403, b'{"error": "suspended"}')}
REFUSING = {"400": faults.answering(400, b'{"error": "bad"}'), "422": faults.answering(422, b'{"error": "too long"}')}
"""These end a post or an account, so they are no part of what a service gets over by itself."""


def seconds_late(name: str) -> float:
    """How long a request lies on its way that meets this trouble; 0 for those that do not delay it."""
    return float(name.removeprefix("late by ")) if name.startswith("late by ") else SECONDS_LATE * (name == "late")


def trouble_named(name: str) -> Fault:
    """Raises KeyError."""
    if name.startswith("cut at "):
        return cut_at(int(name.removeprefix("cut at ")))
    if name == slow.name:
        return slow
    if name.startswith("late by "):
        return late_by(seconds_late(name))
    found = TROUBLES[name].fault if name in TROUBLES else (LOCKING | REFUSING)[name]
    return _named(name, found)
