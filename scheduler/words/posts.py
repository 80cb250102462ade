"""Deliveries, their states and their texts in plain words."""

from scheduler.model.delivery import Delivery, State
from scheduler.model.money import dollar_words
from scheduler.model.post import Post

STATES: dict[State, str] = {
    State.PLANNED: "an edit may still change it",
    State.QUEUED: "its text is fixed, it waits for its time",
    State.CLAIMED: "it is being prepared; nothing was sent",
    State.SENDING: "it is on the wire",
    State.IN_DOUBT: "perhaps out; the service is looking for evidence",
    State.HELD: "perhaps out; only a person can say",
    State.POSTED: "it is out",
    State.VERIFIED: "it is out, and was seen there",
    State.VANISHED: "it was out, and is no longer there",
    State.DELETED: "it was taken down and is never sent again",
    State.REFUSED: "the network refused its text",
    State.SKIPPED: "a person took it out",
    State.WITHDRAWN: "it was taken out",
    State.EXPIRED: "its time passed",
}
"""What each state means to whoever waits for the post."""

REDACTED = "(redacted)"


def printable(text: str) -> str:
    """The text without what could steer a terminal, or shows letters in another order than they stand: control
    characters and overrides of direction become a visible sign. Isolates stay: mixed scripts need them."""
    return "".join(c if c == "\n" or not _steers(c) else "�" for c in text)


def _steers(character: str) -> bool:
    return ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 or character in "\u202d\u202e"


def text_of(post: Post) -> str:
    return REDACTED if post.redacted else printable(post.text)


def around(post: Post, *, exactly: bool = False) -> list[str]:
    """A line for all of a post that is not its text: `[warning: violence]`, `[seen as: unlisted]`, its pictures."""
    warning = [f"[warning: {printable(post.warning)}]"] if post.warning else []
    seen = [f"[seen as: {post.visibility}]"] if post.visibility else []
    return [*warning, *seen, *pictured(post, exactly=exactly)]


def pictured(post: Post, *, exactly: bool = False) -> list[str]:
    """A line for each picture: `[picture: banner.png: what it shows]`; `exactly`: with the beginning of its digest, so
    that one sees that another picture lies under the same name."""
    return [
        f"[picture: {picture.file.rpartition('/')[2]}{f' {picture.digest[:8]}' if exactly else ''}: "
        f"{printable(picture.alt) or REDACTED}]"
        for picture in post.pictures
    ]


def gist(post: Post, longest: int = 60) -> str:
    """The beginning of the text in one line, cut with `…` where there is more."""
    line = " ".join(text_of(post).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def counted(post: Post) -> str:
    """`212 of 280`, or `212 of 280 for 0.20 US dollars`."""
    cost = f" for {dollar_words(post.cost)}" if post.cost else ""
    return f"{post.length} of {post.limit}{cost}"


def named(delivery: Delivery) -> str:
    """How a post is spoken of: `3f9a1c02 (close-the-camps on demo)`."""
    return f"{delivery.key.short} ({delivery.key.campaign} on {delivery.account})"
