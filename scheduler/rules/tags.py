"""Officials are tagged only where a network lets automated posts do that, or a person has taken the risk."""

from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.model.account import Account
from scheduler.model.ledger import Ledger
from scheduler.model.post import Post, Verdict
from scheduler.model.text_rule import TextRule
from scheduler.model.wording import day_words
from scheduler.rules.verdicts import FINE, refusal

RISK = "tag-officials"


def may_tag(post: Post, at: datetime, account: Account, zone: str, ledger: Ledger, rule: TextRule) -> Verdict:
    """An accepted risk allows one tagged target a post, and one such post on a local day."""
    if rule.may_tag or not post.tagged:
        return FINE
    tagged = ", ".join(post.tagged)
    if not account.accepts(RISK):
        reason = f"it tags {tagged}, which {rule.network} forbids automated posts; accept_risk may allow {RISK}"
        return refusal(RISK, "text", reason)
    if len(post.tagged) > 1:
        return refusal(RISK, "text", f"it tags {tagged}; the accepted risk is one a post")
    local = ZoneInfo(zone)
    day = at.astimezone(local).date()
    if any(line.tagged for line in ledger.on(account.id, day, local)):
        reason = f"a post on {day_words(day)} tags an official already; the accepted risk is one a day"
        return refusal(RISK, "text", reason)
    return FINE
