"""What is said after a surge: fixed when it begins, taken or left by the files or by a person."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scheduler.errors import NotAllowed
from scheduler.model.campaign import Campaign
from scheduler.model.house import House
from scheduler.model.surge import Followed, KeptSurge
from scheduler.model.sustain import Mode
from scheduler.service.accepting import Current
from scheduler.service.desk import Desk, Transaction
from scheduler.service.follow_ups import extras_for, why_none, with_follow_ups
from scheduler.service.planning import FIRST_START, Look, Planning
from scheduler.service.store_ports import Looking

SURGE = "attention.surge"
FOLLOW_UP = "attention.follow-up"
DECIDED_BY = {Mode.AUTO: Followed.TAKEN, Mode.SUGGEST: Followed.SUGGESTED}


class Sustaining:
    def __init__(self, desk: Desk, house: Callable[[], House], planning: Planning) -> None:
        self._desk = desk
        self._house = house
        self._planning = planning

    def on_surge(self, t: Transaction, kept: KeptSurge) -> None:
        """Fix what is said after a surge that begins, and keep it, in the transaction that found it. One that was kept
        before keeps its extra posts, whatever the counts or the files say now."""
        before = t.writing.surges(kept.campaign)
        known = next((old for old in before if old.id == kept.id and old.extras), None)
        if known is not None:
            t.writing.keep_surge(replace(known, surge=replace(kept.surge, onset=known.surge.onset)))
            return
        house = self._house()
        campaign = house.campaign(kept.campaign)
        mode = campaign.sustain.mode
        following = with_follow_ups(house, t.writing.surges())
        first = t.writing.mark(FIRST_START)
        began = datetime.fromisoformat(first) if first else None
        extras = extras_for(following, kept, began)  # also on OFF: who thinks better of it may take them still
        followed = DECIDED_BY.get(mode, Followed.NONE) if extras else Followed.NONE
        fixed = replace(kept, extras=extras, followed=followed, who=t.who if followed is Followed.TAKEN else "")
        t.writing.keep_surge(fixed)
        surge = kept.surge
        said = f"{kept.campaign}, by {kept.source}: {surge.peak:,} in 24 hours, where {surge.usual:,.0f} are usual"
        t.note(SURGE, f"{said}; {_becomes(fixed, campaign)}", evidence=_about(fixed))
        if followed is Followed.TAKEN:
            t.note(FOLLOW_UP, f"taken, because sustain.mode is auto: {said_of(fixed)}", evidence=_about(fixed))
        if followed is Followed.SUGGESTED:
            how = f"`awareness attention follow-up {kept.campaign}` shows them, and takes or declines them"
            t.alert(
                "follow-up",
                kept.campaign,
                f"{kept.campaign}: suggested are up to {said_of(fixed)}; {how}",
                stands=False,
            )

    def open_ones(self, campaign: str | None = None) -> list[KeptSurge]:
        """The surges whose extra posts are not over, in order of their onsets; `campaign` None: of all."""
        now = self._desk.clock.now()
        with self._desk.store.look() as looking:
            return [kept for kept in looking.surges(campaign) if kept.extras and now < ends(kept)]

    def as_taken(self, current: Current, kept: KeptSurge) -> Look:
        """The plan until its last day as it would be, or is, with these extra posts; changes nothing. Only their
        slots."""
        days = ends(kept) - self._desk.clock.now()
        look = self._planning.look(current, days=days, taking=kept)
        ours = [p for p in look.plan.slots if (p.slot.key.campaign, p.slot.key.schedule) == (kept.campaign, kept.id)]
        return replace(look, plan=replace(look.plan, slots=tuple(ours)))

    def decide(self, current: Current, kept: KeptSurge, followed: Followed, *, who: str) -> KeptSurge:
        """A person takes the extra posts, or declines them; what was planned of them is then withdrawn. Raises
        NotAllowed where the campaign follows no surges, or the surge is over."""
        if current.house.campaign(kept.campaign).sustain.mode is Mode.OFF:
            raise NotAllowed(f"campaign {kept.campaign} follows no surges: its sustain.mode is off")
        with self._desk.transaction(who) as t:
            stored = next((s for s in t.writing.surges(kept.campaign) if s.id == kept.id and s.extras), None)
            if stored is None or t.now >= ends(stored):
                raise NotAllowed(f"the follow-up of {kept.campaign} is over")
            decided = replace(stored, followed=followed, who=who)
            if stored.followed is not followed:
                t.writing.keep_surge(decided)
                t.note(FOLLOW_UP, f"{followed} by {who}: {said_of(decided)}", evidence=_about(decided))
        self._planning.apply(current, who)
        return decided


def undecided(looking: Looking, house: House, now: datetime) -> Iterator[str]:
    """What is suggested and waits for an answer, campaign by campaign."""
    for campaign in house.campaigns:
        for kept in looking.surges(campaign.id):
            open_one = kept.followed is Followed.SUGGESTED and kept.extras and now < ends(kept)
            if open_one and campaign.sustain.mode is not Mode.OFF:
                yield (
                    f"{campaign.id}: nobody has said yet whether up to {said_of(kept)} shall go out; "
                    f"`awareness attention follow-up {campaign.id}` shows them, and takes or declines them"
                )


def ends(kept: KeptSurge) -> datetime:
    """When its last extra post is past wherever it is said; walls are at most a day from UTC."""
    return max(extra.wall for extra in kept.extras).replace(tzinfo=UTC) + timedelta(days=1)


def said_of(kept: KeptSurge) -> str:
    """`8 more posts on demo and 7 on main, 26 November to 3 December, after the surge of 23 November`."""
    accounts = Counter(extra.account for extra in kept.extras)
    each = [f"{number}{'' if place else ' more posts' if number > 1 else ' more post'} on {account}"
            for place, (account, number) in enumerate(accounts.items())]  # fmt: skip
    first, last = min(extra.wall for extra in kept.extras), max(extra.wall for extra in kept.extras)
    days = f"{first.day} {first:%B} to {last.day} {last:%B}"
    return f"{_listed(each)}, {days}, after the surge of {kept.surge.onset.day} {kept.surge.onset:%B}"


def _listed(each: Sequence[str]) -> str:
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} and {each[-1]}"


def _becomes(kept: KeptSurge, campaign: Campaign) -> str:
    if campaign.sustain.mode is Mode.OFF:
        return "nothing is done about it, because sustain.mode is off"
    if not kept.extras:
        return f"nothing more is said, because {why_none(campaign)}"
    return f"{said_of(kept)}" if kept.followed is Followed.TAKEN else f"suggested: {said_of(kept)}"


def _about(kept: KeptSurge) -> dict[str, str]:
    return {"campaign": kept.campaign, "surge": kept.id, "source": kept.source}
