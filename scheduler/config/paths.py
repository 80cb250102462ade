"""Where a thing stands, in the user's words: `schedules[daily].zone`."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from scheduler.config.flaws import Mark
from scheduler.config.leaks import looks_secret
from scheduler.config.names import ID_PATTERN
from scheduler.config.nodes import Group, Listing, Node, Trail, child

_FIT_TO_SHOW = re.compile(r"[\w ./+-]{1,60}")


def shown(word: str) -> str:
    """A key or an id as a message may repeat it; `…` where it could be a secret or upset a terminal."""
    return word if _FIT_TO_SHOW.fullmatch(word) and not looks_secret(word) else "…"


def key_step(before: str, key: str) -> str:
    return f"{before}.{shown(key)}" if before else shown(key)


def item_step(before: str, index: int, item_id: str | None) -> str:
    """Items go by their id, and by their number from 1 where they have none that could be used."""
    return f"{before}[{shown(item_id) if item_id and re.fullmatch(ID_PATTERN, item_id) else index + 1}]"


def path_of(root: Node, trail: Trail) -> str:
    """`trail` may end in keys that are not there."""
    path = ""
    node: Node | None = root
    for step in trail:
        node = None if node is None else child(node, step)
        path = key_step(path, step) if isinstance(step, str) else item_step(path, step, id_of(node))
    return path


def places(root: Node, path: str = "") -> Iterator[tuple[str, Mark]]:
    """Every path and where its value stands, in the order of the text."""
    yield path, root.mark
    if isinstance(root, Group):
        for key, entry in root.entries.items():
            yield from places(entry.value, key_step(path, key))
    elif isinstance(root, Listing):
        for index, item in enumerate(root.items):
            yield from places(item, item_step(path, index, id_of(item)))


class Finder:
    """Finds what stands at a mark."""

    def __init__(self, root: Node) -> None:
        self._known = sorted(_marks(root, ""))

    def path_at(self, mark: Mark) -> str:
        """The path of the last key or value that begins at or before this mark."""
        index = bisect_right(self._known, mark, key=lambda pair: pair[0])
        return self._known[index - 1][1] if index else ""


def _marks(node: Node, path: str) -> Iterator[tuple[Mark, str]]:
    yield node.mark, path
    if isinstance(node, Group):
        for key, entry in node.entries.items():
            below = key_step(path, key)
            yield entry.key, below
            yield from _marks(entry.value, below)
    elif isinstance(node, Listing):
        for index, item in enumerate(node.items):
            yield from _marks(item, item_step(path, index, id_of(item)))


def id_of(node: Node | None) -> str | None:
    return node.text("id") if isinstance(node, Group) else None
