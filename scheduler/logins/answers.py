"""What a network's answer to a login means: nothing of what was typed may come back out of it."""

import re
from collections.abc import Callable

from requests import Response

from scheduler.errors import ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.secrecy import hidden
from scheduler.wire.crossing import Answer, WireTrouble
from scheduler.wire.door import Door

CODE = re.compile(r"[A-Za-z_]{3,40}")
"""What an error's name looks like (RFC 6749, 5.2). Sentences are not shown: they could quote what was sent."""


def asked(door: Door, call: Callable[[], Response]) -> Answer:
    """Any whole answer. Raises WireTrouble where none came."""
    try:
        response = door.ask(call, grants=True)
    except WireTrouble as trouble:
        if trouble.answer is None or 300 <= trouble.answer.status < 400:
            raise
        return trouble.answer
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, response.content)


def must_be_good(answer: Answer, what: str) -> None:
    """Raises ChannelTrouble, in these words, for any answer but a good one."""
    if 200 <= answer.status < 300:
        return
    error = answer.group.get("error")
    named = f": {hidden(error)}" if isinstance(error, str) and CODE.fullmatch(error) else ""
    words = f"{what} ({answer.status}{named})"
    if answer.status in {401, 403}:
        raise ChannelLocked(words)
    raise ChannelRefused(words) if 400 <= answer.status < 500 else ChannelTrouble(words)
