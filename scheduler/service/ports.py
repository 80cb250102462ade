"""What the use cases ask of the outside; the floors above implement it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from scheduler.model.account import Profile
from scheduler.model.receipt import Absent, Capabilities, Finding, Outcome, Outgoing, Prepared, Reading, Receipt
from scheduler.model.record import Alert, StopFile
from scheduler.model.text_rule import TextRule
from scheduler.model.upkeep import Pulse
from scheduler.model.version import Tree

Fence = Callable[[], None]
"""Called by a channel once the connection stands and before the first byte of the create call. It commits the
fence; when it raises FenceClosed nothing may be sent, and the channel lets the error through."""


class Channel(Protocol):
    """The adapter to one network for one account. Called from one thread at a time; opens no transaction. Of the
    ChannelTrouble that it raises, ChannelLocked, ChannelRefused and ChannelBusy say what to do next."""

    capabilities: Capabilities
    limits: TextRule

    def prepare(self, post: Outgoing) -> Prepared:
        """Upload media and complete the wire bytes; repeatable, publishes nothing. Raises ChannelTrouble, and passes
        the FenceClosed of `post.go_on` through."""
        ...

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        """The create call, once, never retried inside. Raises only FenceClosed, passed through."""
        ...

    def find(self, prepared: Prepared) -> Finding:
        """Look whether the post is there; never raises."""
        ...

    def recall(self, posts: Sequence[Outgoing], since: datetime) -> list[Finding]:
        """Look which of these posts, that somebody else may have sent in this account's name from `since` on, are out:
        a finding for each, in their order. What was looked at is counted once, by the first. Raises ChannelTrouble
        where the network cannot be asked now."""
        ...

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:
        """Whether the network surely refuses a second copy of these bytes now."""
        ...

    def read(self, receipt: Receipt) -> Reading | Absent:
        """How often it was liked, boosted, answered …; Absent where the network surely no longer has it. Raises
        ChannelTrouble."""
        ...

    def introduce(self) -> Profile:
        """Ask the network whose account this is, and what it allows. Raises ChannelTrouble; ChannelLocked also where
        it is not the account that the files name."""
        ...

    def delete(self, receipt: Receipt) -> None:
        """Take the post down; a post that is gone already is no error. Raises ChannelTrouble."""
        ...


class Files(Protocol):
    """The organisers' files."""

    def look(self) -> Tree:
        """The tree as it stands, one read. Raises FilesWrong where a file cannot be read at all."""
        ...

    def with_standing(self, tree: Tree) -> Tree:
        """The same tree with its commit and author, or with why it must not be taken yet."""
        ...

    def stop_file(self) -> StopFile | None:
        """What stops everything without the store: a file named STOP beside the configuration; an unreadable folder
        counts as one. None: there is none."""
        ...


class PulseSink(Protocol):
    """Whoever watches from outside whether the house lives. Raises OSError alone."""

    def tell(self, pulse: Pulse) -> None: ...

    def end(self) -> None:
        """The service ends because somebody wants it to."""
        ...


class AlertSink(Protocol):
    def tell(self, alerts: Sequence[Alert]) -> None:
        """Raises nothing that loses an alert: what it cannot deliver it raises OSError for, and is asked again;
        BlockingIOError where it is about to be delivered, which is no trouble."""
        ...


Channels = Callable[[str], Channel | None]
"""The channel of an account by its id; None where this version has no channel for its network."""
