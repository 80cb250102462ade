"""The commit after which bytes may be on the wire: the last moment at which anything can still say no."""

from dataclasses import dataclass, replace
from datetime import timedelta

from scheduler.errors import FenceClosed, StoreTrouble
from scheduler.model.account import Account
from scheduler.model.delivery import Delivery, State
from scheduler.model.money import Purpose, dollar_words
from scheduler.model.receipt import Prepared
from scheduler.model.record import Stop
from scheduler.service.desk import Desk
from scheduler.service.ports import Channel, Files
from scheduler.service.spending import book, left_for
from scheduler.service.store_ports import Looking

LET_LIVE = "let live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who sends, by what, in whose name it was claimed. `deadline`: how long one call to a network may take."""

    account: Account
    channel: Channel
    owner: str
    deadline: timedelta


def open_fence(desk: Desk, files: Files, before: Delivery, prepared: Prepared, speaker: Speaker) -> Delivery:
    """The delivery as it is sent from now on, with the bytes that a repeat would send, and its cost booked. Raises
    FenceClosed where the send may not begin."""
    account = speaker.account
    with desk.transaction("beat:publish") as t:
        now = t.now
        if files.stop_file() is not None:  # within the transaction, since who comes to it may have waited for seconds
            raise FenceClosed("a STOP file lies beside the configuration")
        if not t.writing.goes_on:
            raise FenceClosed("another store was put in the place of the one that the service had")
        row = t.writing.delivery(before.key)
        if row is None or (row.revision, row.attempt, row.owner) != (before.revision, before.attempt, before.owner):
            raise FenceClosed("the claim was lost")
        if (stop := stop_over(t.writing.stops(), row)) is not None:
            raise FenceClosed(f"stopped by {stop.who}: {stop.why}")
        if not is_live(t.writing, speaker.channel, account):
            raise FenceClosed(f"{account.id} is no longer live")
        if now > row.send_by:
            raise FenceClosed("its last moment has passed")
        if row.state is State.CLAIMED and row.lease_until is not None and now > row.lease_until:
            raise FenceClosed("the claim ran out")
        if row.post.cost > 0 and left_for(t.writing, account, Purpose.POSTING, now) < row.post.cost:
            raise FenceClosed("its account's budget for this month is spent")
        sending = row.to(
            State.SENDING,
            attempt=row.attempt + (row.state is State.IN_DOUBT),
            owner=speaker.owner,
            lease_until=now + 2 * speaker.deadline,
            first_sent=row.first_sent or now,
            not_before=None,
            wire=prepared.wire,
        )
        cost = {"cost": dollar_words(row.post.cost)} if row.post.cost else {}
        if not t.move(row, sending, "delivery.sending", "the fence is committed; bytes may go out now", cost):
            raise FenceClosed("another post of this account is on its way")
        book(t, row, Purpose.POSTING, "post", row.post.cost)
    return replace(sending, revision=row.revision + 1)


def must_go_on(desk: Desk, files: Files, row: Delivery) -> None:
    """Asked before each picture goes up, which no fence guards. Raises FenceClosed."""
    if files.stop_file():
        raise FenceClosed("a STOP file lies beside the configuration")
    try:
        with desk.store.look() as looking:
            stop = stop_over(looking.stops(), row)
    except StoreTrouble as trouble:
        raise FenceClosed(str(trouble)) from trouble
    if stop is not None:
        raise FenceClosed(f"stopped by {stop.who}: {stop.why}")


def stop_over(stops: list[Stop], row: Delivery) -> Stop | None:
    """The first stop in force that covers this delivery."""
    for stop in stops:
        if stop.covers(campaign=row.key.campaign, account=row.account, key=str(row.key)):
            return stop
    return None


def is_silenced(stops: list[Stop], account: str) -> bool:
    """Whether nothing is asked of this account's network either, but for what ends a doubt."""
    return any(stop.covers(campaign="", account=account, key="") for stop in stops)


def is_live(looking: Looking, channel: Channel, account: Account) -> bool:
    """Asked at the last moment as well. A person let somebody speak at a certain place: where an edit gave the account
    another network, server or handle since, nobody has let that one."""
    if not channel.capabilities.public:
        return True
    return account.id in looking.live() and looking.mark(let_as(account.id)) in {None, voice_of(account)}


def let_as(account: str) -> str:
    """The name of the mark that keeps whom a person let speak."""
    return f"{LET_LIVE} {account}"


def voice_of(account: Account) -> str:
    return " ".join((account.network, account.server or "-", account.handle or "-"))
