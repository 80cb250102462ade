"""A person's answer to the doubt that no evidence could settle."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from scheduler.errors import NotAllowed
from scheduler.model.delivery import OUT, Delivery, State
from scheduler.model.receipt import Found, Receipt
from scheduler.model.slot import SlotKey
from scheduler.service.desk import Desk
from scheduler.service.evidence import look_up
from scheduler.service.finding import known
from scheduler.service.outcomes import given_back, released
from scheduler.service.ports import Channels
from scheduler.service.profiles import profile_in
from scheduler.service.spending import book_look_up
from scheduler.service.store_ports import Looking
from scheduler.service.tidying import clock_is_back

REMEMBERED = 20
"""How many of an account's latest posts tell where they are seen."""


def nowhere(account: str) -> None:
    """Where there is nobody to ask."""


class Resolving:
    """Each answer raises NoSuchThing for an unknown post, and NotAllowed for one that is not held."""

    def __init__(self, desk: Desk, channels: Channels = nowhere) -> None:
        self._desk = desk
        self._channels = channels

    def posted(self, key: SlotKey, url: str, *, who: str) -> Delivery:
        """A person found it: it counts as posted. Raises NotAllowed, too, where its account's posts are seen elsewhere:
        a copy of it on another server goes by another name, and could not be read or taken down."""
        with self._desk.transaction(who) as t:
            row = _held(t.writing, key)
            places = _places(t.writing, row.account)
            if places and _place(url) not in places:
                raise NotAllowed(
                    f"posts of {row.account} are seen at {' or '.join(sorted(places))}, and not at "
                    f"{_place(url)}: look it up there, and give that address"
                )
            receipt = Receipt(remote_id=name_in(url), url=url, at=row.first_sent or t.now)
            # Without its bytes it is not looked up again: that had found nothing, and a person has.
            after = released(row.to(State.POSTED), receipt=receipt, wire=None)
            t.move(row, after, "delivery.posted", f"{who} found it", {"url": url})
            t.calm("held", str(key))
        return after

    def send(self, key: SlotKey, *, who: str, late: timedelta | None) -> Delivery:
        """A person is sure that it is not out: it goes back into the queue. `late` gives it that much more time
        where its last moment has passed; None: it must still be in time. Its network is asked once more: a timeline
        lags, people overlook, and few networks would know a second copy by now."""
        self._must_not_be_out(key, who)
        with self._desk.transaction(who) as t:
            row = _held(t.writing, key)
            if clock_is_back(t.writing, t.now) or (row.first_sent is not None and t.now < row.first_sent):
                raise NotAllowed(
                    f"the clock says {t.now:%Y-%m-%d %H:%M} UTC, which is before what was recorded already, so that "
                    "nobody can tell until when it may be sent; mend the clock, then ask again"
                )
            if t.now > row.send_by and late is None:
                raise NotAllowed(f"its last moment passed at {row.send_by:%Y-%m-%d %H:%M} UTC; add --late to send it")
            send_by = max(row.send_by, t.now + late) if late else row.send_by
            after = replace(given_back(row), send_by=send_by)
            t.move(row, after, "delivery.given back", f"{who} says that it is not out")
            t.calm("held", str(key))
        return after

    def _must_not_be_out(self, key: SlotKey, who: str) -> None:
        """Where its network cannot say, the person's word counts."""
        with self._desk.store.look() as looking:
            row = _held(looking, key)
        channel = self._channels(row.account)
        if channel is None or not row.wire:
            return
        finding = look_up(row, channel)
        if finding.looked_at:
            with self._desk.transaction(who) as t:
                book_look_up(t, row, channel, finding.looked_at)
        if isinstance(finding, Found):
            url = finding.receipt.url
            raise NotAllowed(f"{key} is out: {url}; see `awareness resolve {key.short} --posted {url}`")

    def withdraw(self, key: SlotKey, *, who: str) -> Delivery:
        """A person lets it go, whatever became of it."""
        with self._desk.transaction(who) as t:
            row = _held(t.writing, key)
            after = released(row.to(State.WITHDRAWN))
            t.move(row, after, "delivery.withdrawn", f"{who} let it go")
            t.calm("held", str(key))
        return after


def _places(looking: Looking, account: str) -> set[str]:
    """Where its posts are seen, as far as its network said; empty where nobody knows."""
    profile = profile_in(looking, account)
    out = looking.deliveries(states=OUT, account=account, newest_first=True, limit=REMEMBERED)
    seen = [row.receipt.url for row in out if row.receipt is not None]
    return {_place(url) for url in [*seen, profile.url if profile else ""] if url}


def _place(url: str) -> str:
    """A server; for a file, that file."""
    parts = urlsplit(url)
    return (parts.netloc or parts.path).casefold().removeprefix("www.")


def name_in(url: str) -> str:
    """What the page of a post calls it: its anchor, or the end of its path. What stands behind a question mark says
    only how somebody came there."""
    parts = urlsplit(url)
    return parts.fragment or parts.path.rstrip("/").rsplit("/", 1)[-1]


def _held(looking: Looking, key: SlotKey) -> Delivery:
    row = known(looking, key)
    if row.state is not State.HELD:
        raise NotAllowed(f"{key} is {row.state}, not held")
    return row
