"""A post as a card: its text exactly as it would be, links and tags marked by style only, counts above it."""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import RenderableType
from rich.panel import Panel
from rich.text import Text

from scheduler.cli.screen import Screen
from scheduler.model.post import Post
from scheduler.service.previewing import Card
from scheduler.words.counts import listed
from scheduler.words.posts import around, counted, printable, text_of

STYLES = {"link": "underline blue", "hashtag": "cyan", "handle": "magenta", "mention": "magenta"}
WIDEST = 100
EDGES = 6
"""Columns of a frame's first line that its title cannot have."""


def saying(cards: list[Card], screen: Screen) -> Iterator[RenderableType]:
    """One template with one action: a heading, then one card for each different text."""
    first = cards[0]
    about = Text.assemble(
        (first.template, "bold"), " with ", (first.action, "bold"), (f"  {first.campaign}, {first.language}", "dim")
    )
    if first.fact:
        about.append(f", fact {first.fact}", "dim")
    yield about
    alike: dict[tuple[str, str], list[Card]] = {}
    for card in cards:
        alike.setdefault((card.post.text if card.post else "", card.remark), []).append(card)
    for same in alike.values():
        yield from _one(same, screen)
    yield Text()


def _one(cards: list[Card], screen: Screen) -> Iterator[RenderableType]:
    first = cards[0]
    if first.post is None:
        networks = listed([card.network for card in cards])
        yield Text.assemble((f"  {networks}: ", "bold red"), f"cannot be said: {first.remark}")
        return
    title = ", ".join(f"{card.network} {counted(card.post)}" for card in cards if card.post)
    yield from framed(first.post, title, screen, warning=bool(first.remark))
    if note := _note(first):
        yield Text(f"  {note}", style="yellow")


def _note(card: Card) -> str:
    notes = [f"not now: {printable(card.remark)}"] if card.remark else []
    if card.post and card.post.dropped:
        notes.append(f"to fit, without {listed(card.post.dropped)}")
    if card.post and card.post.variant != "text":
        notes.append(f"variant {card.post.variant}")
    return "; ".join(notes)


def framed(post: Post, title: str, screen: Screen, *, warning: bool = False) -> Iterator[RenderableType]:
    """In a frame on a terminal, below the title where that is too long for its edge; bare below its title in a pipe,
    where the text must be exact."""
    if screen.bounded:
        width = min(screen.width, WIDEST)
        fits = cell_len(title) <= width - EDGES
        if not fits:
            yield Text(title, style="dim")
        yield Panel(
            _whole(post),
            title=Text(title, style="dim") if fits else None,
            title_align="left",
            border_style="yellow" if warning else "dim",
            width=width,
            padding=(0, 1),
        )
    else:
        yield Text(f"-- {title}")
        yield _whole(post)


def _whole(post: Post) -> Text:
    whole = marked(post)
    for line in around(post):
        whole.append(f"\n{line}", "dim")
    return whole


def marked(post: Post) -> Text:
    text = Text(text_of(post), overflow="fold")
    if not post.redacted:
        for entity in post.entities:
            text.stylize(STYLES.get(entity.kind, "bold"), entity.start, entity.end)
    return text
