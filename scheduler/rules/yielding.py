"""That what is said after a surge takes no steady post's place under the caps and the gap of their account."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.account import Account, Limits
from scheduler.model.post import Verdict
from scheduler.model.slot import Slot
from scheduler.model.wording import day_words, duration_words, instant_words
from scheduler.rules.verdicts import first_refusal, refusal

DAY = timedelta(days=1)
YIELDED = "and what follows a surge takes no steady post's place"

Times = Callable[[date], Sequence[datetime]]
"""An account's slots on a local day, in order."""


def yields(account: Account, slot: Slot, at: datetime, steady: Times, extra: Times) -> Verdict:
    """May this slot of a follow-up speak then? `steady` are the account's slots by its schedules, of which as many as
    the caps let out have their place whatever became of them; `extra` those of follow-ups, of which those no later
    have theirs. So the answer hangs on no order in which a plan is made."""
    return first_refusal(_asked(account, slot, at, steady, extra))


def full(limits: Limits, day: date, said: Callable[[date], int]) -> str:
    """Why a local day, or its week, takes no more; '' where it does. `said`: the slots of a local day, of which no more
    count than its cap lets out."""
    monday = day - day.weekday() * DAY
    if said(day) >= limits.per_day:
        return f"the cap of {limits.per_day} a day is used on {day_words(day)} by its schedules"
    if sum(min(said(monday + n * DAY), limits.per_day) for n in range(7)) >= limits.per_week:
        return f"the cap of {limits.per_week} a week is used in the week of {day_words(day)} by its schedules"
    return ""


def _asked(account: Account, slot: Slot, at: datetime, steady: Times, extra: Times) -> Iterator[Verdict]:
    limits, day = account.limits, at.astimezone(ZoneInfo(slot.zone)).date()

    def said(on: date) -> int:
        others = sum(other <= slot.at for other in extra(on))
        return len(steady(on)) + (max(0, others - 1) if on == slot.day else others)

    reason = full(limits, day, said)
    if reason:
        yield refusal("follow-up", "slot", f"{reason}, {YIELDED}")
    near = [other for n in (-1, 0, 1) for other in steady(day + n * DAY) if abs(other - at) < limits.gap]
    if near:
        speaks = f"a schedule speaks at {instant_words(near[-1], slot.zone)}"
        speaks += f", the account's gap is {duration_words(limits.gap)}"
        yield refusal("follow-up", "slot", f"{speaks}, {YIELDED}", not_before=near[-1] + limits.gap)
