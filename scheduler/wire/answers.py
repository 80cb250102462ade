"""What a network answered, without our own secrets: a server may say back whatever it was told."""

import io
import json
from typing import Any

from requests import Response

from scheduler.secrecy import hidden
from scheduler.wire.crossing import Answer

MOST_PARTS = 120_000
"""Objects and lists in one answer: four megabytes of nothing but these take two hundred once they are read, and many
answers are read at a time. Ten years of counts by the hour have fewer."""


def has_too_many_parts(body: bytes) -> bool:
    return body.count(b"{") + body.count(b"[") > MOST_PARTS


def answer_in(response: Response) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, headers, response.content)


def discreet(response: Response) -> None:
    """Take every secret that is held out of the answer, wherever it stands, before a library or a channel sees it."""
    response.reason = hidden(str(response.reason or ""))
    for name, value in response.headers.items():
        response.headers[name] = hidden(value)
    body = _without(response.content)
    response.raw, response._content = io.BytesIO(body), body  # noqa: SLF001 - there is no other way to put it there


def _without(body: bytes) -> bytes:
    """The same bytes where there is nothing to hide. A body in JSON stays one, where it is not too much to be read."""
    if has_too_many_parts(body):
        return _as_text(body)
    try:
        said = json.loads(body)
        without = _emptied(said)
    except (ValueError, RecursionError):
        return _as_text(body)
    return body if without == said else json.dumps(without).encode()


def _as_text(body: bytes) -> bytes:
    text = body.decode(errors="surrogateescape")
    return body if (without := hidden(text)) == text else without.encode(errors="surrogateescape")


def _emptied(said: Any) -> Any:
    match said:
        case str():
            return hidden(said)
        case list():
            return [_emptied(part) for part in said]
        case dict():
            return {hidden(name): _emptied(part) for name, part in said.items()}
        case _:
            return said
