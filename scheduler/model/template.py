"""A post's text before its values are known, as organisers wrote it."""

from dataclasses import dataclass

from scheduler.model.campaign import Kind, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One wording: Jinja2 source, and the line and column of the file where it begins (from 1). `name` is `text`
    for the body of the file."""

    name: str
    source: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`id` is the file's name without its ending, unique in its campaign; `file` its path in the folder. `kinds`
    are the kinds of action it can carry. `drop` names what may go empty, in this order, where the text is too
    long. The first variant is the body, the others follow in the file's order. `language` None: the
    campaign's."""

    id: str
    campaign: str
    file: str
    kinds: tuple[Kind, ...]
    variants: tuple[Variant, ...]
    drop: tuple[str, ...] = ()
    language: Language | None = None
