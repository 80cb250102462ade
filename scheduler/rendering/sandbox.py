"""Turns a template's source into something that can only say the values it was given.

A template is data that strangers may have edited. Three walls stand one behind the other: the grammar lets through a
short list of syntax; `action.link` is compiled to one flat name, so that no attribute is ever looked up; and what
remains runs in Jinja's immutable sandbox, without globals and with our filters only.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn, cast

import jinja2
from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from scheduler.rendering.faults import Fault, Unreadable
from scheduler.rendering.filters import FILTERS
from scheduler.rendering.grammar import read
from scheduler.rendering.literals import hidden_faults, literal_faults
from scheduler.rendering.syntax import parse
from scheduler.rendering.terms import Missing, Value

LONGEST_SOURCE = 20_000
KEPT = 8_192
"""Compiled sources kept: two thousand templates of four wordings."""

_TAGS_ALONE = re.compile(r"^([ \t]*(?:(?:{%(?:(?!%}).)*%}|{#(?:(?!#}).)*#})[ \t]*)+)\n", re.MULTILINE)


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which nothing but printing, conditions and our filters works."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False)
        self.globals.clear()
        self.filters = {name: known.call for name, known in FILTERS.items()}
        self.tests = {"defined": lambda value: not isinstance(value, Missing)}

    def getattr(self, obj: object, attribute: str) -> NoReturn:  # noqa: ARG002 - its contract
        raise SecurityError(f"attributes are not looked up: {attribute}")

    def getitem(self, obj: object, argument: object) -> NoReturn:  # noqa: ARG002 - its contract
        raise SecurityError(f"items are not looked up: {argument}")

    def call(self, context: object, obj: object, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 - its contract
        raise SecurityError("nothing is called")


SANDBOX = Sandbox()


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """`names` are what it may say, dotted."""

    names: frozenset[str]
    _template: jinja2.Template

    def render(self, value_of: Callable[[str], Value], language: str) -> str:
        """Raises Unsaid where a value is missing that the text cannot do without."""
        values = {_flat(name): value_of(name) for name in self.names}
        context = self._template.new_context({**values, "language": language}, shared=True)
        return "".join(self._template.root_render_func(context))


class TemplateRefused(Exception):
    """the template holds what a template may not hold"""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.what for fault in faults))


@lru_cache(maxsize=KEPT)
def examine(source: str) -> CompiledTemplate | tuple[Fault, ...]:
    """The template ready to render, or everything that is wrong with it, in the order of the source."""
    if len(source) > LONGEST_SOURCE:
        return (Fault(0, f"this is longer than {LONGEST_SOURCE:,} characters", "make several templates of it"),)
    text = with_plain_newlines(source)
    hidden = list(hidden_faults(text))
    try:
        reading = read(parse(text, SANDBOX))
    except Unreadable as unreadable:
        known = {fault.offset for fault in hidden}
        return tuple(sorted([*hidden, *([] if unreadable.fault.offset in known else [unreadable.fault])]))
    faults = {*hidden, *reading.faults, *literal_faults(reading.literals)}
    if faults:
        return tuple(sorted(faults))
    return CompiledTemplate(frozenset(reading.names), _compiled(text))


def with_plain_newlines(source: str) -> str:
    """What the offsets of faults count in."""
    return source.replace("\r\n", "\n").replace("\r", "\n")


def compile_source(source: str) -> CompiledTemplate:
    """Compiled once and kept. Raises TemplateRefused."""
    examined = examine(source)
    if isinstance(examined, tuple):
        raise TemplateRefused(examined)
    return examined


def _compiled(text: str) -> jinja2.Template:
    """A line of tags and notes alone leaves no empty line behind: its end becomes part of a comment."""
    tree = SANDBOX.parse(_TAGS_ALONE.sub("\\1{#\n#}", text))
    flattened = _Flattening().visit(tree).set_environment(SANDBOX)
    return jinja2.Template.from_code(SANDBOX, SANDBOX.compile(flattened), globals={})


class _Flattening(NodeTransformer):
    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Name:  # noqa: N802 - Jinja's name for it
        group = cast(nodes.Name, node.node)  # the grammar lets nothing else through
        return nodes.Name(_flat(f"{group.name}.{node.attr}"), "load", lineno=node.lineno)


def _flat(name: str) -> str:
    return name.replace(".", "__")
