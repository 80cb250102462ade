"""What a network shows of a post, and whether it would refuse a copy; a channel's defect is no evidence either way."""

import logging
from datetime import datetime

from scheduler.model.delivery import Delivery
from scheduler.model.receipt import Absent, CannotTell, Finding
from scheduler.service.ports import Channel
from scheduler.service.sending import prepared_of

log = logging.getLogger(__name__)


def look_up(row: Delivery, channel: Channel) -> Finding:
    try:
        return channel.find(prepared_of(row))
    except Exception as bug:
        log.exception("channel.defect", extra={"about": {"key": str(row.key)}})
        return CannotTell(reason=f"the channel failed: {type(bug).__name__}")


def may_repeat(row: Delivery, channel: Channel, now: datetime) -> bool:
    try:
        return channel.resend_safe(prepared_of(row), row.first_sent or now, now)
    except Exception:
        log.exception("channel.defect", extra={"about": {"key": str(row.key)}})
        return False


def shown(finding: Absent | CannotTell) -> str:
    return finding.evidence if isinstance(finding, Absent) else f"it cannot tell: {finding.reason}"


def why_open(finding: Absent | CannotTell) -> str:
    """Why it is a person's to settle."""
    if isinstance(finding, Absent):
        return f"not found at the network ({finding.evidence}), but that is no proof"
    return f"the network cannot tell: {finding.reason}"
