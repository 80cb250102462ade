"""What of a network's talk is our own, and how it was received: left out of a topic's counts, and counted apart."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from scheduler.attention.bins import bin_of
from scheduler.model.account import Account
from scheduler.model.count import HOUR, Bin
from scheduler.model.delivery import READABLE, Delivery
from scheduler.model.house import House
from scheduler.model.watch import Watched
from scheduler.service.attention_ports import Ours
from scheduler.service.profiles import profile_in
from scheduler.service.store_ports import Looking

BACK = timedelta(days=35)
"""How old a post of ours may be whose answers are still known as such; its last reading comes before."""

ECHO = ("likes", "boosts", "replies", "quotes")


def ours_on(looking: Looking, house: House, watched: Watched, now: datetime) -> Ours:
    """On the network of this source. Ids are taken only from where they are everybody's, or from the same server."""
    accounts = [account for account in house.accounts if account.network == watched.origin]
    asked = watched.server or next((a.server for a in accounts if a.id == watched.account), None)
    handles: set[str] = set()
    ids: set[str] = set()
    urls: set[str] = set()
    for account in accounts:
        here = account.server is None or _host(account.server) == _host(asked or account.server)
        handles |= _handles(looking, account, here=here)
        for row in _out(looking, now, account=account.id):
            if row.receipt is not None:
                urls.add(row.receipt.url)
                ids |= {row.receipt.remote_id} if here else set()
    return Ours(handles=frozenset(handles), ids=frozenset(ids), urls=frozenset(urls))


def echo_of(looking: Looking, campaign: str, since: datetime, until: datetime, now: datetime) -> list[Bin]:
    """What came to each of our posts between two readings of it, in the hour of the second. An hour in which nothing
    was read is a gap: nobody looked."""
    found: dict[datetime, int] = {}
    for row in _out(looking, now, campaign=campaign):
        before = 0
        for _, reading in sorted(looking.readings(row.key).items()):
            received = sum(reading.counts.get(name, 0) for name in ECHO)
            hour = bin_of(reading.at, HOUR)
            found[hour] = found.get(hour, 0) + max(0, received - before)
            before = max(before, received)
    return [Bin(hour, count) for hour, count in sorted(found.items()) if since <= hour < until]


def _out(looking: Looking, now: datetime, *, account: str | None = None, campaign: str | None = None) -> list[Delivery]:
    return looking.deliveries(states=READABLE, account=account, campaign=campaign, since=now - BACK)


def _handles(looking: Looking, account: Account, *, here: bool) -> set[str]:
    """As the network writes them: on Mastodon, without the server where it is the one that was asked."""
    profile = profile_in(looking, account.id)
    named = {handle.removeprefix("@").casefold() for handle in (account.handle, profile and profile.handle) if handle}
    found = set(named)
    if account.server:
        host = _host(account.server)
        found = {f"{name.partition('@')[0]}@{host}" for name in named}
        found |= {name.partition("@")[0] for name in named} if here else set()
    if account.network != "mastodon":
        found = named
    return found | ({profile.remote_id.casefold()} if profile and account.network == "bluesky" else set())


def _host(server: str) -> str:
    return (urlsplit(server).hostname or "").casefold()
