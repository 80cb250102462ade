"""What the use cases ask of the store, and of sources, about attention; a part of the ports."""

from collections.abc import Sequence
from dataclasses import dataclass
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

    def counted_campaigns(self) -> list[str]:
        """The campaigns of which anything is known, also those that the files name no longer."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What must not be taken for the topic's: handles in small letters without @, ids and addresses of our posts."""

    handles: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()


class Source(Protocol):
    """Where counts come from, for one campaign; asked from one thread at a time. `price` is what one call of `count`
    costs, in millionths of a US dollar."""

    id: str
    price: int

    def count(self, since: datetime, until: datetime) -> Sequence[Bin]:
        """Whole bins from `since` (included) to `until` (excluded), both where bins begin, as far as the source knows
        them; a gap is left out. Raises ChannelTrouble, and nothing else, in bounded time."""
        ...
