"""What can be seen beforehand of a campaign's `sustain:`: that it will leave slots empty, or come to nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import ceil

from scheduler.errors import Problem
from scheduler.model.campaign import Campaign
from scheduler.model.house import House
from scheduler.model.schedule import Demonstration, Schedule
from scheduler.model.surge import KeptSurge, Surge
from scheduler.model.sustain import Mode
from scheduler.planner.occurrences import slots_of
from scheduler.planner.repertoire import CanCarry
from scheduler.rules.shares import PART
from scheduler.service.captions import Place
from scheduler.service.follow_ups import extras_for, why_none
from scheduler.service.leeway import Leeway
from scheduler.service.timetable import DAY, Timetable
from scheduler.service.tossing import coins

AHEAD = 14 * DAY
"""How far it is looked ahead: every week of a rhythm comes by."""


def foreseen(house: House, campaign: Campaign, place: Place, can_carry: CanCarry, now: datetime) -> Iterator[Problem]:
    """Warnings. A campaign that is paused, or that speaks nowhere, is not asked."""
    sustain = campaign.sustain
    schedules = [
        s for s in house.schedules if s.campaign == campaign.id and not isinstance(s.at, Demonstration) and s.accounts
    ]
    if campaign.paused or not schedules:
        return
    if sustain.learn:
        yield from _too_few_templates(house, campaign, schedules, place, can_carry, now)
    if sustain.coin and not _is_tossed(house, schedules, can_carry, now):
        path = "sustain.coin"
        what = "in two weeks no slot has room for its coin, so it will never be told whether posts make people speak"
        fix = "leave four hours free after a slot, on the same day and outside quiet hours, or leave this out"
        yield Problem(*place(campaign.id, path), path, what, fix, "warning")
    kept = KeptSurge(campaign=campaign.id, source="", surge=Surge(onset=now, usual=0, peak=0, peak_at=now))
    if sustain.mode is not Mode.OFF and not extras_for(house, kept, None):
        path = "sustain.follow_up"
        what = f"after a surge that began now nothing more would be said: {why_none(campaign)}"
        fix = "write more posts a day (`per_day`), more `days` than `hold`, or `mode: off`"
        yield Problem(*place(campaign.id, path), path, what, fix, "warning")


def _too_few_templates(
    house: House, campaign: Campaign, schedules: list[Schedule], place: Place, can_carry: CanCarry, now: datetime
) -> Iterator[Problem]:
    """One warning for each account: where the slots of seven days are more than a quarter for each template fills."""
    everything = Timetable(house)
    leeway = Leeway(house, everything, can_carry)
    for account in dict.fromkeys(name for s in schedules for name in s.accounts):
        own = [s for s in schedules if account in s.accounts]
        said = {s.identity: leeway.said(s, account)[1] for s in own}
        groups = [(own, frozenset().union(*said.values())), *(([s], said[s.identity]) for s in own)]
        for group, templates in groups:
            slots = everything.of(group)
            weeks = [(slots.around(account, at), everything.around(account, at)) for at in _days(now)]
            needs = [(ceil(number / max(1, of // PART)), number, max(1, of // PART)) for number, of in weeks]
            need, number, each = max(needs)
            if need > len(templates):
                path = "sustain.learn"
                yield Problem(
                    *place(campaign.id, path),
                    path,
                    f"{account} has {number} slots in a week for {_templates(len(templates))}, and where a campaign "
                    f"learns none is said more than {_times(each)} a week: some slots will stay empty",
                    f"write {need - len(templates)} more, or leave this out",
                    "warning",
                )
                break


def _templates(number: int) -> str:
    return "1 template" if number == 1 else f"{number} templates"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _days(now: datetime) -> list[datetime]:
    return [now + timedelta(days=n) for n in range(AHEAD // DAY)]


def _is_tossed(house: House, schedules: list[Schedule], can_carry: CanCarry, now: datetime) -> bool:
    defer = coins(house, (), can_carry)
    return any(
        defer(slot)[1]
        for schedule in schedules
        for account in schedule.accounts
        for slot in slots_of(schedule, account, now, now + AHEAD, None)
    )
