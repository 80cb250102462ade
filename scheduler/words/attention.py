"""How attention stands, in sentences."""

from datetime import timedelta

from scheduler.attention.meter import Measure, State
from scheduler.model.wording import duration_words

DAY = timedelta(days=1)


def measured(found: Measure, width: timedelta) -> str:
    """`1,293 mentions where about 169 are usual at this hour: rising.`"""
    if found.count is None:
        return "Nothing is known of this time."
    mentions = f"{found.count:,} mention{'' if found.count == 1 else 's'}"
    if found.expected is None:
        return f"{mentions}; too little is known yet to say what is usual."
    usual = f"where about {found.expected:,.0f} {'is' if round(found.expected) == 1 else 'are'} usual {_then(width)}"
    return f"{mentions} {usual}: {_state(found)}."


def _then(width: timedelta) -> str:
    return "on a day" if width >= DAY else "at this hour"


def _state(found: Measure) -> str:
    if found.state is not State.FADING or found.share is None or found.since_peak is None:
        return str(found.state)
    return f"fading, at {found.share:.0%} of its peak {duration_words(found.since_peak)} ago"
