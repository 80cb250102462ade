"""Reads posts page by page from the newest to older ones, and counts them by the hour as far as they were seen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median_low

from scheduler.attention.bins import bin_of
from scheduler.model.count import HOUR, Bin


@dataclass(frozen=True, slots=True)
class Post:
    """All that is looked at: its name at its network, never kept, and when it was said; `ours`: not to be counted."""

    name: str
    at: datetime
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """`older` leads to the next page; None: there is none."""

    posts: list[Post]
    older: str | None


@dataclass(slots=True)
class Seen:
    """`posts` by name, so that none is counted twice. `reached`: how far back every post was seen; None: as far as was
    asked for."""

    posts: dict[str, Post] = field(default_factory=dict)
    reached: datetime | None = None


def read_back(turn: Callable[[str | None], Page], since: datetime, pages: int) -> Seen:
    """How old a page is its middle post says: single ones may lie about their day. A server that gives the same page
    again has said all that it will. Raises what `turn` raises."""
    seen = Seen()
    older: str | None = None
    middle: datetime | None = None
    for _ in range(pages):
        page = turn(older)
        fresh = [post for post in page.posts if post.name not in seen.posts]
        seen.posts |= {post.name: post for post in fresh}
        if page.posts:
            middle = median_low(sorted(post.at for post in page.posts))
        if page.older is None or (middle is not None and middle < since):
            return seen
        if not fresh:
            break
        older = page.older
    seen.reached = middle
    return seen


def by_the_hour(found: Iterable[Seen], since: datetime, until: datetime) -> list[Bin]:
    """Only hours that were seen whole; where a flood is beyond the pages that are read, so that not even the newest
    hour was, that hour has what was seen of it, which is less than was said: a surge must not blind us, and an hour
    counted in part must not become what is usual. No other hour is ever counted in part."""
    seen = list(found)
    posts = {post.name: post for one in seen for post in one.posts.values()}
    reached = max((one.reached for one in seen if one.reached is not None), default=None)
    first = since if reached is None else max(since, bin_of(reached, HOUR) + HOUR)
    if first >= until:
        first = until - HOUR
        if not any(first <= post.at < until and not post.ours for post in posts.values()):
            return []
    counts = {first + n * HOUR: 0 for n in range((until - first) // HOUR)}
    for post in posts.values():
        hour = bin_of(post.at, HOUR)
        if hour in counts and not post.ours:
            counts[hour] += 1
    return [Bin(at, count) for at, count in counts.items()]


def instant_of(said: object) -> datetime | None:
    """None: it is no time with an offset."""
    if not isinstance(said, str):
        return None
    try:
        found = datetime.fromisoformat(said)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
