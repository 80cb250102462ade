"""What befalls the calls of each account, one after another, as it was laid down before the first of them."""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

from tests.servers import faults
from tests.servers.faults import Fault, Request
from tests.sinks.broken import BROKEN, ECHO
from tests.sinks.troubles import trouble_named

WELL = "well"
"""The name of no trouble at all."""
PAUSE = re.compile(r"429 after (.*)", re.DOTALL)
REDIRECT = re.compile(r"(30\d)( taken)? to (.*)")
KNOWN = faults.answering(409, b'{"error": "something stands under this key already"}', name="409")


def fault_named(name: str) -> Fault:
    """Of any trouble; also `429 after` whatever a Retry-After may hold, and `302 to` or `302 taken to` an address.
    Raises KeyError."""
    if found := PAUSE.fullmatch(name):
        return Fault(name, faults.too_many({"Retry-After": found[1]}).play)
    if found := REDIRECT.fullmatch(name):
        going = faults.redirect(found[3], int(found[1]))
        return Fault(name, faults.after(going).play if found[2] else going.play)
    if name in BROKEN:
        return Fault(name, BROKEN[name].fault.play)
    special = {"echo": ECHO, "409": KNOWN, "409 taken": faults.after(KNOWN)}
    return special[name] if name in special else trouble_named(name)


class Scripts:
    """By account: what its create calls meet, and what its look-ups; then nothing more."""

    def __init__(self) -> None:
        self._left: dict[tuple[str, str], list[str]] = {}

    def put(self, account: str, creates: Sequence[str], looks: Sequence[str]) -> None:
        """Raises KeyError for a trouble that nobody knows."""
        for name in {*creates, *looks} - {WELL}:
            fault_named(name)
        self._left[account, "POST"], self._left[account, "GET"] = list(creates), list(looks)

    def next(self, request: Request) -> Fault | None:
        if not self._left or request.method not in {"POST", "GET"}:
            return None
        left = self._left.get((account_of(request), request.method))
        if not left or (name := left.pop(0)) == WELL:
            return None
        return fault_named(name)


def account_of(request: Request) -> str:
    """'' where it names none."""
    address = urlsplit(request.path)
    if address.path.startswith("/control/"):
        return ""
    with suppress(ValueError, TypeError, KeyError):
        return str(json.loads(request.body)["account"])
    return parse_qs(address.query).get("account", [""])[0]
