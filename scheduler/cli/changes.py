"""What an edit would do to the outbox, a line a post; both texts where one would be rewritten."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from difflib import ndiff

from rich.console import RenderableType
from rich.text import Text

from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.model.plan import Change, Changes, Planned
from scheduler.model.post import Post
from scheduler.model.slot import SlotKey
from scheduler.service.planning import Look
from scheduler.words.counts import counts
from scheduler.words.posts import around, gist, text_of
from scheduler.words.times import in_both

LINES = {"-": "red", "+": "green", " ": ""}
"""The lines of a text before and after, and those that stay."""

MOST = 12
"""Added posts that are listed one by one where the slots follow anyway."""


def narrowed(look: Look, *, until: datetime, account: str | None, campaign: str | None) -> Look:
    """The same look: its slots until then, and everything of one account, one campaign; None: of all."""

    def ours(key: SlotKey) -> bool:
        return account in (None, key.account) and campaign in (None, key.campaign)

    found = look.changes
    return replace(
        look,
        plan=replace(
            look.plan, until=until, slots=tuple(p for p in look.plan.slots if ours(p.slot.key) and p.due_at <= until)
        ),
        changes=Changes(
            add=tuple(p for p in found.add if ours(p.slot.key)),
            keep=tuple(d for d in found.keep if ours(d.key)),
            move=tuple(c for c in found.move if ours(c.before.key)),
            rewrite=tuple(c for c in found.rewrite if ours(c.before.key)),
            withdraw=tuple(c for c in found.withdraw if ours(c.before.key)),
        ),
    )


def differences(look: Look, screen: Screen, *, reader: str, whole: bool) -> Iterator[RenderableType]:
    """`whole`: every added post is listed, not only the first few."""
    found = look.changes
    if found.nothing:
        yield Text("nothing changes")
        yield Text()
        return
    rows = [_withdrawn(c, reader) for c in found.withdraw]
    rows += [_moved(c, reader) for c in found.move]
    rows += [_rewritten(c, reader) for c in found.rewrite]
    added = found.add if whole else found.add[:MOST]
    rows += [_added(p, reader) for p in added]
    yield from aligned(_once(rows), screen)
    if len(added) < len(found.add):
        yield Text(f"+ and {len(found.add) - len(added)} more, marked + below", style="green")
    summary = counts(
        [
            (len(found.add), "added"),
            (len(found.move), "moved"),
            (len(found.rewrite), "rewritten"),
            (len(found.withdraw), "withdrawn"),
            (len(found.keep), "kept"),
        ]
    )
    yield Text(summary, style="dim")
    yield Text()


def _once(rows: list[Row]) -> list[Row]:
    """A reason that several rows share stands below the last of them."""
    following = [*(row.below for row in rows[1:]), ()]
    return [replace(row, below=()) if row.below == after else row for row, after in zip(rows, following, strict=True)]


def _withdrawn(found: Change, reader: str) -> Row:
    row = found.before
    return Row(
        [Text("- withdraw", "red"), in_both(row.due_at, row.zone, reader), row.account, gist(row.post)],
        [Text(f"because {found.why}", "dim")],
    )


def _moved(found: Change, reader: str) -> Row:
    before, after = found.before, found.after
    return Row(
        [Text("> move", "yellow"), in_both(before.due_at, before.zone, reader), before.account, gist(after.post)],
        [f"to {in_both(after.due_at, after.zone, reader)}", Text(f"because {found.why}", "dim")],
    )


def _rewritten(found: Change, reader: str) -> Row:
    before, after = found.before, found.after
    lines = ndiff(_lines(before.post), _lines(after.post))
    both = [Text(line, LINES[line[0]]) for line in lines if line[0] in LINES]
    return Row(
        [
            Text("~ rewrite", "yellow"),
            in_both(after.due_at, after.zone, reader),
            after.account,
            f"{after.action}, {after.template}",
        ],
        [Text(f"because {found.why}", "dim"), *both],
    )


def _lines(post: Post) -> list[str]:
    return [*text_of(post).splitlines(), *around(post, exactly=True)]


def _added(found: Planned, reader: str) -> Row:
    text = gist(found.choice.post) if found.choice else ""
    when = in_both(found.due_at, found.slot.zone, reader)
    pictures = [Text(line, "dim") for line in around(found.choice.post)] if found.choice else []
    return Row([Text("+ add", "green"), when, found.slot.key.account, text], pictures)
