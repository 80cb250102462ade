"""What a channel is handed, with good defaults, for the tests of channels."""

from datetime import timedelta
from pathlib import Path

from scheduler.channels.kit import Kit
from scheduler.clock import Clock
from scheduler.model.account import Profile
from scheduler.model.text_rule import TextRule
from tests.outgoing import a_clock


def a_kit(
    folder: Path,
    limits: TextRule,
    *,
    token: str = "",
    profile: Profile | None = None,
    clock: Clock | None = None,
    deadline: float = 5,
    ca: str | None = None,
) -> Kit:
    """`deadline` in seconds of real time."""
    return Kit(
        folder=folder,
        limits=limits,
        clock=clock or a_clock(),
        token=lambda: token,
        profile=lambda: profile,
        deadline=timedelta(seconds=deadline),
        ca=ca,
    )
