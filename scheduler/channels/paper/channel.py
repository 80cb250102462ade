"""A network of paper: takes posts as a network would, needs no account, and shows them on a page of cards."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import FileIO
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from scheduler.channels.paper.feed import WIRE, DeletedLine, Feed, FeedDamaged, Known, PostedLine, Wire, digest_of
from scheduler.channels.paper.gallery import Gallery
from scheduler.channels.paper.page import PICTURES, Page
from scheduler.clock import Clock
from scheduler.errors import ChannelTrouble
from scheduler.model.account import Profile
from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Capabilities,
    Finding,
    Found,
    NotSent,
    Outcome,
    Outgoing,
    Posted,
    Prepared,
    Reading,
    Receipt,
    Refused,
    Unknown,
)
from scheduler.model.text_rule import TextRule
from scheduler.rendering.lengths import measure
from scheduler.service.ports import Fence

log = logging.getLogger(__name__)


class Paper:
    """The channel of one paper account. All accounts of a folder, in however many processes, share its feed.

    It keeps keys as the best networks do: the same bytes under a known key give the first receipt again, other
    bytes are refused, and the key of a deleted post is never taken again."""

    capabilities = Capabilities(public=False, deletes=True, reads=False)

    def __init__(self, folder: Path, account: str, limits: TextRule, clock: Clock) -> None:
        self.limits = limits
        self._account = account
        self._clock = clock
        self._feed = Feed(folder / "feed.jsonl")
        self._page = Page(folder / "feed.html")
        self._gallery = Gallery(folder / PICTURES)
        self._address = (folder.absolute() / "feed.html").as_uri()

    def prepare(self, post: Outgoing) -> Prepared:
        """The bytes depend on the post alone, not on when they are made."""
        wire = Wire(
            key=post.key,
            account=post.account,
            language=post.language,
            zone=post.zone,
            text=post.post.text,
            entities=post.post.entities,
            pictures=tuple(self._gallery.keep(picture, self.limits.pictures) for picture in post.pictures),
        )
        try:
            return Prepared(key=post.key, account=post.account, wire=WIRE.dump_json(wire))
        except PydanticSerializationError as wrong:
            raise ChannelTrouble(f"the text of {post.key} holds characters that no network can carry") from wrong

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        """What the feed and the text allow is judged behind the fence, where a network would judge it."""
        try:
            file = self._feed.open()
        except OSError as trouble:
            return NotSent(reason=f"{self._feed.path} cannot be opened: {trouble}")
        with file:
            try:
                with self._feed.reading(file):
                    pass  # what takes time, and what is damaged, shows before the fence
            except (OSError, FeedDamaged) as trouble:
                return NotSent(reason=str(trouble))
            fence()
            try:
                with self._feed.writing(file):
                    return self._take(prepared, file)
            except (OSError, FeedDamaged) as trouble:
                return Unknown(reason=f"{self._feed.path} did not take the post: {trouble}")

    def _take(self, prepared: Prepared, file: FileIO) -> Outcome:
        post = self._read(prepared)
        if post is None:
            return Refused(reason=f"these bytes are no post of {self._account} under this key")
        name = name_of(prepared.key)
        if gone := self._feed.gone.get(name):
            return Refused(reason=f"this post was deleted at {gone.isoformat()}; its key is never taken again")
        if known := self._feed.known.get(name):
            if known.digest == digest_of(prepared.wire):
                self._show()  # whoever died after its post left the page behind
                return Posted(receipt=self._receipt(name, known.at))
            return Refused(reason="this key has been taken by another text")
        size = measure(post.text, self.limits)
        if not size.fits:
            return Refused(reason=size.why)
        now = self._clock.now()
        line = PostedLine(id=name, at=now, like=self.limits.network, length=size.length, limit=size.limit, post=post)
        self._feed.append(file, line)
        self._show()
        return Posted(receipt=self._receipt(name, now))

    def _read(self, prepared: Prepared) -> Wire | None:
        """The post in these bytes; None where they are not exactly what `prepare` makes for this account."""
        try:
            post = WIRE.validate_json(prepared.wire)
        except ValidationError:
            return None
        ours = (post.key, post.account, WIRE.dump_json(post)) == (prepared.key, self._account, prepared.wire)
        return post if ours else None

    def find(self, prepared: Prepared) -> Finding:
        name = name_of(prepared.key)
        try:
            with FileIO(self._feed.path) as file, self._feed.reading(file):
                known, gone = self._feed.known.get(name), self._feed.gone.get(name)
        except FileNotFoundError:
            return Absent(evidence=f"{self._feed.path} does not exist yet")
        except (OSError, FeedDamaged) as trouble:
            return CannotTell(reason=str(trouble))
        if gone:
            return Absent(evidence=f"deleted at {gone.isoformat()}")
        if known is None:
            return Absent(evidence=f"{self._feed.path} holds no post {name}")
        if known.digest != digest_of(prepared.wire):
            return CannotTell(reason=f"{self._feed.path} holds another text under this key")
        return Found(receipt=self._receipt(name, known.at), evidence=f"{self._feed.path} holds post {name}")

    def recall(self, posts: Sequence[Outgoing], since: datetime) -> list[Finding]:  # noqa: ARG002 - it forgets nothing
        """By their keys, whatever stands under them."""
        try:
            with self._feed.open() as file, self._feed.reading(file):
                known, gone = dict(self._feed.known), dict(self._feed.gone)
        except OSError as trouble:
            raise ChannelTrouble(f"{self._feed.path} cannot be read: {trouble}") from trouble
        return [self._recalled(name_of(post.key), known, gone) for post in posts]

    def _recalled(self, name: str, known: Mapping[str, Known], gone: Mapping[str, datetime]) -> Finding:
        if name in gone:
            return Absent(evidence=f"deleted at {gone[name].isoformat()}", deleted=True)
        if name in known:
            return Found(receipt=self._receipt(name, known[name].at), evidence=f"{self._feed.path} holds post {name}")
        return Absent(evidence=f"{self._feed.path} never held a post {name}", never=True)

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:  # noqa: ARG002 - for ever
        return True

    def read(self, receipt: Receipt) -> Reading | Absent:  # noqa: ARG002 - there is nothing to read of any post
        raise ChannelTrouble("paper has no readers to count")

    def introduce(self) -> Profile:
        return Profile(at=self._clock.now(), remote_id=self._account, handle=self._account, url=self._address)

    def delete(self, receipt: Receipt) -> None:
        name = receipt.remote_id
        try:
            with self._feed.open() as file, self._feed.writing(file):
                known = self._feed.known.get(name)
                if known and name not in self._feed.gone:
                    self._strike(name, known, file)
        except OSError as trouble:
            raise ChannelTrouble(f"{self._feed.path} cannot be written: {trouble}") from trouble

    def _strike(self, name: str, known: Known, file: FileIO) -> None:
        if known.account != self._account:
            raise ChannelTrouble(f"this is a post of {known.account}, not of {self._account}")
        self._feed.append(file, DeletedLine(id=name, at=self._clock.now(), key=known.key))
        self._show()

    def _show(self) -> None:
        """The page can be made again from the feed, so a post never fails for its sake."""
        try:
            self._page.write(self._feed.newest, self._feed.gone, len(self._feed.known))
        except OSError as trouble:
            log.warning("the page beside %s is behind: %s", self._feed.path, trouble)

    def _receipt(self, name: str, at: datetime) -> Receipt:
        return Receipt(remote_id=name, url=f"{self._address}#{name}", at=at)


def name_of(key: str) -> str:
    """Sixteen hexadecimal digits; the first eight are the post's short key."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]
