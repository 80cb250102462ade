"""Which sources have told nothing new for too long, and what that means for the plan."""

from collections.abc import Iterator
from datetime import datetime

from scheduler.model.campaign import Campaign
from scheduler.model.house import House
from scheduler.model.watch import DAY, Watched
from scheduler.service.store_ports import Looking
from scheduler.service.watch_marks import asked_of, name_of


def is_silent(watched: Watched, newest: datetime | None, first: datetime | None, now: datetime) -> bool:
    """For a day nothing new, or three where it counts by days, as those are told late. Of our own posts there is
    nothing new while nothing is said."""
    since = newest + watched.width if newest else first
    patience = 3 * DAY if watched.daily else DAY
    return not watched.speaks_of_us and since is not None and now - since >= patience


def silence_of(watched: Watched, newest: datetime | None) -> str:
    """`nothing was heard from the source talk since 2026-11-23 10:00 UTC`"""
    since = f"since {newest + watched.width:%Y-%m-%d %H:%M} UTC" if newest else "ever"
    return f"nothing was heard from the source {watched.id} {since}"


def silences(looking: Looking, house: House, now: datetime) -> Iterator[str]:
    """A line for each source of the files that is silent, asked or not."""
    for campaign in house.campaigns:
        silent = list(_lines(looking, campaign, now))
        speaking = sum(not watched.speaks_of_us for watched in campaign.watch.sources) - len(silent)
        plan = "its other sources are heard" if speaking else "the plan is the fixed one"
        yield from (f"{campaign.id}: {line}; posts go out as planned, and {plan}" for line in silent)


def _lines(looking: Looking, campaign: Campaign, now: datetime) -> Iterator[str]:
    known = looking.newest_counts(campaign.id) if campaign.watch.sources else {}
    for watched in campaign.watch.sources:
        asked = asked_of(looking, name_of(campaign.id, watched.id))
        newest = known.get(watched.id)
        if is_silent(watched, newest, asked.first if asked else None, now):
            why = f": {asked.why}" if asked and asked.why else ""
            yield f"{silence_of(watched, newest)}{why}"
