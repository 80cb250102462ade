"""What the fake of X remembers: posts, media, money, and what an account is still allowed."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.clock import Clock
from tests.servers import x_messages as say
from tests.servers.x_rules import INVALID, tidy, weigh

FIELDS = {
    "card_uri", "community_id", "direct_message_deep_link", "edit_options", "for_super_followers_only", "geo",
    "made_with_ai", "media", "nullcast", "paid_partnership", "poll", "quote_tweet_id", "reply", "reply_settings",
    "share_with_followers", "text",
}  # fmt: skip


@dataclass
class Post:
    """`text` is the whole text with its links as they were written; None in `deleted_at`: it is there."""

    id: str
    text: str
    at: datetime
    media: tuple[str, ...] = ()
    reply_to: str | None = None
    deleted_at: datetime | None = None
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Media:
    id: str
    at: datetime
    category: str
    data: bytes = b""
    alt: str | None = None
    done: bool = True

    @property
    def key(self) -> str:
        return f"3_{self.id}"


@dataclass
class World:
    """One account. `memory`: how long a text stays known as said already; X does not tell its own. Only posts that
    are still there count, and a text with other media is another text: whoever relies on more than that is wrong."""

    clock: Clock
    limit: int = 280
    memory: timedelta = timedelta(hours=24)
    user: str = "1700000000000000017"
    handle: str = "awareness_test"
    posts: list[Post] = field(default_factory=list)
    media: dict[str, Media] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)
    credits: int | None = None
    capped: bool = False
    suspended: bool = False
    forbidden: bool = False
    threads: bool = True
    lock: threading.RLock = field(default_factory=threading.RLock)
    last: int = 1_990_000_000_000_000_000

    def new_id(self) -> str:
        self.last += 1 << 22
        return str(self.last)

    def there(self, keep: Callable[[Post], bool] = lambda _: True) -> list[Post]:
        """Newest first."""
        return [post for post in reversed(self.posts) if post.deleted_at is None and keep(post)]

    def one(self, post_id: str) -> Post | None:
        return next(iter(self.there(lambda post: post.id == post_id)), None)

    def create(self, body: say.Json) -> Post:
        """Raises Refused, in the order in which X looks: form, rights, money, then the text."""
        if unknown := sorted(body.keys() - FIELDS):
            raise say.invalid(f"$.{unknown[0]}: is not defined in the schema")
        if not isinstance(body.get("text", ""), str):
            raise say.invalid("$.text: is not a string")
        self.admit()
        if self.credits == 0:
            raise say.out_of_credits(int(self.user))
        text, media = tidy(body.get("text", "")), tuple((body.get("media") or {}).get("media_ids", ()))
        parent = (body.get("reply") or {}).get("in_reply_to_tweet_id")
        self._check_text(text, media)
        self._check_parent(parent)
        now = self.clock.now()
        said = (text, media, parent)
        if any((post.text, post.media, post.reply_to) == said for post in self.there(lambda p: self._known(p, now))):
            raise say.duplicate()
        post = Post(self.new_id(), text, now, media, parent)
        self.posts.append(post)
        if self.credits is not None:
            self.credits -= 1
        return post

    def admit(self) -> None:
        """What stands against every request of the account."""
        if self.forbidden:
            raise say.client_forbidden("17000017")
        if self.suspended:
            raise say.suspended()
        if self.capped:
            raise say.capped(int(self.user))

    def _known(self, post: Post, now: datetime) -> bool:
        return now - post.at < self.memory

    def _check_text(self, text: str, media: tuple[str, ...]) -> None:
        if not text and not media:
            raise say.invalid("The text is empty and there is no media.")
        if any(letter in text for letter in INVALID):
            raise say.invalid("The text holds a character that is not valid.")
        if weigh(text) > self.limit:
            raise say.too_long()
        if not all(self._usable(media_id) for media_id in media):
            raise say.invalid("Your media IDs are invalid.")

    def _usable(self, media_id: str) -> bool:
        media = self.media.get(media_id)
        return media is not None and media.done and self.clock.now() - media.at < timedelta(hours=24)

    def _check_parent(self, parent: str | None) -> None:
        if parent is None:
            return
        if parent in self.strangers or (self.one(parent) and not self.threads):
            raise say.not_summoned()
        if self.one(parent) is None:
            raise say.parent_gone()

    def delete(self, post_id: str) -> bool:
        """False where it was not there."""
        post = self.one(post_id)
        if post is None:
            return False
        post.deleted_at = self.clock.now()
        return True
