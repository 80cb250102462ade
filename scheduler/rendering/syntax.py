"""Reads a template into a syntax tree whose nodes know where they stand, or says what cannot be read.

Jinja keeps one number with each token and hands it on to the node: the line. Here that number is the offset in the
source, which gives the column as well; in a tree from `parse`, `lineno` is an offset.
"""

import re
from collections.abc import Mapping

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import TokenStream
from jinja2.parser import Parser

from scheduler.rendering.faults import Fault, Unreadable

LONGEST_NUMBER = 9
TAGS = "the only tags are {% if … %}, {% elif … %}, {% else %} and {% endif %}"
WRITTEN = "a value is written {{ fact }}, a condition {% if fact %} … {% endif %}"

_ALONE = "write the text here; each template stands alone"
_DIRECTLY = "write the value where it is said"

FOREIGN_TAGS: Mapping[str, tuple[str, str]] = {
    "for": ("a loop", "lists print themselves: write {{ hashtags }}"),
    "include": ("an include", _ALONE),
    "import": ("an import", _ALONE),
    "from": ("an import", _ALONE),
    "extends": ("a parent template", _ALONE),
    "block": ("a block", _ALONE),
    "set": ("a variable of its own", _DIRECTLY),
    "with": ("a variable of its own", _DIRECTLY),
    "macro": ("a macro", _DIRECTLY),
    "call": ("a call", _DIRECTLY),
    "filter": ("a filter over several lines", "put the filter behind a value: {{ action.name|upper }}"),
    "autoescape": ("a switch of escaping", "take it out; nothing is escaped here"),
    "raw": ("text taken as it stands", "take it out; a post needs no braces"),
}
"""Tags that Jinja reads and a template may not use: what each is, and what to do instead."""

_OPENING = frozenset({"variable_begin", "block_begin", "comment_begin", "raw_begin"})
_QUOTES = frozenset("“”„‟‘’‚‛«»‹›`´")

Tokens = list[tuple[int, str, str]]
"""Offset, Jinja's word for the kind, text."""


def parse(source: str, environment: Environment) -> nodes.Template:
    """The source has plain newlines. Raises Unreadable."""
    tokens = _tokens(source, environment)
    parser = Parser(environment, "")
    try:
        parser.stream = TokenStream(environment.lexer.wrap(tokens), None, None)
        return parser.parse()
    except TemplateSyntaxError as error:
        raise Unreadable(_worded(error.message or "", error.lineno, tokens)) from error
    except RecursionError as error:
        raise Unreadable(Fault(0, "brackets or conditions are nested too deep", "write it flat")) from error


def foreign_tag(tag: str, offset: int) -> Fault:
    what, fix = FOREIGN_TAGS[tag]
    return Fault(offset, f"{{% {tag} %}} is {what}, which a template cannot hold", fix)


def _tokens(source: str, environment: Environment) -> Tokens:
    tokens: Tokens = []
    end = 0
    try:
        for _, kind, text in environment.lex(source):
            start = source.index(text, end)
            end = start + len(text)
            tokens.append((start, kind, text))
            if kind == "raw_begin":
                raise Unreadable(foreign_tag("raw", start))
            if kind in ("integer", "float") and len(text) > LONGEST_NUMBER:
                raise Unreadable(Fault(start, "this number is too long", "write a shorter one"))
    except TemplateSyntaxError as error:
        raise Unreadable(_lexed(error.message or "", source, end, tokens)) from error
    return tokens


def _lexed(message: str, source: str, end: int, tokens: Tokens) -> Fault:
    """What the lexer gave up on, at or after `end`."""
    if "Missing end of" in message:
        return _never_closed(tokens)
    offset = end + len(source[end:]) - len(source[end:].lstrip())
    character = source[offset]
    if character in _QUOTES:
        return Fault(offset, f"{character} is a quotation mark of print", 'write straight quotes: "…"')
    if character in "\"'":
        return Fault(offset, "this quotation mark is never closed", f"close it with another {character}")
    if character in ")]}":
        return Fault(offset, f"this {character} closes nothing that is open, or closes it too early", WRITTEN)
    return Fault(offset, f"{character} has no meaning here", WRITTEN)


def _worded(message: str, offset: int, tokens: Tokens) -> Fault:
    """What the parser gave up on. Tags left open come first: a loop is a loop before it is unfinished."""
    unclosed = re.search(r"needs to be closed is '(\w+)'", message)
    unknown = re.match(r"Encountered unknown tag '(\w+)'", message)
    if unclosed and unclosed[1] in FOREIGN_TAGS:
        return foreign_tag(unclosed[1], _innermost(unclosed[1], offset, tokens))
    if unknown and unknown[1] in ("endif", "else", "elif"):
        return Fault(offset, f"{{% {unknown[1]} %}} stands where no {{% if %}} waits for it", TAGS)
    if unknown:
        return Fault(offset, f"there is no tag {{% {unknown[1]} %}}", TAGS)
    if unclosed:
        return Fault(
            _innermost(unclosed[1], offset, tokens), "this condition is never closed", "write {% endif %} after it"
        )
    if "end of template" in message:
        return _never_closed(tokens)
    return _stray(message, offset)


def _stray(message: str, offset: int) -> Fault:
    stray = re.search(r"(?:got|unexpected) '(.+?)'$", message)
    if stray is None:
        return Fault(offset, f"this cannot be read: {message}", WRITTEN)
    if stray[1].startswith("end of "):
        return Fault(offset, "something is missing before this", WRITTEN)
    if stray[1] == "=":
        return Fault(offset, "= cannot stand here", "compare with ==")
    return Fault(offset, f"{stray[1]} cannot stand here", WRITTEN)


def _innermost(tag: str, until: int, tokens: Tokens) -> int:
    """Where the innermost tag of this name begins that has no end before `until`."""
    open_tags = []
    begun = 0
    before = ""
    for offset, kind, text in tokens:
        if kind == "whitespace" or offset > until:
            continue
        if kind == "block_begin":
            begun = offset
        elif before == "block_begin" and text == tag:
            open_tags.append(begun)
        elif before == "block_begin" and text == f"end{tag}":
            open_tags.pop()
        before = kind
    return open_tags[-1]


def _never_closed(tokens: Tokens) -> Fault:
    offset = max(offset for offset, kind, _ in tokens if kind in _OPENING)
    return Fault(offset, "this is opened and never closed", WRITTEN)
