"""Pictures on their way into a post of Mastodon's: uploaded first, and waited for while the server works on them."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from scheduler.channels.mastodon.calls import Calls
from scheduler.channels.mastodon.statuses import id_of
from scheduler.clock import Clock
from scheduler.errors import ChannelTrouble
from scheduler.model.picture_rule import PictureRule
from scheduler.model.receipt import nothing_against_it
from scheduler.wire.crossing import Answer

GLANCE = 1
"""Seconds between two looks at a picture that is being worked on."""

NOT_READY = "its pictures are not ready yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One picture as it goes to the server; `kind` as in `image/png`."""

    content: bytes
    kind: str
    alt: str


def within(rule: PictureRule, limits: Mapping[str, int]) -> PictureRule:
    """What the network takes, and no more than a server says in its profile that it takes."""
    most, pixels = limits.get("picture_bytes", rule.max_bytes), limits.get("picture_pixels", rule.max_pixels)
    smaller = min(filter(None, (pixels, rule.max_pixels)), default=None)
    return replace(rule, max_bytes=min(most, rule.max_bytes), max_pixels=smaller)


class Uploading:
    """`patience`: how long all pictures of one post may take."""

    def __init__(self, calls: Calls, clock: Clock, patience: timedelta) -> None:
        self._calls = calls
        self._clock = clock
        self._patience = patience.total_seconds()

    def upload(self, pictures: Sequence[Upload], go_on: Callable[[], None] = nothing_against_it) -> tuple[str, ...]:
        """The server's ids, in order; the pictures lie there unseen until a post shows them. Raises ChannelTrouble,
        and what `go_on` does, which is asked before each call."""
        until = self._clock.monotonic() + self._patience
        return tuple(self._upload(picture, until, go_on) for picture in pictures)

    def _upload(self, picture: Upload, until: float, go_on: Callable[[], None]) -> str:
        go_on()
        answer = self._calls.ask(
            lambda client: client.media_post(
                picture.content,
                mime_type=picture.kind,
                description=picture.alt,
                file_name=f"picture.{picture.kind.partition('/')[2]}",
            )
        )
        name = id_of(answer.document())
        if name is None:
            raise ChannelTrouble("it took a picture and gave no name for it")
        while not ready(answer):
            if self._clock.monotonic() >= until:
                raise ChannelTrouble(NOT_READY)
            self._clock.wait(threading.Event(), GLANCE)
            go_on()
            answer = self._calls.ask(lambda client: client.media(name))
        return name


def ready(answer: Answer) -> bool:
    """202 when it was taken, 206 while it is worked on, 200 once it is done."""
    return answer.status == 200
