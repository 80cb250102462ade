"""YAML as a tree of texts that know their places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduler.config.flaws import Mark

Trail = tuple[str | int, ...]
"""The keys and indexes that lead from the root to a node."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, never typed by YAML. `style` is its quote or `|` or `>`, '' where it stands plain. `broken`: it was
    complained about already."""

    text: str
    mark: Mark
    style: str = ""
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple["Node", ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a group, and where its key stands."""

    key: Mark
    value: "Node"


@dataclass(frozen=True, slots=True)
class Group:
    """Keys and their values."""

    entries: Mapping[str, Entry]
    mark: Mark

    def text(self, key: str) -> str | None:
        """The text at this key; None: there is none that is whole."""
        entry = self.entries.get(key)
        if entry is None or not isinstance(entry.value, Scalar) or entry.value.broken:
            return None
        return entry.value.text


Node = Scalar | Listing | Group


def child(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Group) and isinstance(step, str) and step in node.entries:
        return node.entries[step].value
    if isinstance(node, Listing) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def find(root: Node, trail: Trail) -> Node | None:
    node: Node | None = root
    for step in trail:
        if node is None:
            return None
        node = child(node, step)
    return node


def walk(node: Node, trail: Trail = ()) -> Iterator[tuple[Trail, Node]]:
    """Every node with its trail, in the order of the text."""
    yield trail, node
    if isinstance(node, Group):
        for key, entry in node.entries.items():
            yield from walk(entry.value, (*trail, key))
    elif isinstance(node, Listing):
        for index, item in enumerate(node.items):
            yield from walk(item, (*trail, index))
