"""Accounts, their tokens and their servers in plain words."""

from collections.abc import Iterator
from datetime import datetime

from scheduler.model.account import Account, Profile
from scheduler.model.money import dollar_words, share_words
from scheduler.rendering.networks import rule_for
from scheduler.words.posts import printable
from scheduler.words.times import from_now, in_zone


def speaker(profile: Profile) -> str:
    """`@camps@mastodon.example`."""
    return printable(f"@{profile.handle.removeprefix('@')}")


def label(profile: Profile) -> str:
    """Whether readers are told that nobody types there."""
    words = {True: "yes", False: "no", None: "the network does not say"}
    return words[profile.automated]


def token_end(profile: Profile, now: datetime, zone: str) -> str:
    if profile.expires is None:
        return "not known to end"
    return f"{in_zone(profile.expires, zone)}, {from_now(profile.expires, now)}"


def software(profile: Profile) -> str:
    return printable(f"{profile.software} {profile.version}".strip()) or "it does not say"


def limits(profile: Profile) -> str:
    """`500 characters, a link counts as 23`; what we have no words for, by the name that the server gives it."""
    return ", ".join(_limit(name, most) for name, most in profile.limits.items()) or "it does not say"


def _limit(name: str, most: int) -> str:
    words = {
        "characters": f"{most} characters",
        "link_length": f"a link counts as {most}",
        "pictures": f"{most} pictures",
        "picture_bytes": f"{most / 2**20:.3g} MiB a picture",
        "picture_pixels": f"{most / 10**6:.3g} million pixels a picture",
    }
    return words.get(name) or f"{printable(name).replace('_', ' ')} {most}"


def left(profile: Profile) -> str:
    return (
        ", ".join(f"{printable(what)}: {printable(words)}" for what, words in profile.left.items()) or "it does not say"
    )


def rules(profile: Profile) -> Iterator[str]:
    """The server's own rules, numbered."""
    for number, rule in enumerate(profile.rules, 1):
        yield f"{number}. {printable(rule)}"


def money(account: Account, spent: int) -> str:
    """What went out this month, of what may; '' on a network that charges nothing."""
    if rule_for(account.network).prices is None:
        return ""
    budget = account.budget.posting + account.budget.reading if account.budget else 0
    return f"{share_words(spent, budget)} spent this month"


def costs(account: Account) -> str:
    """What speaking there costs; '' where that is nothing."""
    prices = rule_for(account.network).prices
    if prices is None:
        return ""
    return (
        f"each post costs {dollar_words(prices.post)}, one with a link {dollar_words(prices.post_with_link)}; "
        "`budget:` bounds what a month may cost"
    )
