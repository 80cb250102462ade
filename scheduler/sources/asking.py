"""Asks a source over the door: bounded in time and bytes, for one count at a time, and words what went wrong."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from requests import Response

from scheduler.clock import Clock
from scheduler.errors import ChannelBusy, ChannelLocked, ChannelTrouble
from scheduler.sources.kit import Kit
from scheduler.wire.answers import has_too_many_parts
from scheduler.wire.crossing import Answer, WireTrouble
from scheduler.wire.door import Door, Wire
from scheduler.wire.pauses import again_at

SAYS = {"User-Agent": "awareness-scheduler", "Accept": "application/json, text/csv;q=0.9, */*;q=0.1"}
"""Wikimedia asks for a name; it says nothing of who runs this."""

MOST_REQUESTS = 100
"""For one count: a server that always has another page must end somewhere."""


class Asking:
    """The requests of one count."""

    def __init__(self, kit: Kit, *, public_only: bool = False) -> None:
        proxy = kit.account.proxy if kit.account else None
        self._wire = Wire(deadline=kit.deadline.total_seconds(), proxy=proxy, public_only=public_only)
        self._clock = kit.clock
        self._end = kit.clock.monotonic() + kit.whole
        self._left = MOST_REQUESTS

    def get(
        self, address: str, parameters: Mapping[str, str] | None = None, *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """A good answer. Raises ChannelTrouble for every other one."""
        return self._good(lambda door: door.session.get(address, params=parameters, headers=SAYS | dict(headers or {})))

    def post(self, address: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """The same; the answer may hold a token, and is left as it came."""
        return self._good(lambda door: door.session.post(address, data=body, headers=SAYS | dict(headers)), grants=True)

    def _good(self, call: Callable[[Door], Response], *, grants: bool = False) -> Answer:
        answer = self._whole(call, grants=grants)
        if 200 <= answer.status < 300:
            if has_too_many_parts(answer.body):
                raise WireTrouble("the answer is made of more parts than counts can have")
            return answer
        raise trouble_of(answer, self._clock)

    def _whole(self, call: Callable[[Door], Response], *, grants: bool) -> Answer:
        left = self._end - self._clock.monotonic()
        if left <= 0:
            raise WireTrouble("it took too long to count")
        if self._left <= 0:
            raise WireTrouble(f"more than {MOST_REQUESTS} requests for one count")
        self._left -= 1
        door = Door(replace(self._wire, deadline=min(self._wire.deadline, left)))
        try:
            door.ask(lambda: call(door), grants=grants)
        except WireTrouble as trouble:
            if trouble.answer is None:
                raise
            return trouble.answer
        if door.last is None:
            raise WireTrouble("there was no answer")
        return door.last


class NotFound(ChannelTrouble):
    """the source does not know what was asked for"""


def trouble_of(answer: Answer, clock: Clock) -> ChannelTrouble:
    """Of an answer that is no good one; nothing of its own words is repeated."""
    match answer.status:
        case 401 | 403:
            return ChannelLocked(f"it does not let us in ({answer.status})")
        case 404 | 410:
            return NotFound(f"it does not know what was asked for ({answer.status})")
        case 429 | 503:
            return ChannelBusy(f"it asks to be left alone ({answer.status})", again_at(answer.headers, clock.now()))
        case _:
            return ChannelTrouble(f"it answered {answer.status}")
