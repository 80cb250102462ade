"""The five numbers of a campaign's report, in sentences, and the events that it tells of."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from statistics import median

from scheduler.attention.meter import State
from scheduler.attention.retelling import SPANS, reference
from scheduler.attention.surges import APART
from scheduler.model.surge import Followed
from scheduler.model.sustain import Goal, Mode
from scheduler.model.wording import duration_words
from scheduler.service.report import Matter, Report, Surged
from scheduler.words.attention import taker
from scheduler.words.counts import count
from scheduler.words.times import clock_in_zone, in_zone, long_day

STALE = timedelta(hours=3)
"""A newest count that is older than this is said to be old."""

SHARES = dict(zip(SPANS, ("50%", "25%", "10%"), strict=True))
STATES = {
    State.LEARNING: "too little is known yet to say what is usual",
    State.QUIET: "quiet",
    State.RISING: "rising",
    State.PEAK: "at its peak",
    State.FADING: "fading",
}
MODES = {
    Mode.OFF: "nothing is added after a surge",
    Mode.SUGGEST: "what could be added after a surge is suggested, and a person decides",
    Mode.AUTO: "posts are added after a surge, as the limits allow",
}
GOALS = {Goal.SUSTAIN: "that attention lasts", Goal.REACH: "that many hear of it at the peak"}
FOLLOWED = {
    Followed.SUGGESTED: "suggested; nobody has decided yet",
    Followed.TAKEN: "taken",
    Followed.DECLINED: "declined",
    Followed.NONE: "none were added",
}


def span(report: Report, zone: str) -> str:
    """`Mon 26 Oct 2026 10:30 CET to Mon 23 Nov 2026 10:30 CET`."""
    begin, end = (one.replace(second=0, microsecond=0) for one in (report.since, report.at))
    return " to ".join(f"{long_day(one, zone)} {clock_in_zone(one, zone)}" for one in (begin, end))


def named(report: Report) -> str:
    """The campaign's name: in English, or as its own language has it."""
    campaign = report.campaign
    return campaign.name.get("en") or campaign.name.get(campaign.language) or campaign.id


def aims(report: Report) -> str:
    """What attention may change in the plan, and what for."""
    sustain = report.campaign.sustain
    return (
        f"With mode {sustain.mode} {MODES[sustain.mode]}. The goal ({sustain.goal}) is {GOALS[sustain.goal]}; the "
        f"floor, below which attention counts as lost, is {sustain.floor:g} times the usual."
    )


def phase(report: Report, zone: str) -> str:
    """The first number: the phase of the loudest source, how many times the usual, and what share of the peak."""
    found = report.loudest
    if found is None:
        return "Nothing was ever counted: no source is watched for this campaign, or none has answered yet."
    day = report.watched[0].standing if report.watched[0].by_day else None
    number, usual, when = found.count or 0, found.times_usual, f"in the hour from {in_zone(found.at, zone)}"
    if day is not None and day.total is not None:
        number, usual, when = day.total, day.times_usual, f"on {long_day(found.at, 'UTC')}, a day of UTC"
    said = [f"{number:,} mention{'' if number == 1 else 's'} {when}"]
    if usual is not None:
        said.append(f"{usual:,.1f} times the usual of that time")
    if found.share is not None and found.since_peak:
        said.append(f"{found.share:.0%} of the peak {duration_words(found.since_peak)} before")
    old = report.at - found.at
    late = f" This is {duration_words(old)} old: nothing newer is known." if old > STALE else ""
    unheard = "" if report.watched[0].heard else " That source is silent, or no longer watched."
    return f"Attention is {STATES[found.state]}: {', '.join(said)} ({report.watched[0].source}).{late}{unheard}"


def above_the_floor(report: Report, zone: str) -> str:
    """The second number: hours above the floor after the latest surge, beside earlier ones."""
    latest = report.latest
    if latest is None:
        return "No surge is known yet: none began since counting did."
    onset = long_day(latest.course.surge.onset, zone)
    floor = f"{report.campaign.sustain.floor:g} times the usual or more"
    first = f"After the surge of {onset}, {hours_above(latest, report)} lay at {floor}"
    if not latest.course.known:
        first = f"Of the ten days after the surge of {onset} no hour was counted"
    told = [earlier.course.above for earlier in report.earlier if earlier.course.known]
    if not told:
        return f"{first}. No earlier surge is there to compare."
    span = f"{min(told)} to {max(told)}, in the middle {median(told):g}" if len(told) > 1 else f"{told[0]}"
    return f"{first}; after {count(len(told), 'earlier surge')} it was {span}."


def hours_above(surged: Surged, report: Report) -> str:
    """`87 of 240 hours`, with what is not known, or not over, of the ten days."""
    course = surged.course
    under_way = report.at < course.surge.onset + APART
    whole = f"{course.known} counted hours{' so far' if under_way else ''}"
    return f"{course.above} of {'240 hours' if course.known == 240 else whole}"


def spans(report: Report) -> Iterator[tuple[str, str, str]]:
    """The third number, a line a share: the share, the latest surge's time to it, and that of earlier ones."""
    latest = report.latest
    if latest is None:
        return
    earlier = [one.course.surge for one in report.earlier]
    since = report.at - latest.course.surge.peak_at
    for span, share in SHARES.items():
        took = getattr(latest.course.surge, span)
        now = f"{duration_words(took)} after the peak" if took is not None else f"not yet, {duration_words(since)} on"
        known = reference(earlier, span)
        if not known.known:
            past = "no earlier surge is known"
        elif known.middle is None:
            past = f"{known.reached} of {count(known.known, 'surge')} came so far"
        elif known.known == 1:
            past = f"{duration_words(known.middle)} after the peak of the one before"
        else:
            past = f"{duration_words(known.middle)} in the middle of {count(known.known, 'surge')}"
        yield share, now, past


def own_posts(report: Report) -> str:
    """The fourth number: what own posts drew against the usual for their hour."""
    ratios = [one.ratio for one in report.said if one.ratio is not None]
    out = count(len(report.said), "post")
    if not report.said:
        return "No post went out in this time."
    if not ratios and all(one.network.startswith("paper") for one in report.said):
        return f"Nothing to count: {out} went out on paper alone, where nobody can like, boost or answer."
    if not ratios:
        return f"Nothing can be said yet: of {out} none was read a day after it went out."
    return (
        f"A day after it went out, a post had drawn {median(ratios):.2f} times the usual for its hour: the median of "
        f"n = {len(ratios)} of {out}, counting likes, boosts, answers and quotes."
    )


def followed(surged: Surged) -> str:
    """What became of the extra posts of a surge, and by whom."""
    by = f" by {taker(surged.who)}" if surged.who else ""
    out = f"; {surged.out} went out" if surged.whys else ""
    return f"{count(len(surged.whys), 'extra post')}: {FOLLOWED[surged.followed]}{by}{out}"


def what(matter: Matter) -> str:
    """`held`, for an entry of the record."""
    room, _, event = matter.what.partition(".")
    return event if room == "delivery" else f"{room} {event}"


def tallies(report: Report) -> dict[str, list[tuple[str, int]]]:
    """What was said, by action, template, language and network; the most first."""
    ways = {
        "action": [one.delivery.action for one in report.said],
        "template": [one.delivery.template for one in report.said],
        "language": [one.delivery.language for one in report.said],
        "network": [one.network for one in report.said],
    }
    return {
        name: sorted(((one, found.count(one)) for one in set(found)), key=lambda pair: (-pair[1], pair[0]))
        for name, found in ways.items()
    }


def without_gaps(counts: Sequence[int | None]) -> list[int]:
    return [one for one in counts if one is not None]
