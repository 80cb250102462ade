"""A surge, as the store keeps it."""

from dataclasses import replace
from typing import Any

from scheduler.model.surge import KeptSurge, Surge
from tests.make import CAMPAIGN, utc


def a_surge(**changes: Any) -> Surge:
    onset = utc("2026-11-23 10:00")
    return replace(Surge(onset=onset, usual=1324.0, peak=4356, peak_at=onset), **changes)


def a_kept_surge(**changes: Any) -> KeptSurge:
    return replace(KeptSurge(campaign=CAMPAIGN, source="mastodon", surge=a_surge()), **changes)
