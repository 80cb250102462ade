"""What a source is handed besides what the files say of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.clock import Clock
from scheduler.model.account import Account
from scheduler.model.count import Bin
from scheduler.service.attention_ports import Ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """`folder` holds config/, `data` what must be remembered between starts. `hashtags` are those to count. `account`
    is the one whose login is used (None: nobody's); `token` gives the secret of it, or of the source itself, at each
    call, and raises ChannelLocked where there is none. `ours` says what to leave out, and `echo` what became of our own
    posts. `deadline` bounds one request, `whole` all requests of one count, in seconds."""

    folder: Path
    data: Path
    clock: Clock
    hashtags: tuple[str, ...]
    account: Account | None
    token: Callable[[], str]
    ours: Callable[[], Ours]
    echo: Callable[[datetime, datetime], list[Bin]]
    deadline: timedelta = timedelta(seconds=30)
    whole: float = 120.0
