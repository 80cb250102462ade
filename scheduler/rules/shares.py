"""How much of an account's week one template may have, where a campaign learns from its readings."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime, timedelta

from scheduler.model.account import Account
from scheduler.model.campaign import Campaign
from scheduler.model.ledger import Ledger
from scheduler.model.post import Verdict
from scheduler.model.template import Template
from scheduler.rules.verdicts import FINE, refusal

WEEK = timedelta(days=7)
PART = 4
"""One in so many of a week's slots."""


def keeps_share(
    template: Template,
    at: datetime,
    account: Account,
    campaign: Campaign,
    ledger: Ledger,
    slots: Callable[[datetime], int],
) -> Verdict:
    """In none of the seven days that hold this instant more than a quarter, and always one. `slots` tells how many the
    account has in the seven days around an instant, by its schedules and not by what became of them: so that what was
    allowed stays allowed, in whichever order a plan is made."""
    uses = sorted([*ledger.uses(account.id, "template", f"{campaign.id}/{template.id}", at - WEEK, at + WEEK), at])
    for first, start in enumerate(uses):
        within = uses[first : bisect_left(uses, start + WEEK)]
        if start <= at < start + WEEK:
            fewest = min(slots(use) for use in within)
            if len(within) > max(1, fewest // PART):
                had = len(within) - 1
                reason = f"template {template.id} has {had} of the {fewest} slots of these seven days already"
                return refusal("share", "template", f"{reason}, and none has more than a quarter of them")
    return FINE
