"""Logs to stderr: readable on a terminal, JSON lines otherwise; event names and ids, never a text or a token."""

import json
import logging
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

from scheduler.cli.defects import trace
from scheduler.model.delivery import Delivery
from scheduler.model.record import Entry
from scheduler.secrecy import hidden

log = logging.getLogger("scheduler.events")

LOUD = frozenset({"files.refused", "delivery.refused", "delivery.held", "delivery.expired", "alert.raised"})
"""Events that a person should see even where only warnings are shown."""


class Discreet(logging.Formatter, ABC):
    """Says nothing secret, whoever logs it; of errors it shows what a report of a defect does."""

    def format(self, record: logging.LogRecord) -> str:
        return hidden(self.line(record))

    @abstractmethod
    def line(self, record: logging.LogRecord) -> str: ...

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        return "\n".join(("Traceback (most recent call last):", *trace(ei[1]))) if ei[1] is not None else ""


class Collected(logging.StreamHandler[TextIO]):
    """A stream that cannot be written to, because its reader is gone or its disk is full, loses lines and stops
    nothing."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Logging would print the line once more, with a trace."""


class Terminal(Collected):
    """`quiet`: the house's own events are spoken of in words there already."""

    def __init__(self, stream: TextIO, *, quiet: bool) -> None:
        super().__init__(stream)
        self._quiet = quiet

    def emit(self, record: logging.LogRecord) -> None:
        if not (self._quiet and record.name == log.name and record.levelno < logging.ERROR):
            super().emit(record)


class JsonLines(Discreet):
    def line(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **about(record),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Readable(Discreet):
    def line(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone()
        fields = " ".join(f"{name}={value}" for name, value in about(record).items() if value)
        line = f"{at:%H:%M:%S} {record.levelname.lower():7} {record.getMessage()} {fields}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def about(record: logging.LogRecord) -> Mapping[str, object]:
    found: Mapping[str, object] = getattr(record, "about", {})
    return found


def configure(
    *, verbose: bool, spoken: bool = False, stream: TextIO | None = None, file: logging.Handler | None = None
) -> None:
    """Send the house's events to `stream` (None: stderr). On a terminal only warnings show unless `verbose`, and not
    even these where they are `spoken` of in words there already; elsewhere everything does, for whoever collects it.
    `file` gets everything, whatever the stream is."""
    out = stream or sys.stderr
    terminal = out.isatty()
    handler = Terminal(out, quiet=spoken and not verbose) if terminal else Collected(out)
    handler.setFormatter(Readable() if terminal else JsonLines())
    handler.setLevel(logging.WARNING if terminal and not verbose else logging.NOTSET)
    root = logging.getLogger()
    root.handlers = [handler]
    if file is not None:
        file.setFormatter(JsonLines())
        root.addHandler(file)
    root.setLevel(logging.WARNING)
    logging.getLogger("scheduler").setLevel(logging.INFO)
    # Its own warnings about beats that take longer than their interval say nothing that status does not.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def log_entry(entry: Entry, _: Delivery | None) -> None:
    """One line for one entry of the record, after it is durable."""
    fields = {
        "chain": entry.chain,
        "key": entry.key,
        "who": entry.who,
        "why": entry.why,
        "before": entry.before,
        "after": entry.after,
        **entry.evidence,
    }
    level = logging.WARNING if entry.event in LOUD else logging.INFO
    log.log(level, entry.event, extra={"about": {name: value for name, value in fields.items() if value}})
