"""What the use cases ask of the store, and of sources, about attention; a part of the ports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from scheduler.model.count import Bin
from scheduler.model.surge import KeptSurge


class Attending(Protocol):
    def counts(self, campaign: str, source: str, *, since: datetime, until: datetime) -> list[Bin]:
        """By the hour, from `since` (included) to `until` (excluded), in order, without the hours of which nothing
        is known."""
        ...

    def newest_counts(self, campaign: str) -> dict[str, datetime]:
        """The sources of which anything is known, each with its newest hour."""
        ...

    def surges(self, campaign: str | None = None) -> list[KeptSurge]:
        """In order of their onsets; `campaign` None: of all."""
        ...


class KeepingAttention(Protocol):
    def keep_counts(self, campaign: str, source: str, bins: Sequence[Bin]) -> None:
        """In the place of what was known of these hours; a gap forgets it."""
        ...

    def keep_surge(self, kept: KeptSurge) -> None:
        """In the place of the surge of this campaign with this onset."""
        ...


class Source(Protocol):
    """Where counts come from, for one campaign; asked from one thread at a time."""

    id: str

    def count(self, since: datetime, until: datetime) -> Sequence[Bin]:
        """Whole hours from `since` (included) to `until` (excluded), both at full hours, as far as the source knows
        them; a gap stays one. Raises ChannelTrouble, and nothing else, in bounded time."""
        ...
