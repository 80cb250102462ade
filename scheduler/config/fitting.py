"""From nodes into a form, with every problem at once: what is wrong is taken out and the rest is tried again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scheduler.config.forms import WRONG, Form, Written, is_tag
from scheduler.config.nodes import Group, Listing, Node, Scalar, Trail, child
from scheduler.config.shapes import example_of, keys_at
from scheduler.config.wording import listed, nearest

F = TypeVar("F", bound=Form)


class Misfit(NamedTuple):
    """`trail` may end in a key that is missing; `at_key`: the key is wrong, not its value."""

    trail: Trail
    what: str
    fix: str
    at_key: bool = False


class Fitted(NamedTuple, Generic[F]):
    """`form` holds what could be read; None: not even that much."""

    form: F | None
    misfits: tuple[Misfit, ...]


def fit(
    form: type[F], root: Group, broken: Iterable[Trail] = (), stand_ins: Mapping[str, str] | None = None
) -> Fitted[F]:
    """`broken` was complained about already; `stand_ins` are values for keys of the root that are needed to go on."""
    fitting = _Fitting(form, root, set(broken), stand_ins or {})
    while True:
        try:
            return Fitted(form.model_validate(fitting.written()), tuple(fitting.misfits))
        except ValidationError as error:
            for details in error.errors(include_url=False, include_input=False):
                fitting.take_out(details)
            if () in fitting.gone:
                return Fitted(None, tuple(fitting.misfits))


class _Fitting:
    def __init__(self, form: type[Form], root: Group, gone: set[Trail], stand_ins: Mapping[str, str]) -> None:
        self._form = form
        self._root = root
        self._stand_ins = stand_ins
        self._standing_in: dict[str, str] = {}
        self._kept: dict[Trail, list[int]] = {}
        self._touched = {trail[:length] for trail in gone for length in range(len(trail) + 1)}
        self.gone = gone
        self.misfits: list[Misfit] = []

    def written(self) -> Any:
        """What is still there, as pydantic takes it."""
        written = self._written(self._root, ())
        written.update(self._standing_in)
        return written

    def take_out(self, details: ErrorDetails) -> None:
        if details["type"] == "missing":
            *around, key = details["loc"]
            self._take_out_around(self._trail_of(around)[0], str(key))
            return
        trail, rest = self._trail_of(details["loc"])
        if trail not in self._touched:
            self.misfits.append(self._misfit(details, trail, at_key=rest == ("[key]",)))
        self._mark_gone(trail)

    def _take_out_around(self, trail: Trail, key: str) -> None:
        """A group cannot be read without this key."""
        missing = (*trail, key)
        if missing not in self._touched:
            fix = f"add `{example_of(self._form, missing)}`"
            self.misfits.append(Misfit(missing, "this is missing", fix))
        if not trail and key in self._stand_ins:
            self._standing_in[key] = self._stand_ins[key]
        else:
            self._mark_gone(trail)

    def _mark_gone(self, trail: Trail) -> None:
        self.gone.add(trail)
        self._touched.update(trail[:length] for length in range(len(trail) + 1))

    def _written(self, node: Node, trail: Trail) -> Any:
        if isinstance(node, Scalar):
            return node.text
        if isinstance(node, Listing):
            kept = [index for index in range(len(node.items)) if (*trail, index) not in self.gone]
            self._kept[trail] = kept
            return [self._written(node.items[index], (*trail, index)) for index in kept]
        written = Written(trail)
        for key, entry in node.entries.items():
            if (*trail, key) not in self.gone:
                written[key] = self._written(entry.value, (*trail, key))
        return written

    def _trail_of(self, loc: Sequence[int | str]) -> tuple[Trail, tuple[int | str, ...]]:
        """As far as the nodes go, and what remains of the place that pydantic names."""
        trail: Trail = ()
        node: Node = self._root
        steps = [step for step in loc if not is_tag(step)]
        for position, step in enumerate(steps):
            index = self._kept[trail][step] if isinstance(node, Listing) and isinstance(step, int) else step
            below = child(node, index)
            if below is None:
                return trail, tuple(steps[position:])
            trail, node = (*trail, index), below
        return trail, ()

    def _misfit(self, details: ErrorDetails, trail: Trail, *, at_key: bool) -> Misfit:
        kind = details["type"]
        if kind == "extra_forbidden":
            return Misfit(trail, *self._unknown_key(trail), at_key=True)
        if kind == WRONG:
            context = details.get("ctx", {})
            return Misfit(trail, context["what"], context["fix"], at_key)
        example = f"write it as `{example_of(self._form, trail)}`"
        if kind == "too_short":
            return Misfit(trail, "there is nothing in this", example)
        if kind == "too_long":
            return Misfit(trail, "there are too many of these", f"keep at most {details['ctx']['max_length']}")
        if kind in ("tuple_type", "list_type"):
            return Misfit(trail, "a list belongs here", example)
        return Misfit(trail, "keys with their values belong here", example)

    def _unknown_key(self, trail: Trail) -> tuple[str, str]:
        *above, last = trail
        key, known = str(last), keys_at(self._form, tuple(above)).keys()
        if key in known:
            return "this key cannot stand beside the others here", "keep one way of saying it"
        near = nearest(key, known)
        return "this key is not known here", f"did you mean {near!r}?" if near else f"known: {listed(known)}"
