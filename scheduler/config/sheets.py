"""One template's file as it was read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.config.documents import Document, leaked, problems_of, read_document
from scheduler.config.names import ID_PATTERN
from scheduler.config.nodes import Scalar, walk
from scheduler.config.templates import TemplateForm, split, variant
from scheduler.config.text import decode
from scheduler.errors import Problem
from scheduler.model.template import Template, Variant


@dataclass(frozen=True, slots=True)
class Sheet:
    """`campaign` and `id` are what its folder and its name say. `document` None: it has no front matter."""

    file: str
    campaign: str
    id: str
    template: Template | None = None
    document: Document[TemplateForm] | None = None
    problems: tuple[Problem, ...] = ()


def read_sheet(file: str, content: bytes, campaign: str, template_id: str) -> Sheet:
    named = _named(file, campaign, template_id)
    text = decode(content)
    if text.clean is None:
        return Sheet(file, campaign, template_id, problems=(*named, *problems_of(file, text.flaws)))
    front, body, flaw = split(text.clean)
    in_body = (f._replace(path="") if f.mark.line >= body.line else f for f in text.flaws)
    flaws = (*in_body, *([flaw] if flaw else ()))
    if front is None:
        problems = (*named, *problems_of(file, flaws), *leaked(file, text.clean, ()))
        template = None if problems else TemplateForm().build(campaign, template_id, file, (body,))
        return Sheet(file, campaign, template_id, template, problems=problems)
    document = read_document(file, front, TemplateForm, first_line=2, flaws=flaws)
    problems = (*named, *document.problems, *leaked(file, text.clean, document.problems))
    template = None
    if document.form is not None and not problems:
        variants = (body, *_variants(document, text.clean.split("\n")))
        template = document.form.build(campaign, template_id, file, variants)
    return Sheet(file, campaign, template_id, template, document, problems)


def _variants(document: Document[TemplateForm], lines: list[str]) -> Iterator[Variant]:
    nodes = walk(document.root) if document.root is not None else ()
    for trail, node in nodes:
        if isinstance(node, Scalar) and trail[0] == "variants":
            yield variant(str(trail[1]), node, lines)


def _named(file: str, campaign: str, template_id: str) -> tuple[Problem, ...]:
    fix = "use lower-case letters, digits and hyphens, with a letter or a digit first"
    return tuple(
        Problem(file, 0, 0, "", what, fix)
        for name, what in ((campaign, "the folder's name is not an id"), (template_id, "the file's name is not an id"))
        if not re.fullmatch(ID_PATTERN, name)
    )
