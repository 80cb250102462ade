"""What a channel is handed besides its account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from scheduler.clock import Clock
from scheduler.model.account import Profile
from scheduler.model.text_rule import TextRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """`folder` is the house's data folder, where a channel may keep what it must remember between starts. `limits`
    is the text rule of the account's manners. `token` gives the secret itself at each call, and raises ChannelLocked
    where there is none. `profile` is what its network said when it was last asked (None: it never was). `deadline`
    bounds one request. `ca`: a file of certificates to trust in the place of the usual ones."""

    folder: Path
    limits: TextRule
    clock: Clock
    token: Callable[[], str]
    profile: Callable[[], Profile | None]
    deadline: timedelta
    ca: str | None = None
