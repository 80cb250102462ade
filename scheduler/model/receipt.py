"""What goes to a channel, and every answer that can come back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.model.post import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture on its way out: its file, byte for byte as it was taken; no channel sends that as it is. `alt` says
    what it shows."""

    content: bytes = field(repr=False)
    alt: str


def nothing_against_it() -> None:
    """Lets every picture go up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A post on its way out. `key` is the slot's key: what a network that keeps keys receives. `zone` is the
    schedule's, for whoever shows the post to people. `pictures` are those of the post, in its order; before each goes
    up its channel calls `go_on`, and lets the FenceClosed through that this raises where it must not."""

    key: str
    account: str
    post: Post
    language: str
    at: datetime
    zone: str = "UTC"
    pictures: tuple[Image, ...] = ()
    go_on: Callable[[], None] = field(default=nothing_against_it, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The complete bytes of the create call; a repeat sends these or nothing."""

    key: str
    account: str
    wire: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`remote_id` is the network's name for the post; `url` where people see it; `at` when it took it."""

    remote_id: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """`evidence`: the network refused a second copy and shows the first, whose receipt this is (empty: it took this
    one). `looked_at` as in a finding."""

    receipt: Receipt
    evidence: str = ""
    looked_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The network said no to this text; it is never sent again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """The network said no to this account; nothing more is sent from it until a person mends that."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Surely not accepted; `when` is the network's own word for when to try again (None: it gave none)."""

    reason: str
    when: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """No byte of the create call reached the network."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Perhaps accepted: time-outs, broken links, answers that cannot be read. `looked_at` as in a finding."""

    reason: str
    looked_at: int = 0


Outcome = Posted | Refused | Locked | Later | NotSent | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """In each of the three, `looked_at` counts the posts that the network showed, and may charge for."""

    receipt: Receipt
    evidence: str
    looked_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """`never`: it never was there, as far as a network can tell that takes no key twice. `deleted`: it was there, and
    was taken down."""

    evidence: str
    never: bool = False
    deleted: bool = False
    looked_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotTell:
    reason: str
    looked_at: int = 0


Finding = Found | Absent | CannotTell


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a channel declares of itself. `public`: posts leave this machine, so an account needs a person's
    decision to go live and every link must have been verified. `appears_within`: how long after a create call a look-up
    may still miss a post that is out, or will be."""

    public: bool
    appears_within: timedelta = timedelta(0)
    deletes: bool = True
    reads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Counts seen at an instant, by what they count: likes, boosts, replies, quotes, impressions. A count that the
    network does not give is left out, never 0."""

    at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)
