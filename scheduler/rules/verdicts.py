"""What every rule answers: nothing against it, or a refusal with its reason."""

from collections.abc import Iterable
from datetime import datetime

from scheduler.model.post import Verdict

FINE = Verdict(allowed=True, rule="all", reason="no rule speaks against it")


def refusal(rule: str, about: str, reason: str, *, not_before: datetime | None = None) -> Verdict:
    return Verdict(allowed=False, rule=rule, reason=reason, about=about, not_before=not_before)


def first_refusal(verdicts: Iterable[Verdict]) -> Verdict:
    """The first no; the rest are not asked."""
    return next((verdict for verdict in verdicts if not verdict.allowed), FINE)
