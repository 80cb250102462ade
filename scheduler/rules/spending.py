"""What an account may spend in a month: what was booked, and what stands in the plan, count alike."""

from datetime import datetime

from scheduler.model.account import Account
from scheduler.model.ledger import Ledger
from scheduler.model.money import dollar_words, month_bounds, share_words
from scheduler.model.post import Post, Verdict
from scheduler.rules.verdicts import FINE, refusal


def keeps_budget(post: Post, at: datetime, account: Account, ledger: Ledger) -> Verdict:
    """What costs nothing needs no budget. `not_before` is the beginning of the next month."""
    if post.cost == 0:
        return FINE
    if account.budget is None:
        return refusal("budget", "text", f"it costs {dollar_words(post.cost)}, and the account has no budget")
    committed = ledger.committed(account.id, at)
    left = account.budget.posting - committed
    if post.cost <= left:
        return FINE
    reason = f"it costs {dollar_words(post.cost)}, and {_left_words(left, account.budget.posting)} for {at:%B %Y}"
    return refusal("budget", "text", reason, not_before=month_bounds(at)[1])


def _left_words(left: int, budget: int) -> str:
    return f"{share_words(left, budget)} are left" if left > 0 else f"nothing is left of {dollar_words(budget)}"
