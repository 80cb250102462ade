"""From YAML to nodes, refusing everything in YAML that surprises people."""

from dataclasses import dataclass, field
from typing import NamedTuple, cast

import yaml

from scheduler.config.comments import comment_after, swallowed
from scheduler.config.flaws import Flaw, Mark
from scheduler.config.nodes import Entry, Group, Listing, Node, Scalar
from scheduler.config.paths import item_step, key_step, shown
from scheduler.config.spaces import with_plain_spaces
from scheduler.config.syntax import explain
from scheduler.config.text import SPOILED, place

MAX_DEPTH = 12
MAX_NODES = 50_000
MAX_FLAWS = 500
_MAX_RECOVERIES = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = "what follows # is a comment and is not read"
_QUOTE_HASH = "quote the text or leave the # out (a comment has a space after its #)"


class Composed(NamedTuple):
    """`root` None: there is no tree in this text, or nothing at all where there is no flaw either."""

    root: Node | None
    flaws: tuple[Flaw, ...]


def compose(text: str, first_line: int = 1) -> Composed:
    """`text` as `text.decode` cleans it; `first_line` is the number of its first line in the file. Where a character
    is in the way, what follows it is read all the same, so that all problems come at once."""
    text, flaws = with_plain_spaces(text, first_line)
    odd_spaces = bool(flaws)
    for _ in range(_MAX_RECOVERIES):
        composer = _Composer(text, first_line)
        try:
            root = composer.document()
        except yaml.YAMLError as error:
            trouble = explain(error, text, first_line)
            in_the_way = composer.swallowed_before(error) or trouble.in_the_way
            if not in_the_way:
                found = composer.flaws if odd_spaces else (*composer.flaws, trouble.flaw)
                return Composed(None, tuple(map(composer.at, (*flaws, *found))))
            for flaw, index in in_the_way:
                flaws.append(composer.at(flaw))
                text = text[:index] + SPOILED + text[index + 1 :]
        except _TooMuchError as error:
            return Composed(None, tuple(map(composer.at, (*flaws, *composer.flaws, error.flaw))))
        else:
            return Composed(root, (*(flaw._replace(path=None) for flaw in flaws), *composer.flaws))
    return Composed(None, tuple(flaws))


class _TooMuchError(Exception):
    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw
        super().__init__()


@dataclass
class _Frame:
    """A group or a list that is being read."""

    items: dict[str, Entry] | list[Node] = field(default_factory=dict)
    key: str = ""


class _Composer:
    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line
        self._events = yaml.parse(text, Loader=_LOADER)
        self._end = 0
        self._nodes = 0
        self._excused = -1
        self._frames: list[_Frame] = []
        self._swallowed: list[tuple[Flaw, int]] = []
        self.flaws: list[Flaw] = []

    def document(self) -> Node | None:
        self._next()
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
            self._refuse(self._mark(event), "a line that begins with % is not used here", "leave it out")
        root = self._node(self._next())
        self._next()
        event = self._next()
        if isinstance(event, yaml.DocumentStartEvent):
            self._refuse(self._mark(event), "a second document begins here", "leave out the line `---`")
        return root

    def path(self, *, of_item: bool = True) -> str:
        """Of what is being read; `of_item`: an item of a list that has begun, not the list."""
        path = ""
        for depth, frame in enumerate(self._frames):
            below = self._frames[depth + 1] if depth + 1 < len(self._frames) else None
            if isinstance(frame.items, list):
                path = item_step(path, len(frame.items), _item_id(below)) if below or of_item else path
            elif frame.key:
                path = key_step(path, frame.key)
        return path

    def at(self, flaw: Flaw) -> Flaw:
        return flaw if flaw.path is not None else flaw._replace(path=self.path(of_item=False))

    def swallowed_before(self, error: yaml.YAMLError) -> list[tuple[Flaw, int]]:
        """Each comment that swallowed something, up to this error, with its index."""
        marks = (getattr(error, "context_mark", None), getattr(error, "problem_mark", None))
        ahead = [mark.index for mark in marks if mark is not None and mark.index >= self._end]
        self._check_gap(min(ahead, default=self._end))
        return self._swallowed

    def _next(self) -> yaml.Event:
        event = next(self._events)
        self._check_gap(_begin(event).index)
        self._end = max(self._end, _end(event).index)
        return event

    def _check_gap(self, end: int) -> None:
        for index in swallowed(self._text, self._end, end):
            if index != self._excused:
                flaw = Flaw(place(self._text, index, self._first_line), _COMMENT, _QUOTE_HASH)
                self._swallowed.append((flaw, index))
                self._add(flaw)

    def _node(self, event: yaml.Event) -> Node:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _TooMuchError(Flaw(self._mark(event), "this file holds too much", "split it"))
        self._refuse_signs(event)
        mark = self._mark(event)
        if isinstance(event, yaml.AliasEvent):
            return Scalar("", mark, broken=True)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, mark)
        if len(self._frames) == MAX_DEPTH:
            raise _TooMuchError(
                Flaw(mark, "brackets and indentation go too deep here", "nothing needs that", self.path())
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listing(mark)
        return self._group(mark)

    def _listing(self, mark: Mark) -> Listing:
        items: list[Node] = []
        self._frames.append(_Frame(items))
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event))
        self._frames.pop()
        return Listing(tuple(items), mark)

    def _group(self, mark: Mark) -> Node:
        entries: dict[str, Entry] = {}
        self._frames.append(_Frame(entries))
        whole = True
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if isinstance(event, yaml.ScalarEvent):
                self._entry(self._frames[-1], entries, event)
            else:
                self._no_entry(event, mark)
                whole = False
        self._frames.pop()
        return Group(entries, mark) if whole or not self._frames else Scalar("", mark, broken=True)

    def _entry(self, frame: _Frame, entries: dict[str, Entry], event: yaml.ScalarEvent) -> None:
        frame.key, mark, end = event.value, self._mark(event), _end(event).index
        self._refuse_signs(event)
        before = entries.get(frame.key)
        if before is not None:
            what = f"{shown(frame.key)} stands twice in this group, first in line {before.key.line}"
            self._refuse(mark, what, "keep one of the two")
        value = self._next()
        if ":" in self._text[end : _begin(value).index]:
            entries.setdefault(frame.key, Entry(mark, self._node(value)))
        else:
            self._no_value(frame, entries, mark)
        frame.key = ""

    def _no_value(self, frame: _Frame, entries: dict[str, Entry], mark: Mark) -> None:
        """What looks like a key without a value is the rest of the value before it, behind a comma."""
        if entries:
            frame.key, entry = entries.popitem()
            entries[frame.key] = Entry(entry.key, Scalar("", mark, broken=True))
        self._refuse(mark, "a key without a value stands here", "a text that holds a comma must be quoted inside { }")

    def _no_entry(self, event: yaml.Event, mark: Mark) -> None:
        """A key that is no text, and its value, both read past."""
        before = len(self.flaws)
        self._node(event)
        self._node(self._next())
        del self.flaws[before:]
        self._refuse(mark, "a text that begins with { or [ must be quoted", "put the whole text in quotes")

    def _scalar(self, event: yaml.ScalarEvent, mark: Mark) -> Scalar:
        style, value = event.style or "", event.value
        if value or style:
            return Scalar(value, mark, style, broken=SPOILED in value)
        end = _end(event).index
        comment = comment_after(self._text, end)
        if comment is None:
            self._refuse(mark, "there is no value", "give one, or leave this out")
        else:
            self._excused = comment
            what = "there is no value, because # begins a comment"
            self._refuse(place(self._text, comment, self._first_line), what, "quote it, or leave the # out")
        return Scalar("", mark, broken=True)

    def _refuse_signs(self, event: yaml.Event) -> None:
        mark = self._mark(event)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(mark, "an alias (*) is not used here", "write the thing out; quote a text that begins with *")
        elif anchor is not None:
            self._refuse(mark, "an anchor (&) is not used here", "leave it out; quote a text that begins with &")
        elif tag is not None:
            self._refuse(mark, "a tag (!) is not used here", "leave it out; quote a text that begins with !")

    def _refuse(self, mark: Mark, what: str, fix: str) -> None:
        self._add(Flaw(mark, what, fix, self.path()))

    def _add(self, flaw: Flaw) -> None:
        if len(self.flaws) == MAX_FLAWS:
            raise _TooMuchError(
                flaw._replace(what="more is wrong below here", fix="mend what is above, then look again")
            )
        self.flaws.append(flaw)

    def _mark(self, event: yaml.Event) -> Mark:
        return Mark(_begin(event).line + self._first_line, _begin(event).column + 1)


def _item_id(frame: _Frame | None) -> str | None:
    if frame is None or not isinstance(frame.items, dict):
        return None
    entry = frame.items.get("id")
    return entry.value.text if entry is not None and isinstance(entry.value, Scalar) else None


def _begin(event: yaml.Event) -> yaml.Mark:
    return cast("yaml.Mark", event.start_mark)  # the parsers always give it


def _end(event: yaml.Event) -> yaml.Mark:
    return cast("yaml.Mark", event.end_mark)
