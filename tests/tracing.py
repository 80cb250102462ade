"""Runs a piece of work in a copy of this process whose system calls are watched by strace: one of them kills it, or
fails."""

import ctypes
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

STRACE = shutil.which("strace")
HOW_TO_HAVE_IT = "install strace (on Debian or Ubuntu: apt install strace)"
FILES = (
    "write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,fsync,fdatasync,sync_file_range,"
    "rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,"
    "chmod,fchmod,fchmodat,chown,fchown,fchownat,utimensat,copy_file_range,sendfile"
)
SOCKETS = "connect,sendto,sendmsg,recvfrom,recvmsg,shutdown"
STATE_CHANGING = ",".join(f"?{name}" for name in f"{FILES},{SOCKETS},openat".split(","))
"""All that leaves something behind, and what crosses a wire; locks die with their holder. Not every machine has each of
them, which the question mark allows. Of `openat` those count that may make a file."""

ENTERED = re.compile(r"(?P<call>\w+)\((?P<rest>.*)")
PATIENCE = 60
ANYBODY = 0x59616D61, ctypes.c_ulong(-1), 0, 0, 0
"""PR_SET_PTRACER, PR_SET_PTRACER_ANY: some machines let no process be watched by another that is not its parent."""


@dataclass(frozen=True)
class Point:
    """The `nth` call of that name, from 1. `file`: where it goes, for people."""

    call: str
    nth: int
    file: str = ""

    def __str__(self) -> str:
        return f"{self.call} number {self.nth}{f' ({self.file})' if self.file else ''}"


@dataclass(frozen=True)
class Traced:
    """`code`: with which the work ended, below 0 the signal that ended it, None: it hung. `hit`: the point was
    reached."""

    code: int | None
    err: str
    hit: bool
    points: tuple[Point, ...]


def watch(work: Callable[[], int], scratch: Path) -> Traced:
    """The state-changing calls of a life that nothing disturbs, in order."""
    return _traced(work, scratch, STATE_CHANGING, [])


def strike(work: Callable[[], int], scratch: Path, point: Point, how: str) -> Traced:
    """`how` is strace's: `signal=KILL` ends the life before the call has done anything, `error=ENOSPC` comes in the
    place of what it does."""
    return _traced(work, scratch, point.call, ["-e", f"inject={point.call}:{how}:when={point.nth}"])


def _traced(work: Callable[[], int], scratch: Path, calls: str, inject: list[str]) -> Traced:
    assert STRACE is not None
    err, log = scratch.with_suffix(".err"), scratch.with_suffix(".trace")
    waits, go = os.pipe()
    ended, lives = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ended)
        _live(work, waits, err)
    os.close(lives)
    command = [STRACE, "-p", str(child), "-y", "-s", "0", "-e", f"trace={calls}", *inject, "-o", str(log)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as watcher:
        assert watcher.stderr is not None
        said = watcher.stderr.readline()
        if b"attached" not in said:
            os.kill(child, signal.SIGKILL)
            raise RuntimeError(f"strace cannot watch a process here: {said.decode()}")
        os.write(go, b"!")
        in_time = bool(select.select([ended], [], [], PATIENCE)[0])
        if not in_time:
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        watcher.communicate(timeout=PATIENCE)
    for descriptor in (waits, go, ended):
        os.close(descriptor)
    trace = log.read_text(errors="replace")
    code = os.waitstatus_to_exitcode(status) if in_time else None
    hit = "(INJECTED)" in trace or code == -signal.SIGKILL
    return Traced(code=code, err=err.read_text(errors="replace"), hit=hit, points=tuple(_points(trace)))


def _live(work: Callable[[], int], waits: int, err: Path) -> NoReturn:
    code = 1
    try:
        ctypes.CDLL(None).prctl(*ANYBODY)
        descriptor = os.open(err, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, sys.stdout.fileno())
        os.dup2(descriptor, sys.stderr.fileno())
        os.read(waits, 1)
        code = work()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)  # whatever it is, the parent's stack must not go on in this copy of it


def _points(trace: str) -> Iterator[Point]:
    seen: Counter[str] = Counter()
    for line in trace.splitlines():
        if (entered := ENTERED.match(line)) is None:
            continue
        call, rest = entered.group("call", "rest")
        seen[call] += 1
        if call != "openat" or "O_CREAT" in rest:
            yield Point(call, seen[call], _file(rest))


def _file(rest: str) -> str:
    found = re.search(r"<([^>]*)>|\"([^\"]*)\"", rest)
    return (found[1] or found[2] or "").rpartition("/")[2] if found else ""
