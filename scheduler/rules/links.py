"""No link goes out to the world before a person has looked at it."""

from collections.abc import Sequence

from scheduler.model.campaign import Action
from scheduler.model.post import Verdict
from scheduler.model.text_rule import TextRule
from scheduler.rules.verdicts import FINE, refusal


def has_verified_link(action: Action, rule: TextRule) -> Verdict:
    """An action without a link has nothing to verify; a network that is not public may carry any."""
    if not rule.public or action.link is None or action.link.verified is not None:
        return FINE
    reason = (
        f"nobody has looked at the link of action {action.id}, and {rule.network} is public; "
        f"open {action.link.url}, and write `verified: <day> by <name>` beside it"
    )
    return refusal("unverified-link", "action", reason)


def says_no_other_link(foreign: Sequence[str], action: Action, rule: TextRule) -> Verdict:
    """`foreign`: what the text would carry as a link beside the action's own."""
    if not rule.public or not foreign:
        return FINE
    reason = (
        f"the post says {foreign[0]}, which is no verified link of action {action.id}, and {rule.network} is public; "
        f"give it to an action, verify it there, and write {{{{ action.link }}}}"
    )
    return refusal("unverified-link", "text", reason)
