"""How attention stands, in sentences."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from scheduler.attention.evidence import ENOUGH, Card, Verdict
from scheduler.attention.meter import Measure, State
from scheduler.model.surge import Followed, KeptSurge
from scheduler.model.sustain import Mode
from scheduler.model.wording import duration_words
from scheduler.service.attending import Attention, SourceStands
from scheduler.service.sustaining import ends
from scheduler.words.counts import count, listed
from scheduler.words.times import from_now

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


def followed(kept: KeptSurge, mode: Mode = Mode.AUTO) -> str:
    """`close-the-camps, the surge of 23 November: 16 more posts on demo and main, suggested.` `mode`: what the files
    say now."""
    accounts = list(dict.fromkeys(extra.account for extra in kept.extras))
    day = f"{kept.surge.onset.day} {kept.surge.onset:%B}"
    said = f"{count(len(kept.extras), 'more post')} on {listed(accounts)}"
    return f"{kept.campaign}, the surge of {day}: {said}, {_decided(kept, mode)}."


def _decided(kept: KeptSurge, mode: Mode) -> str:
    off = "; sustain.mode is off, so nothing is said of it" if mode is Mode.OFF else ""
    match kept.followed:
        case Followed.TAKEN | Followed.DECLINED:
            return f"{kept.followed} by {taker(kept.who)}{off}"
        case Followed.SUGGESTED if not off:
            return "suggested; `--take` says them, `--decline` does not"
        case Followed.NONE if not off:
            return "left out, because sustain.mode was off; `--take` says them"
        case _:
            return f"left out{off}"


def carded(found: Card | None, *, coin: bool) -> str:
    """The card of evidence in words, for the verb and the report; only this one may say "because". None: no slot was
    ever tossed for. `coin`: whether it is tossed now."""
    on_time, later = (found.on_time, found.later) if found else (0, 0)
    sides = f"{count(on_time, 'post')} on time and {later or 'none'} four hours later"
    if not coin and not on_time + later:
        told = "With `sustain: {coin: yes}` it can be told in some weeks"
        return f"It cannot be told whether posts make people speak, for no coin is tossed. {told}."
    if found is None or found.verdict is Verdict.TOO_EARLY:
        return f"Too early to say whether posts make people speak: {sides}, where {ENOUGH} of each are needed."
    chance = f"chance alone gives as much in {max(found.p, 0.001):.1%} of tries"
    if found.verdict is Verdict.NO_DIFFERENCE:
        return f"No difference that could not be chance: {sides}; {chance}."
    more = "More" if found.difference > 0 else "Less"
    told = f"{more} is said of the topic in the four hours after a post because it goes out then"
    return f"{told}: by {abs(found.difference):.1f} times the usual ups and downs, {sides}; {chance}."


def standing_words(found: Attention, mode: Mode = Mode.AUTO) -> Iterator[str]:
    """`1,293 mentions where about 169 are usual at this hour: rising.` `Day 3 after the surge of 20 November; …`
    `mode`: what the files say now."""
    if not found.sources:
        yield "Nothing is watched: what is planned is the schedules' alone; `watch:` in its file says what to count."
    elif found.loudest is None or found.loudest.measure is None:
        planned = "stays as it was planned" if _adds(found, mode) else "is the schedules' alone"
        yield f"Nothing is known of attention now: the plan {planned}."
    else:
        since = found.loudest.since
        newest = found.loudest.newest
        lasting = f" It has been so for {_lasted(found.at - since)}." if since and newest and since < newest else ""
        yield f"{measured(found.loudest.measure, found.loudest.watched.width)}{lasting}"
    if found.surge is not None and found.day is not None:
        left = f"; {found.share:.0%} of what it brought at its peak is left" if found.share is not None else ""
        onset = found.surge.surge.onset
        yield f"Day {found.day} after the surge of {onset.day} {onset:%B}{left}."
        if not found.surge.extras or found.at < ends(found.surge):
            yield following_words(found.surge, mode)


def _adds(found: Attention, mode: Mode) -> bool:
    kept = found.surge
    taken = kept is not None and kept.followed is Followed.TAKEN and bool(kept.extras) and found.at < ends(kept)
    return taken and mode is not Mode.OFF


def _lasted(span: timedelta) -> str:
    return duration_words(timedelta(minutes=span // timedelta(minutes=1)))


def following_words(kept: KeptSurge, mode: Mode) -> str:
    """What follows a surge that is not over, and whether a person is asked."""
    if mode is Mode.OFF:
        return "No post is added after it: sustain.mode is off."
    if not kept.extras:
        return "No post is added after it; `awareness record` says why, where the surge begins."
    walls = [extra.wall for extra in kept.extras]
    first, last = (f"{day.day} {day:%B}" for day in (min(walls), max(walls)))
    more = f"up to {count(len(walls), 'more post')}, {first} to {last}"
    verb = f"`awareness attention follow-up {kept.campaign}`"
    match kept.followed:
        case Followed.TAKEN:
            return f"It is followed by {more}, taken by {taker(kept.who)}; {verb} shows them."
        case Followed.DECLINED:
            return f"What could follow it was declined by {taker(kept.who)}."
        case Followed.SUGGESTED:
            return f"A person is asked: suggested are {more}; {verb} shows them, and takes or declines them."
        case Followed.NONE:
            return f"It could be followed by {more}, but sustain.mode was off then; {verb} shows them, and takes them."


def taker(who: str) -> str:
    """Whoever decided: `user:anna`; the beat that watches decides where the mode is auto."""
    return "the service, as sustain.mode was auto" if who.startswith("beat:") else who


def source_words(source: SourceStands, now: datetime) -> str:
    """One line for each source, with what is wrong with it."""
    name = f"{source.watched.id} ({source.watched.origin})"
    if source.newest is None:
        told = "has told nothing yet"
    else:
        told = f"told last of {'the day' if source.watched.daily else 'the hour'} that ended "
        told += from_now(source.newest + source.watched.width, now)
    trouble = f": {source.trouble}" if source.trouble else ""
    return f"{name} {'is silent: it ' if source.silent else ''}{told}{trouble}"
