"""The shelf of attention in a store in memory: nobody watches in a simulation of posting, so it stays empty."""

from collections.abc import Sequence
from datetime import datetime

from scheduler.model.count import Bin
from scheduler.model.surge import KeptSurge


class AttentionShelf:
    def counts(self, campaign: str, source: str, *, since: datetime, until: datetime) -> list[Bin]:
        return []

    def newest_counts(self, campaign: str) -> dict[str, datetime]:
        return {}

    def counted_campaigns(self) -> list[str]:
        return []

    def surges(self, campaign: str | None = None) -> list[KeptSurge]:
        return []

    def keep_counts(self, campaign: str, source: str, bins: Sequence[Bin]) -> None:
        raise NotImplementedError("nothing that is simulated watches")

    def keep_surge(self, kept: KeptSurge) -> None:
        raise NotImplementedError("nothing that is simulated watches")
