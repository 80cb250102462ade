"""That what is said after a surge takes no steady post's place under the caps and the gap of their account."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.model.account import Account
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
    the caps let out have their place whatever became of them; `extra` those of follow-ups, of which the earlier ones
    have theirs. So the answer hangs on no order in which a plan is made."""
    return first_refusal(_asked(account, slot, at, steady, extra))


def _asked(account: Account, slot: Slot, at: datetime, steady: Times, extra: Times) -> Iterator[Verdict]:
    limits, day = account.limits, at.astimezone(ZoneInfo(slot.zone)).date()

    def taken(on: date) -> int:
        return min(len(steady(on)) + sum(other < slot.at for other in extra(on)), limits.per_day)

    if taken(day) >= limits.per_day:
        reason = f"the cap of {limits.per_day} a day is used on {day_words(day)} by its schedules"
        yield refusal("follow-up", "slot", f"{reason}, {YIELDED}")
    monday = day - day.weekday() * DAY
    if sum(taken(monday + n * DAY) for n in range(7)) >= limits.per_week:
        reason = f"the cap of {limits.per_week} a week is used in the week of {day_words(day)} by its schedules"
        yield refusal("follow-up", "slot", f"{reason}, {YIELDED}")
    near = [other for n in (-1, 0, 1) for other in steady(day + n * DAY) if abs(other - at) < limits.gap]
    if near:
        speaks = f"a schedule speaks at {instant_words(near[-1], slot.zone)}"
        speaks += f", the account's gap is {duration_words(limits.gap)}"
        yield refusal("follow-up", "slot", f"{speaks}, {YIELDED}", not_before=near[-1] + limits.gap)
