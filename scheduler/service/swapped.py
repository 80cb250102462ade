"""Finds links whose address an edit changed while it left the verification of the old one beside it."""

from collections.abc import Iterator

from scheduler.errors import NoSuchThing, Problem
from scheduler.model.campaign import Action, Link
from scheduler.model.house import House
from scheduler.service.captions import Place


def nowhere(campaign: str, path: str) -> tuple[str, int, int]:  # noqa: ARG001 - what a Place is asked
    """Where nobody knows the lines."""
    return "config/campaigns", 0, 0


def swapped_links(before: House | None, after: House, place: Place) -> tuple[Problem, ...]:
    """`before`: the files in force, which were looked at link by link; None: there are none."""
    return tuple(_swapped(before, after, place)) if before else ()


def _swapped(before: House, after: House, place: Place) -> Iterator[Problem]:
    for campaign in after.campaigns:
        for action in campaign.actions:
            old, new = _link_before(before, campaign.id, action), action.link
            if old is None or new is None or new.verified is None:
                continue
            if old.url != new.url and old.verified == new.verified:
                path = f"actions[{action.id}].link.url"
                yield Problem(
                    *place(campaign.id, path),
                    path,
                    f"this address was {old.url} when {new.verified.by} looked at it, and has changed since",
                    "open it, look at it, and write the new day and your name behind `verified:`, or `never`",
                )


def _link_before(before: House, campaign: str, action: Action) -> Link | None:
    for name in (action.id, action.was):
        try:
            return before.action(campaign, name).link if name else None
        except NoSuchThing:
            continue
    return None
