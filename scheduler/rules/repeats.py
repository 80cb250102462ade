"""How long one account does not say the same thing again: the template, the action, the text."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign
from scheduler.model.ledger import Ledger
from scheduler.model.post import Post, Verdict
from scheduler.model.template import Template
from scheduler.model.wording import duration_words
from scheduler.rules.verdicts import FINE, refusal


def is_fresh_template(
    template: Template, at: datetime, account: Account, campaign: Campaign, ledger: Ledger
) -> Verdict:
    window = campaign.no_repeat.template
    used = ledger.nearest(account.id, "template", f"{campaign.id}/{template.id}", at)
    if used is None or abs(used - at) >= window:
        return FINE
    return refusal("template-repeat", "template", f"template {template.id} {_too_near(used, at, window)}")


def is_fresh_action(action: Action, at: datetime, account: Account, campaign: Campaign, ledger: Ledger) -> Verdict:
    """What was said under the id that it had before a rename counts as well."""
    window = campaign.no_repeat.action
    for name in (action.id, action.was):
        used = ledger.nearest(account.id, "action", f"{campaign.id}/{name}", at)
        if used is not None and abs(used - at) < window:
            return refusal("action-repeat", "action", f"action {action.id} {_too_near(used, at, window)}")
    return FINE


def is_fresh_text(
    template: Template, post: Post, at: datetime, account: Account, campaign: Campaign, ledger: Ledger
) -> Verdict:
    window = campaign.no_repeat.text
    used = ledger.nearest(account.id, "text", post.digest, at)
    if used is None or abs(used - at) >= window:
        return FINE
    return refusal("text-repeat", "text", f"the very same text of template {template.id} {_too_near(used, at, window)}")


def is_said_by_nobody_else(
    post: Post, at: datetime, others: Iterable[str], campaign: Campaign, ledger: Ledger
) -> Verdict:
    """`others`: the accounts beside which this one may not say the same."""
    window = campaign.no_repeat.text
    for other in others:
        used = ledger.nearest(other, "text", post.digest, at)
        if used is not None and abs(used - at) < window:
            return refusal(
                "said-elsewhere", "text", f"the very same text on account {other} {_too_near(used, at, window)}"
            )
    return FINE


def _too_near(used: datetime, at: datetime, window: timedelta) -> str:
    side = f"was said {duration_words(at - used)} before" if used <= at else f"comes {duration_words(used - at)} later"
    return f"{side}, and is not repeated within {duration_words(window)}"
