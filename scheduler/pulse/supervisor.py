"""Speaks to systemd, or to whatever keeps the service as it does: that it is ready, that it is useful, that it ends."""

import socket
from collections.abc import Mapping

from scheduler.model.upkeep import Pulse

PATIENCE = 1.0
"""Seconds that a datagram may take; nobody here waits for a supervisor that does not read."""


class Supervisor:
    """The protocol of sd_notify(3). `address`: a path, or `@` and the name of an abstract socket."""

    def __init__(self, address: str) -> None:
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._ready = False

    def tell(self, pulse: Pulse) -> None:
        """Its watchdog is fed where the house is useful, and starves otherwise. Raises OSError."""
        words = f"STATUS={_one_line('useful' if pulse.useful else 'NOT useful: ' + '; '.join(pulse.troubles))}"
        fed = ["WATCHDOG=1"] if pulse.useful else []
        self._say(*([] if self._ready else ["READY=1"]), *fed, words)
        self._ready = True

    def end(self) -> None:
        self._say("STOPPING=1", "STATUS=ending: what is on the wire is finished first")

    def _say(self, *lines: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            out.settimeout(PATIENCE)
            out.connect(self._address)
            out.send("\n".join(lines).encode(errors="replace"))


def supervisor_of(environ: Mapping[str, str]) -> Supervisor | None:
    """None: nobody asked to be told, or over something other than a socket on this machine."""
    address = environ.get("NOTIFY_SOCKET", "")
    return Supervisor(address) if address[:1] in {"/", "@"} and len(address) > 1 else None


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)[:500]
