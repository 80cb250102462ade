"""What `awareness run` tells the person at the terminal: what was said, what comes next and why."""

import textwrap
import threading
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from scheduler.model.delivery import AHEAD, Delivery
from scheduler.model.record import Entry
from scheduler.service.store_ports import Looking, Store
from scheduler.words.posts import around, counted, printable, text_of

STYLES = {
    "delivery.posted": ("said", "bold green"),
    "delivery.refused": ("refused", "bold red"),
    "delivery.in doubt": ("in doubt", "bold yellow"),
    "delivery.held": ("held", "bold red"),
    "delivery.expired": ("not said", "yellow"),
    "delivery.not accepted": ("later", "yellow"),
    "delivery.skipped": ("skipped", "cyan"),
    "delivery.deleted": ("deleted", "cyan"),
    "files.accepted": ("files", "bold cyan"),
    "files.refused": ("files", "bold red"),
    "files.waiting": ("files", "yellow"),
    "files.mended": ("files", "cyan"),
    "plan.changed": ("plan", "cyan"),
    "gap": ("gap", "yellow"),
    "stop.set": ("stop", "bold red"),
    "stop.lifted": ("resumed", "bold green"),
}
"""The events that are worth a line, the word for each and its style."""


INDENT = 21
"""Columns before what stands under a line."""

LEAST = 30
"""Columns that a sentence gets, however narrow the screen is."""


class Speaker:
    """Prints from several threads, one event at a time; what it prints is for people and changes with taste."""

    def __init__(self, console: Console, store: Callable[[], Store], zone: ZoneInfo | None) -> None:
        self._console = console
        self._store = store
        self._zone = zone
        self._guard = threading.Lock()
        self._last: tuple[str, datetime] | None = None

    def announce(self, entry: Entry, delivery: Delivery | None) -> None:
        if entry.event not in STYLES:
            return
        with self._guard:
            self._line(entry, delivery)
            if entry.event == "delivery.posted" and delivery is not None:
                self._card(delivery)
                self.next_up()

    def next_up(self) -> None:
        """One line on what comes next, and why it is what it is; nothing where that was said last."""
        with self._store().look() as looking:
            following = coming(looking)
        if following is None:
            self._say("next", "dim", "nothing is planned")
            return
        told, self._last = self._last, (str(following.key), following.ready_at)
        if told == self._last:
            return
        where = f"{self._at(following.ready_at)} on {following.account}: {following.template} for {following.action}"
        self._say("next", "dim", where)
        for reason in following.why:
            if not reason.startswith("passed over"):
                indented(self._console, Text(f"because {reason}", style="dim"))

    def _line(self, entry: Entry, delivery: Delivery | None) -> None:
        word, style = STYLES[entry.event]
        if delivery is None:
            self._say(word, style, entry.why, entry.at)
            return
        about = f"{delivery.account}: {delivery.template} for {delivery.action}"
        if entry.event == "delivery.posted":
            self._say(word, style, f"{about} ({counted(delivery.post)}, key {delivery.key.short})", entry.at)
        else:
            self._say(word, style, f"{about} (key {delivery.key.short}): {entry.why}", entry.at)

    def _card(self, delivery: Delivery) -> None:
        for line in (*text_of(delivery.post).splitlines(), *around(delivery.post)):
            indented(self._console, Text(line))
        if delivery.receipt is not None:
            hanging(self._console, Text(" " * INDENT), _one_line(delivery.receipt.url))

    def _say(self, word: str, style: str, what: str, at: datetime | None = None) -> None:
        clock = f"{at.astimezone(self._zone):%H:%M:%S}" if at else " " * 8
        start = Text.assemble((clock, "dim"), "  ", (f"{word:>9}", style), "  ")
        hanging(self._console, start, _one_line(what))

    def _at(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%a %d %b %H:%M:%S}"


def indented(console: Console, text: Text, by: int = INDENT) -> None:
    """Wrapped where a person looks at a screen; a line of its own in a pipe."""
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, by)))
    else:
        console.print(Text(" " * by if text.plain else "").append_text(text), soft_wrap=True)


def hanging(console: Console, start: Text, what: str) -> None:
    """The same for a line with a word before it, which stays alone in its column; an address is never broken."""
    if not console.is_terminal:
        console.print(Text.assemble(start, what), soft_wrap=True)
        return
    room = max(console.width - start.cell_len, LEAST)
    lines = textwrap.wrap(what, room, break_long_words=False, break_on_hyphens=False)
    console.print(Text.assemble(start, ("\n" + " " * start.cell_len).join(lines)), soft_wrap=True)


def _one_line(text: str) -> str:
    """A network's words may be in it: nothing of them may steer the terminal or look like a second line."""
    return printable(text).replace("\n", " ")


def coming(looking: Looking) -> Delivery | None:
    """The next post; None: nothing is planned."""
    ahead = looking.deliveries(states=AHEAD, limit=20)
    return min(ahead, key=lambda d: d.ready_at, default=None)
