"""What a template may say: an allow-list of syntax, names and filters; everything else is a fault."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from scheduler.rendering.faults import Fault
from scheduler.rendering.filters import FILTERS, Filter
from scheduler.rendering.names import GROUPS, NAMES, Sort, meant, members, nearest
from scheduler.rendering.syntax import foreign_tag

LONGEST_CONSTANT = 2_000
MOST_NODES = 500
DEEPEST = 40

_PLAINLY = "write the values one after the other, as text"
_COMPARED = "compare with == or != only, and join comparisons with and, or, not"

TAGS_OF: dict[type[nodes.Node], str] = {
    nodes.For: "for",
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.With: "with",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.Scope: "autoescape",
}

REFUSED: dict[type[nodes.Node], tuple[str, str]] = {
    nodes.Call: ("a call", "a template only names values; take the brackets out"),
    nodes.Getattr: ("a part of this", "write a name as it is known: action.link, fact.source"),
    nodes.Getitem: ("square brackets", "write action.link, or hashtags|first(1) for a part of a list"),
    nodes.CondExpr: ("a condition inside a value", "write {% if … %} … {% else %} … {% endif %}"),
    nodes.Concat: ("joining with ~", _PLAINLY),
    nodes.BinExpr: ("arithmetic", _PLAINLY),
    nodes.UnaryExpr: ("arithmetic", _PLAINLY),
    nodes.Tuple: ("several values at once", "give each value braces of its own"),
    nodes.List: ("a list of its own", _PLAINLY),
    nodes.Dict: ("a mapping of its own", _PLAINLY),
    nodes.Slice: ("square brackets", "write hashtags|first(1) for a part of a list"),
    nodes.Compare: ("a comparison as a value", "put it into {% if … %}"),
    nodes.And: ("`and` between values", "put it into {% if … %}"),
    nodes.Or: ("`or` between values", 'write {{ action.place|default("…") }}, or an {% if … %}'),
    nodes.Not: ("`not` as a value", "put it into {% if … %}"),
    nodes.Test: ("`is` as a value", "put it into {% if … %}"),
}


Branches = tuple[tuple[int, int], ...]
"""Which way each condition around a text goes: the condition's number, and the branch of it."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A text written in the template itself. `plain`: as it stands; a quoted one has its offset at the quotation
    mark."""

    offset: int
    text: str
    plain: bool
    branches: Branches = ()

    def excludes(self, other: "Literal") -> bool:
        """Whether no rendering holds both."""
        mine = dict(self.branches)
        return any(mine.get(condition, branch) != branch for condition, branch in other.branches)


@dataclass(slots=True)
class Reading:
    """What a template turned out to hold; `names` are dotted and known."""

    faults: list[Fault] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    literals: list[Literal] = field(default_factory=list)


def read(tree: nodes.Template) -> Reading:
    """`tree` is one from `parse`, whose nodes know their offsets."""
    reading = Reading()
    if fault := _too_much(tree):
        reading.faults.append(fault)
    else:
        _Reader(reading).statements(tree.body, ())
    return reading


def _too_much(tree: nodes.Template) -> Fault | None:
    count = 0
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, depth, above = waiting.pop()
        count += 1
        offset = node.lineno or above  # some nodes have no place of their own
        if depth > DEEPEST:
            return Fault(offset, f"this is nested more than {DEEPEST} deep", "write it flat")
        if count > MOST_NODES:
            return Fault(0, f"this holds more than {MOST_NODES} values and conditions", "make several templates of it")
        waiting += [(child, depth + 1, offset) for child in node.iter_child_nodes()]
    return None


class _Reader:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._conditions = 0

    def statements(self, body: Sequence[nodes.Node], branches: Branches) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        self._said(part, branches)
                case nodes.If():
                    self._condition_tag(node, branches)
                case _:
                    self._refuse(node)

    def _condition_tag(self, node: nodes.If, branches: Branches) -> None:
        self._conditions += 1
        number = self._conditions
        for branch, alternative in enumerate((node, *node.elif_)):
            self._asked(alternative.test)
            self.statements(alternative.body, (*branches, (number, branch)))
        self.statements(node.else_, (*branches, (number, -1)))

    def _said(self, node: nodes.Node, branches: Branches) -> None:
        match node:
            case nodes.TemplateData():
                self._reading.literals.append(Literal(node.lineno, node.data, plain=True, branches=branches))
            case nodes.Const():
                self._fault(_start(node), f"{node.value!r} stands in braces", "write it without them")
            case _:
                self._value(node)

    def _asked(self, node: nodes.Node) -> None:
        match node:
            case nodes.And() | nodes.Or():
                self._asked(node.left)
                self._asked(node.right)
            case nodes.Not():
                self._asked(node.node)
            case nodes.Compare():
                self._asked(node.expr)
                for operand in node.ops:
                    if operand.op not in ("eq", "ne"):
                        self._fault(_start(node), "only == and != compare values here", _COMPARED)
                    self._asked(operand.expr)
            case nodes.Test(name="defined", args=[]):
                self._value(node.node)
            case nodes.Test():
                self._fault(_start(node), f"`is {node.name}` is not known here", "write {% if fact %}, or `is defined`")
            case nodes.Const():
                self._constant(node)
            case _:
                self._value(node)

    def _value(self, node: nodes.Node) -> Sort | None:
        """The sort of the value; None where it is not one."""
        match node:
            case nodes.Name():
                return self._named(node.name, node)
            case nodes.Getattr(node=nodes.Name() as group):
                return self._named(f"{group.name}.{node.attr}", group)
            case nodes.Filter(node=nodes.Expr() as value):
                return self._filtered(node, self._value(value))
            case _:
                self._refuse(node)
                return None

    def _named(self, name: str, node: nodes.Node) -> Sort | None:
        sort = NAMES.get(name)
        if sort is not None:
            self._reading.names.add(name)
        elif name in GROUPS:
            self._fault(_start(node), f"{name} says nothing by itself", f"write one of {', '.join(members(name))}")
        else:
            self._fault(_start(node), f"there is no {name}", meant(name))
        return sort

    def _filtered(self, node: nodes.Filter, sort: Sort | None) -> Sort | None:
        known = FILTERS.get(node.name)
        if known is None:
            self._fault(node.lineno, f"there is no filter {node.name}", _meant_filter(node.name))
            return None
        arguments = list(node.args)
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not _matches(known, arguments):
            self._fault(node.lineno, f"{node.name} is given what it does not take", f"write it like {known.example}")
        for argument in arguments:
            if isinstance(argument, nodes.Const):
                self._constant(argument)
        if sort is not None and sort not in known.takes:
            takes = " or ".join(sorted(known.takes))
            self._fault(
                node.lineno, f"{node.name} stands behind {sort}, and changes {takes} only", f"like {known.example}"
            )
        return known.gives or sort

    def _constant(self, node: nodes.Const) -> None:
        if isinstance(node.value, str):
            self._reading.literals.append(Literal(node.lineno, node.value, plain=False))
            if len(node.value) > LONGEST_CONSTANT:
                self._fault(_start(node), f"this text is longer than {LONGEST_CONSTANT:,} characters", "shorten it")

    def _refuse(self, node: nodes.Node) -> None:
        for cls in type(node).__mro__:
            if cls in TAGS_OF:
                self._reading.faults.append(foreign_tag(TAGS_OF[cls], _start(node)))
                return
            if cls in REFUSED:
                what, fix = REFUSED[cls]
                self._fault(_start(node), f"{what} cannot stand in a template", fix)
                return
        self._fault(_start(node), f"{type(node).__name__} cannot stand in a template", _PLAINLY)

    def _fault(self, offset: int, what: str, fix: str) -> None:
        self._reading.faults.append(Fault(offset, what, fix))


def _matches(known: Filter, arguments: Sequence[nodes.Expr]) -> bool:
    types = known.arguments
    if not len(types) - known.optional <= len(arguments) <= len(types):
        return False
    return all(
        isinstance(given, nodes.Const) and type(given.value) is wanted and given.value != 0
        for given, wanted in zip(arguments, types, strict=False)
    )


def _meant_filter(name: str) -> str:
    if name in ("truncate", "wordwrap"):
        return "a text is never cut; name what may go in `drop:`, or add a shorter variant"
    close = nearest(name, FILTERS)
    return f"did you mean {close}?" if close else f"known: {', '.join(FILTERS)}"


def _start(node: nodes.Node) -> int:
    """Where what it says begins; Jinja places some nodes behind their first word, and some nowhere."""
    places: list[int | None] = [node.lineno, *(within.lineno for within in node.find_all(nodes.Node))]
    return min(place for place in places if place is not None)
