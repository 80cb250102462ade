"""Which file a store is, and on which machine: what no copy of it shares."""

import ctypes
import hashlib
import os
import struct
from pathlib import Path

from scheduler.model.marker import Whereabouts

MACHINE = Path("/etc/machine-id")
CONTAINERS = (Path("/.dockerenv"), Path("/run/.containerenv"))
"""A container gets another machine-id each time it is made, or none; its folder is the same one all the same."""

HERE = -100
BIRTH_WANTED = 0x800
ROOM = 256
MASK_AT, BIRTH_AT = 0, 80
"""Of Linux's struct statx, which Python 3.11 does not read: statx(2)."""


def whereabouts(path: Path) -> Whereabouts:
    """Raises OSError where there is no such file."""
    return Whereabouts(inode=path.stat().st_ino, born=born(path), machine=machine())


def born(path: Path) -> str:
    """When this file was made, which copying never carries over; '' where the disk or the system does not say."""
    statx = getattr(ctypes.CDLL(None), "statx", None)
    if statx is None:
        found = getattr(path.stat(), "st_birthtime", None)
        return "" if found is None else str(found)
    room = ctypes.create_string_buffer(ROOM)
    if statx(HERE, os.fsencode(path), 0, BIRTH_WANTED, room) != 0:
        return ""
    (mask,) = struct.unpack_from("=I", room, MASK_AT)
    seconds, nanoseconds = struct.unpack_from("=qI", room, BIRTH_AT)
    return f"{seconds}.{nanoseconds:09}" if mask & BIRTH_WANTED else ""


def machine(said: Path = MACHINE) -> str:
    """A digest, because the name itself is nobody else's business: machine-id(5)."""
    if any(sign.exists() for sign in CONTAINERS):
        return ""
    try:
        name = said.read_text().strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return hashlib.sha256(f"awareness {name}".encode()).hexdigest()[:16] if len(name) == 32 else ""
