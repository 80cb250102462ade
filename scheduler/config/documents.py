"""One file as it was read: its nodes, its form, and everything that is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from scheduler.config.composing import compose
from scheduler.config.fitting import fit
from scheduler.config.flaws import Flaw, Mark
from scheduler.config.forms import Form
from scheduler.config.leaks import known_tokens, leaks
from scheduler.config.nodes import Group, Listing, Node, Scalar, Trail, child, find, walk
from scheduler.config.paths import Finder, path_of
from scheduler.errors import Problem

F = TypeVar("F", bound=Form)
F_co = TypeVar("F_co", bound=Form, covariant=True)

LEAK = "a token or a password is written in this file"
LEAK_FIX = (
    "put it in an environment variable, write `token: {env: NAME}`, and change that token: it is in the history of the "
    "file"
)


@dataclass(frozen=True)  # a generic class with slots and frozen cannot be made with its parameter
class Document(Generic[F_co]):
    """`root` None: the file could not be read as YAML; `form` None: nothing of it could be understood."""

    file: str
    root: Group | None = None
    form: F_co | None = None
    problems: tuple[Problem, ...] = ()

    def problem(self, trail: Trail, what: str, fix: str, *, severity: str = "error", at_key: bool = False) -> Problem:
        """Where `trail` leads, or as near to it as the file goes."""
        root = self.root or Group({}, Mark(0, 0))
        mark = _mark_of(root, trail, at_key=at_key)
        return Problem(self.file, mark.line, mark.column, path_of(root, trail), what, fix, severity)

    def has(self, trail: Trail) -> bool:
        """Whether the file says anything there, right or wrong."""
        return self.root is not None and find(self.root, trail) is not None

    def item(self, trail: Trail, text: str) -> Trail:
        """The trail of this text in the list at `trail`."""
        listing = None if self.root is None else find(self.root, trail)
        items = listing.items if isinstance(listing, Listing) else ()
        found = [i for i, item in enumerate(items) if isinstance(item, Scalar) and item.text == text]
        return (*trail, found[-1]) if found else trail


def read_document(
    file: str,
    text: str,
    form: type[F],
    *,
    first_line: int = 1,
    flaws: Iterable[Flaw] = (),
    stand_ins: Mapping[str, str] | None = None,
) -> Document[F]:
    """`flaws`: what is known of this text already."""
    composed = compose(text, first_line)
    found = (*flaws, *composed.flaws)
    root = composed.root if composed.root is not None or composed.flaws else Group({}, Mark(first_line, 1))
    if not isinstance(root, Group):
        if root is not None:
            found = (*found, Flaw(root.mark, "this file does not begin with a key", "begin it with `key: value`"))
        return Document(file, problems=problems_of(file, found))
    secrets = [trail for trail, _ in leaks(root)]
    broken = [trail for trail, node in walk(root) if isinstance(node, Scalar) and node.broken]
    fitted = fit(form, root, [*broken, *secrets], stand_ins)
    document = Document(file, root, fitted.form)
    problems = [
        *problems_of(file, found, Finder(root) if found else None),
        *(document.problem(trail, LEAK, LEAK_FIX) for trail in secrets),
        *(document.problem(m.trail, m.what, m.fix, at_key=m.at_key) for m in fitted.misfits),
    ]
    return Document(file, root, fitted.form, tuple(problems))


def leaked(file: str, text: str, problems: Iterable[Problem]) -> list[Problem]:
    """Tokens of a known form anywhere in a text, in comments too, but for those that a problem names already."""
    named = {problem.line for problem in problems if problem.what == LEAK}
    return [Problem(file, *mark, "", LEAK, LEAK_FIX) for mark in known_tokens(text) if mark.line not in named]


def problems_of(file: str, flaws: Iterable[Flaw], finder: Finder | None = None) -> tuple[Problem, ...]:
    """`finder` gives a path to flaws that have none."""
    found = []
    for flaw in flaws:
        path = flaw.path
        if path is None:
            path = "" if finder is None else finder.path_at(flaw.mark)
        found.append(Problem(file, *flaw.mark, path, flaw.what, flaw.fix))
    return tuple(found)


def _mark_of(root: Group, trail: Trail, *, at_key: bool) -> Mark:
    node: Node = root
    mark = root.mark
    for step in trail:
        below = child(node, step)
        if below is None:
            return mark
        mark = node.entries[step].key if at_key and isinstance(node, Group) and isinstance(step, str) else below.mark
        node = below
    return mark
