"""What the YAML parser stumbled over, in words for people who do not know what YAML is."""

from typing import NamedTuple

import yaml

from scheduler.config.flaws import Flaw, Mark


class Trouble(NamedTuple):
    """`in_the_way`: the flaw again, with the index of the one character that hides the rest of the text."""

    flaw: Flaw
    in_the_way: list[tuple[Flaw, int]]


_CUT = "close it; if the file was cut short, restore its end"
_LOOK = "look at the quotes and the indentation of this line and of the line before it"
_QUOTE = "put the whole text in quotes"
_QUOTE_OR_KEY = "put the whole text in quotes, or, if a key was meant, begin a new line with it"

_WORDS = (
    ("mapping values are not allowed", "this text holds a colon and stands without quotes", _QUOTE_OR_KEY),
    (
        "sequence entries are not allowed",
        "a list cannot begin in the middle of a line",
        "put each `- ` on its own line",
    ),
    ("could not find expected ':'", "this line has no `:`", "write `key: value`, and " + _LOOK),
    ("unknown escape character", "a \\ in double quotes begins a code", "use single quotes, or write \\\\"),
    ("hexdecimal number", "a \\ in double quotes begins a code", "use single quotes, or write \\\\"),
    ("expected comment or line break", "text stands after | or >", "begin the text on the next line, indented"),
    ("expected <document start>", "text stands after the end of the document", "leave out the line `...`"),
    ("directive", "a line that begins with % is not used here", "leave it out"),
    ("tag handle", "a text that begins with ! must be quoted", _QUOTE),
    ("<block end>", "this does not belong here", _LOOK),
    ("expected key", "this does not belong here", _LOOK),
    (
        "'-' indicator",
        "this line does not belong to the list above it",
        "begin it with `- `, or indent it like the others",
    ),
    ("node content", "a value is missing before this", _LOOK),
)

_OPENERS = {
    "@": ("a text cannot begin with @", "write handles without it; put any other text in quotes"),
    "%": ("a text that begins with % must be quoted", _QUOTE),
    "`": ("a text that begins with ` must be quoted", _QUOTE),
}


def explain(error: yaml.YAMLError, text: str, first_line: int) -> Trouble:
    """Never repeats anything of the text."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Trouble(Flaw(Mark(first_line, 1), "this is not YAML", "look for characters that do not belong here"), [])
    at = error.problem_mark
    mark = _within(text, at, first_line)
    context, problem = error.context or "", error.problem or ""
    opener = text[at.index : at.index + 1]
    if "cannot start any token" in problem and opener in _OPENERS:
        return _one_character(Flaw(mark, *_OPENERS[opener]), at.index)
    if context in ("while scanning an alias", "while scanning an anchor") and error.context_mark is not None:
        sign = "*" if context.endswith("alias") else "&"
        flaw = Flaw(_mark(error.context_mark, first_line), f"a text that begins with {sign} must be quoted", _QUOTE)
        return _one_character(flaw, error.context_mark.index)
    if context == "while scanning a simple key" and error.context_mark is not None:
        mark = _mark(error.context_mark, first_line)
    return Trouble(_unfinished(error, text, at, first_line) or _worded(mark, problem), [])


def _one_character(flaw: Flaw, index: int) -> Trouble:
    return Trouble(flaw, [(flaw, index)])


def _unfinished(error: yaml.MarkedYAMLError, text: str, at: yaml.Mark, first_line: int) -> Flaw | None:
    context, problem = error.context or "", error.problem or ""
    opened = _within(text, error.context_mark or at, first_line)
    ends = not text[at.index :].strip()
    if "quoted scalar" in context and ("end of stream" in problem or "document indicator" in problem):
        return Flaw(opened, "this quoted text is never closed", _CUT)
    if "expected ','" in problem:
        began = (error.context_mark or at).index
        bracket = text[began : began + 1]
        if ends or at.line + first_line > opened.line:
            return Flaw(opened, f"this {bracket} is never closed", _CUT)
        return Flaw(_mark(at, first_line), f"a comma is missing before this, or the end of the {bracket}", _LOOK)
    if ends:
        fix = "finish it; if the file was cut short, restore its end"
        return Flaw(opened, "the file ends in the middle of this", fix)
    return None


def _worded(mark: Mark, problem: str) -> Flaw:
    for sign, what, fix in _WORDS:
        if sign in problem:
            return Flaw(mark, what, fix)
    return Flaw(mark, "this cannot be read", _LOOK)


def _within(text: str, mark: yaml.Mark, first_line: int) -> Mark:
    """Where a text ends without a line end, the parser speaks of the line after it, which nobody can go to."""
    last = text.count("\n")
    if mark.line <= last:
        return _mark(mark, first_line)
    return Mark(last + first_line, len(text) - text.rfind("\n"))


def _mark(mark: yaml.Mark, first_line: int) -> Mark:
    return Mark(mark.line + first_line, mark.column + 1)
