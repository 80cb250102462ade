"""Carries one claimed delivery over its fence to its channel, and stores what came back."""

import logging
import threading
from collections.abc import Sequence
from functools import partial

from scheduler.errors import ChannelRefused, ChannelTrouble, FenceClosed, StoreTrouble
from scheduler.model.delivery import Delivery, State
from scheduler.model.house import House
from scheduler.model.post import Attachment
from scheduler.model.receipt import (
    Image,
    NotSent,
    Outcome,
    Outgoing,
    Posted,
    Prepared,
    Unknown,
)
from scheduler.service.desk import Desk
from scheduler.service.fence import Speaker, must_go_on, open_fence
from scheduler.service.late import record_late
from scheduler.service.outcomes import given_back, not_begun, record_outcome
from scheduler.service.ports import Channel, Files
from scheduler.service.spending import book_look_up

log = logging.getLogger(__name__)

RETRY_STORE = 0.5
"""Seconds between two tries to store an outcome; it is tried until it is stored."""


class Sending:
    """Holds no state of its own: the store decides. `owner` is the boot in whose name rows are claimed."""

    def __init__(self, desk: Desk, files: Files, owner: str) -> None:
        self._desk = desk
        self._files = files
        self.owner = owner

    def send(self, claimed: Delivery, channel: Channel, house: House) -> None:
        """From claimed to an outcome."""
        try:
            prepared = channel.prepare(self._outgoing(claimed))
        except FenceClosed as closed:
            self._give_back(claimed, str(closed))
        except ChannelTrouble as trouble:
            self._store_outcome(claimed, not_begun(trouble))
        except Exception as bug:
            log.exception("channel.defect", extra={"about": {"key": str(claimed.key)}})
            self._store_outcome(claimed, NotSent(reason=_failed(bug)))
        else:
            self._over_the_fence(claimed, prepared, channel, house)

    def _outgoing(self, row: Delivery) -> Outgoing:
        """Raises ChannelRefused where a picture is no longer kept."""
        return Outgoing(
            key=str(row.key),
            account=row.account,
            post=row.post,
            language=row.language,
            at=self._desk.clock.now(),
            zone=row.zone,
            pictures=self._images(row.post.pictures),
            go_on=partial(must_go_on, self._desk, self._files, row),
        )

    def _images(self, pictures: Sequence[Attachment]) -> tuple[Image, ...]:
        """From the store: the files on disk may have changed since this post was shown and frozen."""
        if not pictures:
            return ()
        with self._desk.store.look() as looking:
            kept = [(looking.blob(picture.digest), picture) for picture in pictures]
        gone = [picture.file for content, picture in kept if content is None]
        if gone:
            raise ChannelRefused(f"the store no longer holds {gone[0]} as it was when this post was made")
        return tuple(Image(content=content or b"", alt=picture.alt) for content, picture in kept)

    def repeat(self, doubtful: Delivery, channel: Channel, house: House) -> Outcome | None:
        """Send the same bytes once more, over the same fence; the caller knows that the network refuses a second
        copy. None: the fence did not open."""
        return self._over_the_fence(doubtful, prepared_of(doubtful), channel, house)

    def _over_the_fence(self, before: Delivery, prepared: Prepared, channel: Channel, house: House) -> Outcome | None:
        fenced: list[Delivery] = []

        def fence() -> None:
            if fenced:
                raise FenceClosed("a fence opens once")
            try:
                account, deadline = house.account(before.account), house.settings.deadline
                speaker = Speaker(account=account, channel=channel, owner=self.owner, deadline=deadline)
                fenced.append(open_fence(self._desk, self._files, before, prepared, speaker))
            except StoreTrouble as trouble:  # whether or not it was committed: nothing may be sent
                raise FenceClosed(str(trouble)) from trouble

        try:
            outcome = channel.send(prepared, fence)
        except FenceClosed as closed:
            if not fenced:
                self._give_back(before, str(closed))
                return None
            outcome = Unknown(reason=str(closed))
        except Exception as bug:
            # A channel's defect must not leave a row without an outcome; past the fence it may have posted.
            log.exception("channel.defect", extra={"about": {"key": str(before.key)}})
            outcome = Unknown(reason=_failed(bug))
        if isinstance(outcome, Unknown) and not fenced:
            outcome = NotSent(reason=outcome.reason)
        self._store_outcome(fenced[0] if fenced else before, outcome, repeat=before.state is State.IN_DOUBT)
        if isinstance(outcome, Posted | Unknown) and outcome.looked_at:
            with self._desk.transaction("beat:publish") as t:
                book_look_up(t, before, channel, outcome.looked_at)
        return outcome

    def _give_back(self, before: Delivery, reason: str) -> None:
        if before.state is not State.CLAIMED:
            return
        with self._desk.transaction("beat:publish") as t:
            row = t.writing.delivery(before.key)
            # It is `sending` where the store took the fence and could not say so.
            if row is not None and row.state in {State.CLAIMED, State.SENDING} and row.attempt == before.attempt:
                t.move(row, given_back(row), "delivery.given back", reason)

    def _store_outcome(self, tried: Delivery, outcome: Outcome, *, repeat: bool = False) -> None:
        waiting = False
        while not self._stored(tried, outcome, repeat=repeat, quietly=waiting):
            waiting = True
            self._desk.clock.wait(threading.Event(), RETRY_STORE)

    def _stored(self, tried: Delivery, outcome: Outcome, *, repeat: bool, quietly: bool) -> bool:
        try:
            self._try_to_store(tried, outcome, repeat=repeat)
        except StoreTrouble as trouble:
            about = {"key": str(tried.key), "outcome": type(outcome).__name__, "error": str(trouble)}
            log.log(logging.DEBUG if quietly else logging.WARNING, "outcome.waiting", extra={"about": about})
            return False
        return True

    def _try_to_store(self, tried: Delivery, outcome: Outcome, *, repeat: bool) -> None:
        with self._desk.transaction("beat:publish") as t:
            row = t.writing.delivery(tried.key)
            if row is not None and row.attempt == tried.attempt and row.state in _waiting_for(outcome):
                record_outcome(t, row, outcome, repeat=repeat)
            else:
                record_late(t, tried, row, outcome)


def _waiting_for(outcome: Outcome) -> frozenset[State]:
    """A receipt without a fence is a defect of the channel, and no answer to this try."""
    on_the_wire = frozenset({State.SENDING, State.IN_DOUBT})
    return on_the_wire if isinstance(outcome, Posted) else on_the_wire | {State.CLAIMED}


def _failed(bug: Exception) -> str:
    return f"the channel failed: {type(bug).__name__}"


def prepared_of(row: Delivery) -> Prepared:
    return Prepared(key=str(row.key), account=row.account, wire=row.wire or b"")
