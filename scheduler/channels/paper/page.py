"""The page of cards beside a feed: what people open to see what a network of paper shows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from scheduler.channels.paper.feed import PostedLine, Wire

PICTURES = "pictures"
"""The folder beside the page that holds what its posts show."""

CARDS = Environment(
    loader=PackageLoader("scheduler.channels.paper", ""),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text. `kind` is '' for plain words; `href` is '' where there is nothing safe to open."""

    text: str
    kind: str = ""
    href: str = ""


def pieces(post: Wire) -> Iterator[Piece]:
    """The whole text in order, cut where its links, hashtags and handles begin and end. Marks that overlap an
    earlier one, or lie outside of the text, are passed over."""
    done = 0
    for mark in sorted(post.entities, key=lambda entity: entity.start):
        if not done <= mark.start < mark.end <= len(post.text):
            continue
        if done < mark.start:
            yield Piece(post.text[done : mark.start])
        yield Piece(post.text[mark.start : mark.end], mark.kind, _href(mark.value) if mark.kind == "link" else "")
        done = mark.end
    if done < len(post.text):
        yield Piece(post.text[done:])


def _href(address: str) -> str:
    """The address where a browser may open it, '' for every other scheme."""
    return address if address.lower().startswith(("https://", "http://")) else ""


def in_zone(at: datetime, zone: str) -> datetime:
    """The instant by the clocks of a zone; in UTC where the zone is unknown here."""
    try:
        return at.astimezone(ZoneInfo(zone))
    except (LookupError, ValueError, OSError):
        return at.astimezone(UTC)


def wall(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b %Y, %H:%M}"


class Page:
    """Remembers the cards that it drew last, so that one more post costs one more card."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._card = CARDS.get_template("card.html")
        self._page = CARDS.get_template("feed.html")
        self._drawn: dict[tuple[str, datetime, datetime | None], str] = {}

    def write(self, newest: Iterable[PostedLine], gone: Mapping[str, datetime], total: int) -> None:
        """Replace the page in one step; `newest` is in order of appearance, `gone` says when posts were deleted.
        Raises OSError. Only one writer at a time."""
        drawn = {}
        for line in newest:
            key = line.id, line.at, gone.get(line.id)
            drawn[key] = self._drawn.get(key) or self._draw(line, gone.get(line.id))
        self._drawn = drawn
        page = self._page.render(cards="".join(reversed(drawn.values())), shown=len(drawn), total=total)
        draft = self._path.with_name(f".{self._path.name}.draft")
        draft.write_text(page, encoding="utf-8")
        draft.replace(self._path)

    def _draw(self, line: PostedLine, gone_at: datetime | None) -> str:
        return self._card.render(
            line=line,
            post=line.post,
            pieces=list(pieces(line.post)),
            folder=PICTURES,
            hue=sha256(line.post.account.encode()).digest()[0] * 360 // 256,
            percent=min(100 * line.length // line.limit, 100),
            local=in_zone(line.at, line.post.zone),
            utc=line.at.astimezone(UTC),
            gone_at=gone_at and gone_at.astimezone(UTC),
            wall=wall,
        )
