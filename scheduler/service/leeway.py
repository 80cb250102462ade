"""Whether so much can be said that a slot, or one before it, may be put off by its coin and neither falls silent."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.model.campaign import Action
from scheduler.model.house import House
from scheduler.model.schedule import Schedule
from scheduler.model.slot import Slot
from scheduler.model.sustain import COIN
from scheduler.planner.repertoire import CanCarry, repertoire
from scheduler.rules.shares import PART, WEEK
from scheduler.service.timetable import DAY, Timetable

Key = tuple[str, str, str]
"""Campaign, schedule, account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayable:
    """What one schedule can say on one account, and the slots of all schedules there that draw from the same."""

    actions: tuple[Action, ...]
    templates: frozenset[str]
    slots: Timetable


@dataclass(frozen=True, slots=True)
class Leeway:
    """Good for one house. `timetable` is of all of it."""

    house: House
    timetable: Timetable
    can_carry: CanCarry
    known: dict[Key, Sayable] = field(default_factory=dict)

    def has(self, slot: Slot) -> bool:
        """More actions, and more templates, are open to it than there are slots before it that may come as near as a
        window that forbids to repeat them, the coin having put off those and not this one. Texts are not counted:
        there are many more of them."""
        key = slot.key.campaign, slot.key.schedule, slot.key.account
        campaign, sayable = self.house.campaign(slot.key.campaign), self._sayable(*key)
        actions = [
            action for action in sayable.actions if _is_open(action, slot.at) and _is_open(action, slot.at + COIN)
        ]
        enough = [
            (campaign.no_repeat.action, len(actions)),
            (campaign.no_repeat.template, len(sayable.templates)),
        ]
        if campaign.sustain.learn:
            each = max(1, self.timetable.around(slot.key.account, slot.at) // PART)
            enough.append((WEEK, each * len(sayable.templates)))
        return all(self._before(sayable, slot, window + COIN) < things for window, things in enough if window)

    def _before(self, sayable: Sayable, slot: Slot, span: timedelta) -> int:
        days = (slot.day - n * DAY for n in range(span // DAY + 2))
        return sum(
            slot.at - span < at < slot.at for day in days for at in sayable.slots.on(slot.key.account, day, slot.zone)
        )

    def _sayable(self, campaign: str, schedule: str, account: str) -> Sayable:
        if (campaign, schedule, account) not in self.known:
            speaking = [s for s in self.house.schedules if s.campaign == campaign and account in s.accounts]
            said = {s.identity: self.said(s, account) for s in speaking}
            actions, templates = said[schedule]
            names = {action.id for action in actions}
            like = [
                s
                for s in speaking
                if said[s.identity][1] & templates or any(action.id in names for action in said[s.identity][0])
            ]
            slots = self.timetable.of(like)
            self.known[campaign, schedule, account] = Sayable(actions=actions, templates=templates, slots=slots)
        return self.known[campaign, schedule, account]

    def said(self, schedule: Schedule, account: str) -> tuple[tuple[Action, ...], frozenset[str]]:
        able = repertoire(
            self.house,
            self.house.campaign(schedule.campaign),
            self.house.account(account).language,
            kinds=schedule.kinds,
            templates=schedule.templates,
            needs_fact=lambda _: False,
            can_carry=self.can_carry,
        )
        pairs = [
            (action, name)
            for action in able.actions
            for name, template in able.templates.get(action.kind, {}).items()
            if able.carries(template, action)
        ]
        carried = {action.id for action, _ in pairs}
        return tuple(a for a in able.actions if a.id in carried), frozenset(name for _, name in pairs)


def _is_open(action: Action, at: datetime) -> bool:
    return (action.opens is None or action.opens <= at) and (action.until is None or at < action.until)
